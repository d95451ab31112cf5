// What waits in the outbox, as a flush goes through it: event by event, each knowing its record.
// Pure.

import { readEvents } from '../outbox/retention.js'
import type { Entry, Key } from '../store/store.js'
import type { Event } from '../types.js'

/** A record, and what of it is still to be delivered; `eventLength` is the mean, and no number if it is damaged. */
export type Waiting = { readonly key: Key; events: Event[]; readonly eventLength: number }
/** One event, and where it is. */
export type Item = { readonly event: Event; readonly record: Waiting }

/** Reads a record; leaves out what is done. */
export function readWaiting([key, text]: Entry, isDone: (name: string) => boolean): Waiting {
  const events = readEvents(text)
  return { key, events: events.filter(({ id }) => !isDone(id) && !isDone(`${key}`)), eventLength: `${text as string}`.length / events.length }
}

/** One event at least: what is too large alone must be heard from the collector. */
export function batchSize(items: readonly Item[], maxEvents: number, maxBytes: number): number {
  let length = 0
  const end = items.findIndex(({ record }, i) => (i >= maxEvents || (length += record.eventLength) > maxBytes) && i > 0)
  return end < 0 ? items.length : end
}
