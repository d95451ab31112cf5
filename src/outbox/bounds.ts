// Holds the outbox to its bounds: looks cheaply whether it is over, and only then reads everything.
// What goes is decided in retention.ts.

import type { Entry, Key, Store } from '../store/store.js'
import type { DropReason } from '../types.js'
import { type Bounds, retain } from './retention.js'

/** Small enough that no step of it is felt. */
const recordsPerStep = 200
const everything = 100_000

/** Deletes what is over the bounds; `dropped` hears of every event. */
export async function enforceBounds(
  store: Store,
  bounds: Bounds,
  now: number,
  dropped: (reason: DropReason, ids: readonly string[]) => void,
): Promise<void> {
  if (!(await isOver(store, bounds, now))) return
  const { entries, expired, evicted } = retain(await store.list('event', everything), bounds, now)
  await store.write(entries)
  if (expired.length) dropped('expired', expired.map((event) => event.id))
  if (evicted.length) dropped('evicted', evicted.map((event) => event.id))
}

async function isOver(store: Store, { maxBytes, maxEvents, maxAgeMs }: Bounds, now: number): Promise<boolean> {
  let bytes = 0
  let events = 0
  let after: Key | undefined
  for (;;) {
    const records: Entry[] = await store.list('event', recordsPerStep, after)
    for (const [key, value] of records) {
      const text = String(value)
      bytes += text.length
      events += text.split('","n":').length - 1
      if (bytes > maxBytes || events > maxEvents || now - streamStart(key) > maxAgeMs) return true
    }
    after = records[recordsPerStep - 1]?.[0]
    if (!after) return false
  }
}

/** A stream's id is a UUIDv7: its first 48 bits are the time at which the page began. */
const streamStart = (key: Key): number => Number.parseInt(String(key[1]).replace('-', '').slice(0, 12), 16)
