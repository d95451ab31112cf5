// What must go when the outbox is over its bounds: first what is too old, then the oldest of the least important kind.
// Pure: looks at all records and answers with what to write instead.

import type { Entry, Key } from '../store/store.js'
import type { Event, Options } from '../types.js'

const defaults = { maxBytes: 10_000_000, maxEvents: 20_000, maxAgeMs: 30 * 86_400_000 }

/** After an eviction there is room for a while, so that not every event causes the next. */
const fillTo = 0.9

/** Too old goes first. Identity and orders say what nothing else can say again; a captured click is one of many. */
const importance = ({ type, name, properties, time }: Event, oldest: number): number =>
  time < oldest ? 0 : type === 'page' || name === 'Element Clicked' ? 1 : type !== 'track' || properties?.order_id ? 3 : 2

/** Decides what stays of these records, all of the outbox: what to write instead, and the events that this loses. */
export function retain(
  records: readonly Entry[],
  bounds: Options['outbox'],
  now: number,
): { readonly entries: Entry[]; readonly expired: string[]; readonly evicted: string[] } {
  const { maxBytes, maxEvents, maxAgeMs } = { ...defaults, ...bounds }
  const oldest = now - maxAgeMs
  const expired: string[] = []
  const evicted: string[] = []
  // Each event ends like this, and nothing that a caller says can: its quotes would be escaped.
  const text = records.map(([, value]) => value).join('')
  let bytes = text.length
  let events = text.split('","n":').length
  const isOver = bytes > maxBytes || events > maxEvents
  const left = new Map<Key, Event[]>()
  // A stream's id is a UUIDv7: its first 48 bits are the time at which the page began.
  if (isOver || records.some(([[, stream]]) => Number.parseInt(`${stream}`.replace('-', ''), 16) < oldest)) {
    const items = records.flatMap(([key, value]) => readEvents(value).map((event) => ({ key, event, rank: importance(event, oldest) })))
    for (const { key, event, rank } of items.sort((a, b) => a.rank - b.rank || a.event.time - b.event.time)) {
      if (!rank || (isOver && (bytes > maxBytes * fillTo || events > maxEvents * fillTo))) {
        left.set(key, left.get(key) ?? items.filter((item) => item.key === key).map((item) => item.event))
        left.set(key, (left.get(key) as Event[]).filter((other) => other !== event))
        ;(rank ? evicted : expired).push(event.id)
        bytes -= JSON.stringify(event).length
        events--
      }
    }
  }
  const entries = [...left].map(([key, kept]): Entry => [key, kept.length ? JSON.stringify(kept.sort((a, b) => a.n - b.n)) : undefined])
  return { entries, expired, evicted }
}

/** The events of a record; none if it is damaged. */
export function readEvents(value: unknown): Event[] {
  try {
    return JSON.parse(value as string) as Event[]
  } catch {
    return []
  }
}
