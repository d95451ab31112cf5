// The records of the outbox, read event by event and written again without those that are gone.
// Pure.

import type { Entry, Key } from '../store/store.js'
import type { Event } from '../types.js'

/** A record, and what of it still waits; `eventLength` is the mean, and no number if it is damaged. */
export type Waiting = { readonly key: Key; events: Event[]; readonly eventLength: number }
/** One event, and where it is. */
export type Item = { readonly event: Event; readonly record: Waiting }

/** The events of a record; none if it is damaged. */
export function readEvents(value: unknown): Event[] {
  try {
    const events: unknown = JSON.parse(value as string)
    return Array.isArray(events) ? (events as Event[]).filter((event) => typeof event?.id === 'string') : []
  } catch {
    return []
  }
}

/** Reads a record; leaves out what is done. */
export function readWaiting([key, text]: Entry, isDone: (name: string) => boolean = () => false): Waiting {
  const events = readEvents(text)
  return { key, events: isDone(`${key}`) ? [] : events.filter(({ id }) => !isDone(id)), eventLength: `${text as string}`.length / events.length }
}

/** All events of these records, each knowing its own. */
export const itemsOf = (records: readonly Waiting[]): Item[] => records.flatMap((record) => record.events.map((event): Item => ({ event, record })))

/** Only the events. */
export const eventsOf = (items: readonly Item[]): Event[] => items.map(({ event }) => event)

/**
 * Takes the events out of their records: what to write instead. Event by event, because some sites' scripts patch arrays
 * with a `toJSON`.
 */
export function takeOut(items: readonly Item[]): Entry[] {
  const gone = new Set(eventsOf(items))
  return [...new Set(items.map(({ record }) => record))].map((record) => {
    record.events = record.events.filter((event) => !gone.has(event))
    return [record.key, record.events[0] && `[${record.events.map((event) => JSON.stringify(event))}]`]
  })
}
