// Judge of `segment`: the clients of Segment and RudderStack make the same calls, and their payloads are compared with ours.
// Compared: every field of every item, and of the batch. Left out, and why: beside each comparison.
import { Analytics as Rudder } from '@rudderstack/analytics-js-service-worker'
import { Analytics as Segment } from '@segment/analytics-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { segment } from '../../src/formats/index.js'
import { event, kinds, sentAt, time, visitor } from '../support/formats/events.js'
import { startRecorder } from './startRecorder.js'
import { without } from './without.js'

const order = ['track', 'page', 'identify', 'group', 'merge'] as const
const ours = JSON.parse(segment({ url: '/', writeKey: 'key' }).encode(order.map((kind) => kinds[kind]), sentAt).body)
const { throughline: _, ...context } = ours.batch[0].context
const common = { anonymousId: visitor, userId: 'customer-1001', timestamp: new Date(time), messageId: event().id, context }

/** The same calls to either client. */
const call = (client: any): void => {
  client.track({ ...common, event: 'Event 1', properties: { plan: 'gold', amount: 3 } })
  client.page({ ...common, name: 'Home', properties: { plan: 'gold', amount: 3 } })
  client.identify({ ...common, traits: { plan: 'gold' } })
  client.group({ ...common, groupId: 'acme', traits: { seats: 3 } })
  client.alias({ ...common, previousId: 'customer-7' })
}

let recorder: Awaited<ReturnType<typeof startRecorder>>
beforeAll(async () => void (recorder = await startRecorder()))
afterAll(() => recorder.close())

/** Ours less what only we have: the position, and of a merge whose browser it was, and what it says beside its ids. */
const own = (item: any) => without(item, 'context.throughline', 'context.library', ...(item.type === 'alias' ? ['properties', 'anonymousId'] : []))

test('what Segment’s own client sends for the same calls is what we send', async () => {
  const client = new Segment({ writeKey: 'key', host: recorder.url, path: '/v1/batch', flushAt: 5 })
  call(client)
  await client.closeAndFlush()
  const theirs = JSON.parse(recorder.recorded.splice(0)[0]!.body)
  expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort())
  expect(ours.sentAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  // Left out: who made it (library, _metadata), and which destinations may have it, which is the server's to say.
  const comparable = theirs.batch.map((item: any) => without(item, 'integrations', '_metadata', 'context.library', ...(item.type === 'alias' ? ['anonymousId'] : [])))
  expect(ours.batch.map(own)).toEqual(comparable)
})

test('what RudderStack’s own client sends for the same calls is what we send', async () => {
  // One by one: the first would go alone otherwise, and the others when its timer says so.
  const client = new Rudder('key', `${recorder.url}/v1/batch`, { flushAt: 1 })
  call(client)
  const theirs = (await recorder.until(order.length)).flatMap(({ body }) => JSON.parse(body).batch)
  theirs.sort((a, b) => order.indexOf(a.type === 'alias' ? 'merge' : a.type) - order.indexOf(b.type === 'alias' ? 'merge' : b.type))
  // Left out: the same as above; and its own words for the time of the call and of sending, which the batch has as well.
  const left = ['_metadata', 'context.library', 'channel', 'originalTimestamp', 'timestamp', 'sentAt']
  const comparable = theirs.map((item: any) => without(item, ...left, ...(item.type === 'alias' ? ['anonymousId'] : [])))
  // It moves traits of a person into the context; at the top level, where its HTTP API has them, they are the same.
  const identified = comparable.find(({ type }) => type === 'identify')
  identified.traits = identified.context.traits
  delete identified.context.traits
  expect(ours.batch.map((item: any) => without(own(item), 'timestamp'))).toEqual(comparable)
})
