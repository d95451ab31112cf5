// What a page says not to be its person's any more.
import { expect, test } from 'vitest'
import { segment } from '../../../src/formats/index.js'
import type { Event } from '../../../src/types.js'
import { day, identify, item, link, unlink } from './collectorClient.js'
import { useCollector } from './useCollector.js'

const { collector, sender } = useCollector()

const identifiersOf = async (who: string): Promise<string[]> =>
  (await sender.get(`/people/${who}`)).identifiers.map(({ namespace, value }: any) => `${namespace}:${value}`)

const story = () => [
  identify('phone', 'alice', day(1)),
  identify('laptop', 'alice', day(2)),
  link('loyalty', 'L-1', { anonymousId: 'phone', ...day(1) }),
  link('loyalty', 'L-1', { anonymousId: 'laptop', userId: 'alice', ...day(3) }),
  unlink('loyalty', 'L-1', { anonymousId: 'laptop', userId: 'alice', ...day(4) }),
]

test.each([
  ['in the order of what was done', (batch: unknown[]) => batch],
  ['the unlink first', (batch: unknown[]) => batch.toReversed()],
  ['everything twice', (batch: unknown[]) => [...batch.slice(2), ...batch]],
])('takes the identifier off its person, on all browsers: %s', async (_, order) => {
  for (const each of order(story())) await sender.send([each])
  expect(await identifiersOf('alice')).toEqual(['anonymous:laptop', 'anonymous:phone', 'user:alice'])
  expect((await sender.get('/people/loyalty:L-1')).error).toContain('Nobody')
  expect((await sender.get('/people')).people).toHaveLength(1)
})

test('as the tracker sends it', async () => {
  const says = (type: Event['type'], n: number, more: Partial<Event>): Event => ({
    id: `e${n}`, type, time: Date.UTC(2026, 0, 1, 12, n), stream: 's', n, channel: 'website',
    identity: { anonymousId: 'v1', sessionId: 's1', userId: 'alice' },
    context: { page: { url: 'https://shop.example/', path: '/', title: '', referrer: '' }, library: { name: 'throughline', version: '0' } },
    ...more,
  }) as Event
  const format = segment({ url: collector.url, writeKey: 'shop-web' })
  const card = { name: 'loyalty', properties: { value: 'L-1' } }
  const events = [says('identify', 0, {}), says('link', 1, card), says('unlink', 2, card)]
  await sender.post(format.encode(events.slice(0, 2), Date.UTC(2026, 0, 1, 13)).body)
  expect(await identifiersOf('alice')).toContain('loyalty:L-1')
  await sender.post(format.encode(events, Date.UTC(2026, 0, 1, 13)).body)
  expect(await identifiersOf('alice')).not.toContain('loyalty:L-1')
  expect((await collector.stored()).at(-1)).toMatchObject({ type: 'unlink', name: 'loyalty', properties: { namespace: 'loyalty', value: 'L-1' } })
})

test('whoever links it again later has it again, and nobody else loses it', async () => {
  const mine = { anonymousId: 'laptop', userId: 'alice' }
  await sender.send([...story(), link('loyalty', 'L-1', { ...mine, ...day(5) })])
  expect(await identifiersOf('alice')).toContain('loyalty:L-1')
  await sender.send([unlink('loyalty', 'L-1', { anonymousId: 'v9', userId: 'bob', ...day(6) })])
  expect(await identifiersOf('alice')).toContain('loyalty:L-1')
})

test('can be undone, and is what it was without', async () => {
  await sender.send([...story().slice(0, 4), unlink('loyalty', 'L-1', { messageId: 'off', userId: 'alice', ...day(4) })])
  expect(await identifiersOf('alice')).not.toContain('loyalty:L-1')
  expect((await sender.decide('/unlinks', { link: 'off' })).status).toBe(200)
  expect(await identifiersOf('alice')).toContain('loyalty:L-1')
})

test('an unlink of what cannot be linked, and an event of that name of the site itself, change nothing', async () => {
  await sender.send([
    ...story().slice(0, 4),
    unlink('user', 'alice', day(5)), unlink('loyalty', 'null', day(5)), unlink('', 'L-1', day(5)),
    item({ event: 'Identifier Unlinked', properties: { namespace: 'loyalty', value: 'L-1' }, userId: 'alice', ...day(5) }),
  ])
  expect(await identifiersOf('alice')).toHaveLength(4)
})
