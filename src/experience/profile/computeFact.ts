// One computed fact about a person, from what happened: how often, how much, the first, the last, which, mostly which.
// Pure; facts are data, so that a site's server can send them.

import type { Json } from '../../types.js'
import type { Interaction } from '../interaction.js'

/** What is computed, of which interactions, over how long. */
export type Fact = {
  readonly compute: 'count' | 'sum' | 'first' | 'last' | 'unique' | 'mostFrequent'
  /** The name of the interactions; one or several. Default: all. */
  readonly of?: string | readonly string[]
  /** The property that is added up or listed; without it, times (`first`, `last`) or names. */
  readonly property?: string
  /** Only what happened within so long before now, in ms. */
  readonly withinMs?: number
}

/** Computes the fact; nothing has a `sum` of 0, an empty `unique`, and no `first`. */
export function computeFact({ compute, of, property, withinMs = Infinity }: Fact, interactions: readonly Interaction[], now: number): Json | undefined {
  const names = of === undefined ? undefined : [of].flat()
  const from = now - withinMs
  const values: Json[] = []
  let count = 0
  // A plain loop: rules ask for facts with every decision.
  for (const { name, time, properties } of interactions) {
    if ((names && !names.includes(name)) || time < from || time > now) continue
    count++
    const value = property ? properties?.[property] : compute === 'first' || compute === 'last' ? time : name
    if (value !== undefined) values.push(value)
  }
  if (compute === 'count') return count
  if (compute === 'sum') return values.reduce<number>((sum, value) => sum + (Number(value) || 0), 0)
  if (compute === 'first') return values[0]
  if (compute === 'last') return values.at(-1)
  const counts = new Map<Json, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  if (compute === 'unique') return [...counts.keys()]
  // Of two that are as frequent, the one that came first.
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}
