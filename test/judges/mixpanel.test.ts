// Judge of `mixpanel`: Mixpanel's own client for Node makes the same calls, and its payloads are compared with ours.
// Compared: the path, and every field that its client sends. Left out: what it does not know of a page or a device.
import { init } from 'mixpanel'
import { expect, test } from 'vitest'
import { mixpanel } from '../../src/formats/index.js'
import { event, kinds, sentAt, time } from '../support/formats/events.js'
import { startRecorder } from './startRecorder.js'
import { without } from './without.js'

const ours = [kinds.track, kinds.identify, kinds.link, kinds.unlink, kinds.group].map((kind) => {
  const { url, body } = mixpanel({ token: 'token', url: 'http://recorder' }).encode([kind], sentAt)
  return { path: new URL(url).pathname, item: JSON.parse(new URLSearchParams(body).get('data')!)[0] }
})

test('what Mixpanel’s own client sends for the same calls is in what we send', async () => {
  const recorder = await startRecorder('1')
  const client = init('token', { host: new URL(recorder.url).host, protocol: 'http', keepAlive: false })
  const done = (call: (resolve: (error?: unknown) => void) => void) => new Promise(call)
  await done((resolve) => client.track('Event 1', { distinct_id: 'customer-1001', plan: 'gold', amount: 3, time: time / 1000, $insert_id: event().id }, resolve))
  await done((resolve) => client.people.set('customer-1001', { plan: 'gold' }, {}, resolve))
  await done((resolve) => client.people.set('customer-1001', { loyalty: 'L-778' }, {}, resolve))
  await done((resolve) => client.people.unset('customer-1001', 'loyalty', {}, resolve))
  await done((resolve) => client.groups.set('company', 'acme', { seats: 3 }, {}, resolve))
  await recorder.close()
  expect(recorder.recorded).toHaveLength(5)
  recorder.recorded.forEach(({ url }, i) => {
    const theirs = JSON.parse(Buffer.from(url.searchParams.get('data')!, 'base64').toString())
    expect(ours[i]!.path).toBe(url.pathname)
    // Left out: who made it.
    expect(ours[i]!.item).toMatchObject(without(theirs, 'properties.mp_lib', 'properties.$lib_version'))
  })
})
