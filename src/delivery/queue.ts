// What waits on disk, as events with the record that each is part of.
// Turns records into events to send, and what became of them into entries to write; decides nothing.

import type { Entry, Key } from '../store/store.js'
import type { Event } from '../types.js'

/** An event and the record it came from. */
export type Waiting = { readonly event: Event; readonly record: QueuedRecord }

/** A record of the outbox; its events leave one by one, the record with the last. */
export type QueuedRecord = {
  readonly key: Key
  readonly left: Set<Event>
  /** Characters of one event, on average: near enough to fill a request, and costs nothing. */
  readonly eventLength: number
}

/** Reads records. A damaged one is answered with an entry that deletes it: it would stand in the way for ever. */
export function readQueue(entries: readonly Entry[]): { readonly waiting: Waiting[]; readonly damaged: Entry[] } {
  const waiting: Waiting[] = []
  const damaged: Entry[] = []
  for (const [key, value] of entries) {
    try {
      const events = JSON.parse(value as string) as Event[]
      const record = { key, left: new Set(events), eventLength: (value as string).length / events.length }
      for (const event of record.left) waiting.push({ event, record })
    } catch {
      damaged.push([key, undefined])
    }
  }
  return { waiting, damaged }
}

/** Takes events out of their records: the entries to write. */
export function takeOut(items: readonly Waiting[]): Entry[] {
  const records = new Set<QueuedRecord>()
  for (const { event, record } of items) {
    record.left.delete(event)
    records.add(record)
  }
  return [...records].map(({ key, left }): Entry => [key, left.size ? JSON.stringify([...left]) : undefined])
}

/** The first events that fit into one request. At least one: what is too large alone must be heard from the collector. */
export function nextBatch(waiting: readonly Waiting[], maxEvents: number, maxBytes: number): Waiting[] {
  let length = 0
  const end = waiting.findIndex(({ record }, i) => i >= maxEvents || ((length += record.eventLength) > maxBytes && i > 0))
  return waiting.slice(0, end < 0 ? waiting.length : end)
}
