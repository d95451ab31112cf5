// Whether this is a moment to be spoken to: not while typing, not at the checkout, not right after trouble.
// Listens passively, and reads that somebody types, never what.

import type { Interaction } from '../interaction.js'

/** Options of {@link createReceptivity}, all in ms. */
export type ReceptivityOptions = {
  /** So long after the last key in a field somebody still types. Default 5,000. */
  readonly typingMs?: number
  /** So long after trouble nobody wants to be spoken to. Default 60,000. */
  readonly frustrationMs?: number
  /** A checkout that was begun longer ago has been given up. Default 30 minutes. */
  readonly checkoutMs?: number
}

/** What {@link createReceptivity} returns. */
export type Receptivity = {
  /** Why not now; nothing, if it is a good moment. */
  whyNot(history: ReadonlyMap<string, readonly Interaction[]>, now: number): 'hidden' | 'typing' | 'checkout' | 'frustration' | undefined
  stop(): void
}

const troubles: readonly string[] = ['Rage Click', 'Dead Click', 'Error Click', 'Error Occurred', 'Payment Failed', 'Form Abandoned']

/** Creates it; without a page everything is a good moment, but for what history says. */
export function createReceptivity({ typingMs = 5000, frustrationMs = 60_000, checkoutMs = 1_800_000 }: ReceptivityOptions = {}): Receptivity {
  let typedAt = -Infinity
  const page = typeof document === 'undefined' ? undefined : document
  const typed = (): void => void (typedAt = Date.now())
  page?.addEventListener('input', typed, { capture: true, passive: true })
  return {
    whyNot(history, now) {
      const last = (name: string): number => history.get(name)?.at(-1)?.time ?? -Infinity
      if (page?.hidden) return 'hidden'
      if (now - typedAt < typingMs) return 'typing'
      const startedAt = last('Checkout Started')
      if (now - startedAt < checkoutMs && last('Order Completed') < startedAt) return 'checkout'
      return troubles.some((name) => now - last(name) < frustrationMs) ? 'frustration' : undefined
    },
    stop: () => page?.removeEventListener('input', typed, { capture: true }),
  }
}
