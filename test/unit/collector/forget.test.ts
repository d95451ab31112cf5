// What a page asks for with tracker.forget(), and visitors who are counted only.
import { expect, test } from 'vitest'
import { segment } from '../../../src/formats/segment.js'
import type { Event } from '../../../src/types.js'
import { at, identify, item, link } from './collectorClient.js'
import { useCollector } from './useCollector.js'

const { collector, sender } = useCollector()

const people = async () => (await sender.get('/people')).people.map(({ key, events, isAsking }: any) => [key, events, isAsking])
const forget = (more: object = {}) => item({ event: 'Person Forgotten', ...at('s', 5, { type: 'forget' }), ...more })
/** As the tracker sends it. */
const sent = (event: Partial<Event>) => {
  const context = { page: { url: 'https://shop.example/', path: '/' }, library: { name: 'throughline', version: '1' } }
  const whole = { id: crypto.randomUUID(), time: Date.now(), identity: {}, channel: 'website', context, stream: 's', n: 0, ...event } as Event
  return sender.post(segment({ url: '/', writeKey: 'shop' }).encode([whole], Date.now()).body)
}

test('a visitor without a customer is deleted at once, and kept away', async () => {
  await sender.send([item(), item({ anonymousId: 'v2' })])
  await sent({ type: 'forget', identity: { anonymousId: 'v1', sessionId: 's' } })
  expect(await people()).toEqual([['anonymous:v2', 1, false]])
  await sender.send([item(), link('loyalty', 'L-1'), forget()])
  expect(await people()).toEqual([['anonymous:v2', 1, false]])
  expect(JSON.stringify(await collector.stored())).not.toContain('"v1"')
})

test('a customer is marked until the site deletes them, because a page only claims who it is', async () => {
  await sender.send([identify('v1', 'alice'), item({ userId: 'alice' })])
  await sent({ type: 'forget', identity: { anonymousId: 'v9', sessionId: 's', userId: 'alice' } })
  expect(await people()).toEqual([['user:alice', 3, true]])
  await sender.delete('user:alice')
  expect(await people()).toEqual([])
})

test('who is counted only makes no person, and no page seems to have lost anything', async () => {
  const ids = [crypto.randomUUID(), crypto.randomUUID()]
  for (const [n, id] of ids.entries()) expect((await sent({ id, type: 'track', name: 'Seen', n })).body).toMatchObject({ stored: 1 })
  expect((await sent({ id: ids[0]!, type: 'track', name: 'Seen', n: 0 })).body).toMatchObject({ stored: 0, repeated: 1 })
  expect(await people()).toEqual([])
  expect((await sender.get('/streams')).streams).toMatchObject([{ stream: 's', count: 2, missing: [] }])
  expect((await collector.stored()).map(({ anonymousId, userId }) => [anonymousId, userId])).toEqual([[null, null], [null, null]])
})
