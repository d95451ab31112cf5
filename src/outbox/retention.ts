// What must go when the outbox is over its bounds: first what is too old, then the oldest of the least important kind.
// Pure: looks at all records and answers with what to write instead.

import type { Entry } from '../store/store.js'
import type { Event, Options } from '../types.js'

const defaults = { maxBytes: 10_000_000, maxEvents: 20_000, maxAgeMs: 30 * 86_400_000 }

/** No event has less. */
const minEventBytes = 150

/** After an eviction there is room for a while, so that not every event causes the next. */
const fillTo = 0.9

/** Too old goes first. Identity and orders say what nothing else can say again; a page or a captured click is one of many. */
const importance = ({ type, name, properties, time }: Event, oldest: number): number =>
  time < oldest ? 0 : type === 'page' || name === 'Element Clicked' ? 1 : type !== 'track' || properties?.order_id ? 3 : 2

/** Decides what stays of these records, all of the outbox: what to write instead, and the events that this loses. */
export function retain(
  records: readonly Entry[],
  bounds: Options['outbox'],
  now: number,
): { readonly entries: Entry[]; readonly expired: Event[]; readonly evicted: Event[] } {
  const { maxBytes, maxEvents, maxAgeMs } = { ...defaults, ...bounds }
  const oldest = now - maxAgeMs
  const expired: Event[] = []
  const evicted: Event[] = []
  let bytes = records.reduce((sum, [, value]) => sum + `${value as string}`.length, 0)
  // So many events need so many bytes at least: only then it is worth a closer look.
  const mayBeOver = bytes > Math.min(maxBytes, maxEvents * minEventBytes)
  // A stream's id is a UUIDv7: its first 32 bits are the time at which the page began, in units of 65 s.
  const isOld = records.some(([[, stream]]) => Number.parseInt(stream as string, 16) * 65_536 < oldest)
  const all = mayBeOver || isOld ? records.map(([key, value]) => ({ key, events: readEvents(value) })) : []
  const items = all.flatMap((record) => record.events)
  let events = items.length
  const isOver = bytes > maxBytes || events > maxEvents
  const gone = new Set<Event>()
  const rank = (event: Event): number => importance(event, oldest)
  for (const event of items.sort((a, b) => rank(a) - rank(b) || a.time - b.time)) {
    const isExpired = !rank(event)
    if (!isExpired && !(isOver && (bytes > maxBytes * fillTo || events > maxEvents * fillTo))) break
    gone.add(event)
    ;(isExpired ? expired : evicted).push(event)
    bytes -= JSON.stringify(event).length
    events--
  }
  const isLeft = (event: Event): boolean => !gone.has(event)
  const changed = all.filter((record) => !record.events.every(isLeft))
  return { entries: changed.map(({ key, events: those }): Entry => [key, writeEvents(those.filter(isLeft))]), expired, evicted }
}

/** A record of these events; `undefined` for none. Event by event, because some sites' scripts patch arrays with a `toJSON`. */
export const writeEvents = (events: readonly Event[]): string | undefined =>
  events.length ? `[${events.map((event) => JSON.stringify(event))}]` : undefined

/** The events of a record; none if it is damaged. */
export function readEvents(value: unknown): Event[] {
  try {
    const events: unknown = JSON.parse(value as string)
    return Array.isArray(events) ? (events as Event[]).filter((event) => typeof event?.id === 'string') : []
  } catch {
    return []
  }
}
