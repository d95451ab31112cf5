// Judge of `amplitude`: Amplitude's own client for Node makes the same calls, and its payload is compared with ours.
// Compared: the request, and every field of every event that its client sends. Left out: what it does not know of a page.
import * as client from '@amplitude/analytics-node'
import { expect, test } from 'vitest'
import { amplitude } from '../../src/formats/index.js'
import { event, kinds, sentAt, time, visitor } from '../support/formats/events.js'
import { startRecorder } from './startRecorder.js'
import { without } from './without.js'

test('what Amplitude’s own client sends for the same calls is in what we send', async () => {
  const { contentType, body: sent } = amplitude({ apiKey: 'key' }).encode([kinds.track, kinds.identify, kinds.unlink, kinds.group], sentAt)
  const recorder = await startRecorder()
  await client.init('key', { serverUrl: `${recorder.url}/2/httpapi`, flushIntervalMillis: 1, minIdLength: 1, logLevel: 0 }).promise
  const who = { user_id: 'customer-1001', device_id: visitor, time, insert_id: event().id }
  client.track('Event 1', { plan: 'gold', amount: 3 }, who)
  client.identify(new client.Identify().set('plan', 'gold'), who)
  client.identify(new client.Identify().unset('loyalty'), who)
  client.groupIdentify('company', 'acme', new client.Identify().set('seats', 3), who)
  client.setGroup('company', 'acme', who)
  await client.flush().promise
  await recorder.close()
  const [ours, theirs] = [JSON.parse(sent), JSON.parse(recorder.recorded[0]!.body)]
  expect(contentType).toBe(recorder.recorded[0]!.contentType)
  expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort())
  expect(ours.options).toEqual(theirs.options)
  expect(theirs.events).toHaveLength(5)
  // Left out: who made it, and its own count of events; of the two that a group makes, the id that we give the second.
  theirs.events.forEach((item: any, i: number) => expect(ours.events[i]).toMatchObject(without(item, 'library', 'event_id', ...(i === 4 ? ['insert_id'] : []))))
  // On the wire its wording of revenue is another, because it has an event of its own for that: see HTTP API v2 for ours.
})
