// What must go when the outbox is over its bounds: first what is too old, then the oldest of the least important kind.
// Pure: looks at all records; who takes them out is delivery.

import type { Entry } from '../store/store.js'
import type { Event, Options } from '../types.js'
import { type Item, itemsOf, readWaiting } from './records.js'

const defaults = { maxBytes: 10_000_000, maxEvents: 20_000, maxAgeMs: 30 * 86_400_000 }

/** No event has less. */
const minEventBytes = 150

/** After an eviction there is room for a while, so that not every event causes the next. */
const fillTo = 0.9

/** Too old goes first. Identity and orders say what nothing else can say again; a page or a captured click is one of many. */
const importance = ({ type, name, properties, time }: Event, oldest: number): number =>
  time < oldest ? 0 : type === 'page' || name === 'Element Clicked' ? 1 : type !== 'track' || properties?.order_id ? 3 : 2

/** Decides what of these records, all of the outbox, must go. */
export function retain(records: readonly Entry[], bounds: Options['outbox'], now: number): { readonly expired: Item[]; readonly evicted: Item[] } {
  const { maxBytes, maxEvents, maxAgeMs } = { ...defaults, ...bounds }
  const oldest = now - maxAgeMs
  const expired: Item[] = []
  const evicted: Item[] = []
  let bytes = records.reduce((sum, [, value]) => sum + `${value as string}`.length, 0)
  // So many events need so many bytes at least: only then it is worth a closer look.
  const mayBeOver = bytes > Math.min(maxBytes, maxEvents * minEventBytes)
  // A stream's id is a UUIDv7: its first 32 bits are the time at which the page began, in units of 65 s.
  const isOld = records.some(([[, stream]]) => Number.parseInt(stream as string, 16) * 65_536 < oldest)
  const items = mayBeOver || isOld ? itemsOf(records.map((record) => readWaiting(record))) : []
  let events = items.length
  const share = bytes > maxBytes || events > maxEvents ? fillTo : Infinity
  const rank = ({ event }: Item): number => importance(event, oldest)
  for (const item of items.sort((a, b) => rank(a) - rank(b) || a.event.time - b.event.time)) {
    if (rank(item) && bytes <= maxBytes * share && events <= maxEvents * share) break
    ;(rank(item) ? evicted : expired).push(item)
    bytes -= JSON.stringify(item.event).length
    events--
  }
  return { expired, evicted }
}
