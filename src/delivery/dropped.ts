// What the site is told of events that will never be delivered.
// Pure.

import type { DropReason, Event, TrackerEvents } from '../types.js'

/** The word on these events. */
export const dropped = (reason: DropReason, events: readonly Event[]): TrackerEvents['dropped'] => ({
  reason,
  count: events.length,
  ids: events.map(({ id }) => id),
})
