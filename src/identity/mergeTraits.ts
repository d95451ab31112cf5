// What is known of a person out of what was said of it under each of its identifiers.
// Pure; where one is said twice, order and repetition do not matter.

import type { ConsentState, Json } from '../types.js'

/** Traits as one event states them. */
export type TraitsStatement = {
  /** Of the event; decides between two of the same time. */
  readonly id: string
  /** Epoch ms. */
  readonly time: number
  readonly traits: { readonly [key: string]: Json }
}

/** The traits of one person: for each key what was stated last. */
export function mergeTraits(statements: Iterable<TraitsStatement>): { [key: string]: Json } {
  const newest = new Map<string, { by: TraitsStatement; value: Json }>()
  for (const by of statements) {
    for (const [key, value] of Object.entries(by.traits)) {
      const before = newest.get(key)?.by
      if (!before || before.time < by.time || (before.time === by.time && before.id < by.id)) newest.set(key, { by, value })
    }
  }
  return Object.fromEntries([...newest].sort(([x], [y]) => (x < y ? -1 : 1)).map(([key, { value }]) => [key, value]))
}

const byRestriction: readonly ConsentState[] = ['granted', 'pending', 'denied']

/** The consent of one person, out of that of each of its identifiers: for each purpose the most restrictive. */
export function mergeConsent(
  consents: Iterable<{ readonly [purpose: string]: ConsentState }>,
): { [purpose: string]: ConsentState } {
  const most = new Map<string, number>()
  for (const consent of consents) {
    for (const [purpose, state] of Object.entries(consent)) {
      most.set(purpose, Math.max(byRestriction.indexOf(state), most.get(purpose) ?? 0))
    }
  }
  return Object.fromEntries([...most].sort(([x], [y]) => (x < y ? -1 : 1)).map(([purpose, rank]) => [purpose, byRestriction[rank]!]))
}
