// Judge of `posthog`: PostHog's own client for Node makes the same calls, and its payload is compared with ours.
// Compared: the batch, and every field and property that its client sends. Left out: what its client does not know of a page.
import { PostHog } from 'posthog-node'
import { expect, test } from 'vitest'
import { posthog } from '../../src/formats/index.js'
import { event, kinds, sentAt, time, visitor } from '../support/formats/events.js'
import { startRecorder } from './startRecorder.js'
import { without } from './without.js'

test('what PostHog’s own client sends for the same calls is in what we send', async () => {
  const ours = JSON.parse(posthog({ url: '/', apiKey: 'phc_key' }).encode([kinds.track, kinds.identify, kinds.merge, kinds.group], sentAt).body)
  const recorder = await startRecorder()
  const client = new PostHog('phc_key', { host: recorder.url, disableGeoip: false })
  client.capture({ distinctId: 'customer-1001', event: 'Event 1', properties: { plan: 'gold', amount: 3 }, uuid: event().id, timestamp: new Date(time) })
  client.identify({ distinctId: 'customer-1001', properties: { $set: { plan: 'gold' }, $anon_distinct_id: visitor } })
  client.alias({ distinctId: 'customer-1001', alias: 'customer-7' })
  client.groupIdentify({ groupType: 'company', groupKey: 'acme', properties: { seats: 3 }, distinctId: 'customer-1001' })
  await client.shutdown()
  await recorder.close()
  const { url, body } = recorder.recorded[0]!
  const theirs = JSON.parse(body)
  expect(posthog({ url: 'https://eu.i.posthog.com', apiKey: 'a' }).encode([event()], sentAt).url).toBe(`https://eu.i.posthog.com${url.pathname}`)
  expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort())
  expect(theirs.batch).toHaveLength(4)
  theirs.batch.forEach((item: any, i: number) => {
    // Left out: who made it; of all but the first also id and time, which cannot be given to it; and traits that are set once, which we do not have.
    const made = ['properties.$lib', 'properties.$lib_version', 'properties.$is_server', 'properties.$set_once']
    expect(ours.batch[i]).toMatchObject(without(item, ...made, ...(i ? ['uuid', 'timestamp'] : [])))
    expect(Object.keys(ours.batch[i]).sort()).toEqual(Object.keys(item).sort())
  })
})
