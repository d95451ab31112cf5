// Answers as JSON, and what they have in common.
// Pure. Whatever comes is data: it may be anything, and nothing here throws.

import type { BatchVerdict, CollectorResponse, Event } from '../types.js'

/** Anything that came as JSON. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Answer = any

/** For formats whose answers say no more than their status does. A page of HTML with status 200 is a proxy's login, not a collector. */
export const byStatus = ({ status, body }: CollectorResponse): BatchVerdict | undefined =>
  status < 300 && /^\s*</.test(body) ? { batch: 'retry' } : undefined

/** For the others: `read` gets what was answered as JSON. Where it says nothing, the status decides. */
export function readAnswer(response: CollectorResponse, read: (answer: Answer) => BatchVerdict | undefined): BatchVerdict | undefined {
  try {
    return byStatus(response) ?? read(JSON.parse(response.body))
  } catch {
    // Many answer with nothing, or with a plain `ok`; others with anything.
    return
  }
}

/** The verdict where some events are refused for good and all others are taken. */
export const without = (refused: readonly Event[], reason: string): BatchVerdict => ({
  batch: 'accepted',
  events: Object.fromEntries(refused.map(({ id }) => [id, 'rejected'])),
  reason,
})

/**
 * Where a system says how many it has refused and not which: all of them are held to be, because to offer them again
 * would count the others twice, and to say nothing would lose one.
 */
export const someOf = (system: string, count: number, events: readonly Event[], reason: string): BatchVerdict =>
  without(events, `${system} has refused ${count} of these ${events.length} and does not say which: ${reason}`)
