// What goes when there is too much: the least important first, then the oldest; nothing vanishes unnamed.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventsOf as events, readEvents, takeOut } from '../../../src/outbox/records.js'
import { retain as choose } from '../../../src/outbox/retention.js'
import type { Entry, Key } from '../../../src/store/store.js'
import type { Event } from '../../../src/types.js'

const now = Date.UTC(2026, 10, 21)
const dayMs = 86_400_000
const idOf = (time: number, n: number): string => {
  const hex = time.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${String(n).padStart(12, '0')}`
}

/** What must go, and what is written without it. */
const retain = (...given: Parameters<typeof choose>) => {
  const { expired, evicted } = choose(...given)
  return { entries: [...takeOut(expired), ...takeOut(evicted)], expired: events(expired), evicted: events(evicted) }
}

type Facts = { type: Event['type']; name?: string; properties?: Event['properties']; ageMs: number }
const importanceOf = ({ type, name, properties }: Pick<Event, 'type' | 'name' | 'properties'>): number =>
  type === 'page' || name === 'Element Clicked' ? 1 : type !== 'track' || properties?.order_id ? 3 : 2

/** Records of one stream that began with its oldest event; each holds as many events as `sizes` says. */
const createRecords = (facts: readonly Facts[], sizes: readonly number[], streamNo = 1): Entry[] => {
  const startedAt = now - Math.max(0, ...facts.map(({ ageMs }) => ageMs))
  const stream = idOf(startedAt, streamNo)
  const events = facts.map(({ ageMs, ...said }, n) => ({
    id: idOf(now - ageMs, streamNo * 10_000 + n),
    ...said,
    time: now - ageMs,
    stream,
    n,
  }))
  const records: Entry[] = []
  for (let at = 0, i = 0; at < events.length; i++) {
    const part = events.slice(at, (at += sizes[i % sizes.length] ?? 1))
    records.push([['event', stream, part[0]?.n as number], `[${part.map((event) => JSON.stringify(event))}]`])
  }
  return records
}
const eventsOf = (records: readonly Entry[]): Event[] => records.flatMap(([, value]) => readEvents(value))
const idsOf = (events: readonly Event[]): string[] => events.map(({ id }) => id)
/** The records once the answer is written. */
const apply = (records: readonly Entry[], entries: readonly Entry[]): Entry[] => {
  const changed = new Map(entries.map(([key, value]) => [`${key}`, value]))
  return records
    .map(([key, value]): Entry => [key, changed.has(`${key}`) ? changed.get(`${key}`) : value])
    .filter(([, value]) => value !== undefined)
}
const length = (records: readonly Entry[]): number =>
  records.reduce((sum, [, value]) => sum + `${value as string}`.length, 0)

const facts = fc.record({
  type: fc.constantFrom<Event['type']>('track', 'page', 'identify', 'link', 'group', 'merge'),
  name: fc.constantFrom('Viewed', 'Element Clicked'),
  properties: fc.constantFrom<NonNullable<Event['properties']>>({}, { order_id: '7' }, { text: 'x'.repeat(50) }),
  ageMs: fc.integer({ min: 0, max: 60 * dayMs }),
})
const outbox = fc
  .array(
    fc.tuple(
      fc.array(facts, { minLength: 1, maxLength: 15 }),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1 }),
    ),
    { maxLength: 4 },
  )
  .map((streams) => streams.flatMap(([all, sizes], i) => createRecords(all, sizes, i)))
const bounds = fc.record({
  maxBytes: fc.integer({ min: 200, max: 20_000 }),
  maxEvents: fc.integer({ min: 1, max: 60 }),
  maxAgeMs: fc.integer({ min: dayMs, max: 70 * dayMs }),
})

test('every event stays, has expired or is evicted: exactly one of the three, and what stays is unchanged', () => {
  fc.assert(
    fc.property(outbox, bounds, (records, limits) => {
      const { entries, expired, evicted } = retain(records, limits, now)
      const before = eventsOf(records)
      const after = eventsOf(apply(records, entries))
      expect([...after, ...expired, ...evicted].map(({ id }) => id).toSorted()).toEqual(
        before.map(({ id }) => id).toSorted(),
      )
      for (const event of after) expect(event).toEqual(before.find(({ id }) => id === event.id))
    }),
    { numRuns: 300 },
  )
})

test('afterwards the bounds hold', () => {
  fc.assert(
    fc.property(outbox, bounds, (records, limits) => {
      const after = apply(records, retain(records, limits, now).entries)
      // A kept record has a pair of brackets and commas of its own.
      expect(length(after)).toBeLessThanOrEqual(limits.maxBytes + 2 * after.length)
      expect(eventsOf(after).length).toBeLessThanOrEqual(limits.maxEvents)
    }),
    { numRuns: 300 },
  )
})

test('nothing too old stays, and nothing younger is called expired', () => {
  fc.assert(
    fc.property(outbox, bounds, (records, limits) => {
      const { entries, expired } = retain(records, limits, now)
      const isOld = ({ time }: Event): boolean => time < now - limits.maxAgeMs
      expect(eventsOf(apply(records, entries)).filter(isOld)).toEqual([])
      expect(eventsOf(records).filter((event) => idsOf(expired).includes(event.id) && !isOld(event))).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('what is evicted is never more important than what stays, and of the same importance the older', () => {
  fc.assert(
    fc.property(outbox, bounds, (records, limits) => {
      const { entries, evicted } = retain(records, limits, now)
      const after = eventsOf(apply(records, entries))
      for (const gone of eventsOf(records).filter(({ id }) => idsOf(evicted).includes(id))) {
        for (const kept of after) {
          const difference = importanceOf(gone) - importanceOf(kept)
          expect(difference < 0 || (difference === 0 && gone.time <= kept.time)).toBe(true)
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('a rewritten record keeps its key and the order of its events', () => {
  fc.assert(
    fc.property(outbox, bounds, (records, limits) => {
      const keys = records.map(([key]) => `${key}`)
      for (const [key, value] of retain(records, limits, now).entries) {
        expect(keys).toContain(`${key}`)
        const places = readEvents(value ?? '[]').map(({ n }) => n)
        expect(places.toSorted((a, b) => a - b)).toEqual(places)
      }
    }),
  )
})

const track = (count: number, more: Partial<Facts> = {}): Facts[] =>
  Array.from({ length: count }, (_, i) => ({ type: 'track', ageMs: count - i, ...more }))

test('within its bounds nothing changes', () => {
  expect(retain(createRecords(track(50), [7]), undefined, now)).toEqual({ entries: [], expired: [], evicted: [] })
  expect(retain([], undefined, now)).toEqual({ entries: [], expired: [], evicted: [] })
})

test('identity and orders outlast page views, clicks and the rest', () => {
  const records = createRecords(
    [
      ...track(1, { type: 'identify' }),
      ...track(1, { properties: { order_id: '1' } }),
      ...track(10),
      ...track(10, { type: 'page' }),
    ],
    [5],
  )
  const { entries, evicted } = retain(records, { maxEvents: 5 }, now)
  const after = eventsOf(apply(records, entries))
  expect(evicted.length).toBeGreaterThanOrEqual(17)
  expect(after.slice(0, 2).map(({ type, properties }) => [type, properties?.order_id])).toEqual([
    ['identify', undefined],
    ['track', '1'],
  ])
})

test('an eviction makes room for a while', () => {
  const records = createRecords(track(120), [10])
  const after = eventsOf(apply(records, retain(records, { maxEvents: 100 }, now).entries))
  expect(after.length).toBeLessThanOrEqual(90)
  expect(after.length).toBeGreaterThan(80)
})

test('by default an event of 31 days has expired, one of 29 has not', () => {
  const records = createRecords(
    [
      { type: 'track', ageMs: 31 * dayMs },
      { type: 'track', ageMs: 29 * dayMs },
    ],
    [5],
  )
  const { expired, evicted } = retain(records, undefined, now)
  expect([expired.length, evicted.length]).toEqual([1, 0])
})

test('a damaged record loses nothing of the others', () => {
  const key: Key = ['event', idOf(now - 1000, 9), 0]
  const records: Entry[] = [[key, '[{"id":'], ...createRecords(track(3), [1])]
  expect(retain(records, undefined, now)).toEqual({ entries: [], expired: [], evicted: [] })
  expect(retain(records, { maxAgeMs: 0 }, now).expired).toHaveLength(3)
})

test.each([
  ['nothing', undefined],
  ['half of it', '[{"a":1},'],
])('a record with %s has no events', (_, value) => {
  expect(readEvents(value)).toEqual([])
})
