// What must go when the outbox is over its bounds: first what is too old, then the oldest of the least important kind.
// Pure: looks at records and answers with what to write instead.

import type { Event } from '../types.js'
import type { Entry } from '../store/store.js'

/** Bounds of the outbox. */
export type Bounds = { readonly maxBytes: number; readonly maxEvents: number; readonly maxAgeMs: number }

/** What {@link retain} answers. */
export type Retained = {
  readonly entries: readonly Entry[]
  readonly expired: readonly Event[]
  readonly evicted: readonly Event[]
}

/** After an eviction there is room for a while, so that not every event causes the next. */
const fillTo = 0.9

/** Identity and orders say what nothing else can say again; a click is one of many. */
function importance({ type, name, properties }: Event): number {
  if (type !== 'track' && type !== 'page') return 3
  if (properties?.order_id !== undefined || /order|purchase|refund|payment/i.test(name ?? '')) return 3
  if (type === 'page') return 1
  return name === 'Element Clicked' ? 0 : 2
}

/** Decides what stays of these records (all of them, in the order of their keys). Nothing over: no entries. */
export function retain(records: readonly Entry[], bounds: Bounds, now: number): Retained {
  const items = records.flatMap(([key, value]) => readEvents(value).map((event) => ({ key, event, bytes: 0 })))
  let bytes = 0
  for (const item of items) bytes += item.bytes = JSON.stringify(item.event).length
  let count = items.length
  const gone = new Set<Event>()
  const remove = (item: (typeof items)[number], list: Event[]): void => {
    gone.add(item.event)
    list.push(item.event)
    bytes -= item.bytes
    count--
  }
  const expired: Event[] = []
  const evicted: Event[] = []
  for (const item of items) if (now - item.event.time > bounds.maxAgeMs) remove(item, expired)
  if (bytes > bounds.maxBytes || count > bounds.maxEvents) {
    const left = items.filter((item) => !gone.has(item.event))
    left.sort((a, b) => importance(a.event) - importance(b.event) || a.event.time - b.event.time)
    for (const item of left) {
      if (bytes <= bounds.maxBytes * fillTo && count <= bounds.maxEvents * fillTo) break
      remove(item, evicted)
    }
  }
  const touched = new Set(items.filter((item) => gone.has(item.event)).map((item) => item.key))
  const entries = [...touched].map((key): Entry => {
    const stays = items.filter((item) => item.key === key && !gone.has(item.event)).map((item) => item.event)
    return [key, stays.length ? JSON.stringify(stays) : undefined]
  })
  return { entries, expired, evicted }
}

/** The events of a record; nothing if it is damaged. */
export function readEvents(value: unknown): Event[] {
  try {
    const events: unknown = JSON.parse(value as string)
    return Array.isArray(events) ? (events as Event[]) : []
  } catch {
    return []
  }
}
