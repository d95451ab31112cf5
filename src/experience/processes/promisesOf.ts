// Promises as they stand: what was said to the customer, by when, and whether it was kept.
// Pure; the same in a browser and on a server.

import type { Interaction } from '../interaction.js'

/** One promise to one customer. */
export type PromiseState = {
  readonly id: string
  readonly what: string
  /** Epoch ms. */
  readonly by: number
  readonly madeAt: number
  readonly status: 'open' | 'kept' | 'missed'
  /** When it was kept, too late as well. */
  readonly keptAt?: number
  /** By how much it was late, until now if it still is. */
  readonly lateMs: number
  readonly orderId?: string
}

/** All promises in a history, in the order in which they were made. */
export function promisesOf(interactions: readonly Interaction[], now: number): PromiseState[] {
  return interactions.filter(({ name }) => name === 'Promise Made').flatMap((made): PromiseState[] => {
    const { promise, what, by, kept_by: keptBy, order_id: orderId } = made.properties ?? {}
    if (typeof promise !== 'string' || typeof by !== 'number') return []
    const isEnd = ({ name, time, properties }: Interaction): boolean =>
      (/^Promise (Kept|Missed)$/.test(name) && properties?.['promise'] === promise) ||
      (name === keptBy && time >= made.time && (!orderId || properties?.['order_id'] === orderId))
    const ends = interactions.filter(isEnd)
    const kept = ends.find(({ name }) => name !== 'Promise Missed')
    const isMissed = kept ? kept.time > by : now > by || ends.length > 0
    const lateMs = Math.max(0, (kept?.time ?? now) - by)
    return [{
      id: promise,
      what: `${what as string}`,
      by,
      madeAt: made.time,
      status: isMissed ? 'missed' : kept ? 'kept' : 'open',
      ...(kept && { keptAt: kept.time }),
      lateMs: isMissed ? lateMs : 0,
      ...(orderId !== undefined && { orderId: `${orderId as string}` }),
    }]
  })
}
