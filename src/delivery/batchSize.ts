// How many events go at once.
// Pure.

import type { Item } from '../outbox/records.js'

/** One event at least: what is too large alone must be heard from the collector. */
export function batchSize(items: readonly Item[], maxEvents: number, maxBytes: number): number {
  let length = 0
  const end = items.findIndex(({ record }, i) => (i >= maxEvents || (length += record.eventLength) > maxBytes) && i > 0)
  return end < 0 ? items.length : end
}
