// What is known of a stream besides its events, kept until a collector has it: here, which of them are lost.
// Pure. The other half, how long a stream is, is written by the outbox when its page is hidden.

import type { Entry } from '../store/store.js'
import type { DropReason, Event, LedgerEntry } from '../types.js'

/** Says that these events are lost: one record per stream, under a key of its own, so that none is ever changed. */
export function writeLosses(reason: DropReason, events: readonly Event[]): Entry[] {
  const losses: { [stream: string]: [from: number, to?: number][] } = {}
  for (const { stream, n } of events) {
    const runs = (losses[stream] ??= [])
    const last = runs.at(-1)
    if (last?.at(-1) === n - 1) last[1] = n
    else runs.push([n])
  }
  return Object.entries(losses).map(([stream, lost]) => [['ledger', stream, `${lost[0]}`], { stream, reason, lost }])
}

/** The entry in a record of this kind. */
export const readEntry = ([, value]: Entry): LedgerEntry => value as LedgerEntry
