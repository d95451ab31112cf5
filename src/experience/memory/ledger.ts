// The list of a person's interactions: in the order of their times, each once, and bounded.
// Pure: what to keep, not where.

import type { Interaction } from '../interaction.js'

/** How much is kept. */
export type Bounds = { readonly maxInteractions: number; readonly maxAgeMs: number }

/** What there are many of, and what says the least once it is old. */
const small = /^(page|Element Clicked|Stage Changed|Moment Suppressed)$/

/** What is one thing however often it is told: the same event, or the same order placed or cancelled. */
export function keyOf({ id, name, properties }: Interaction): string {
  const order = properties?.['order_id']
  return order && /^Order (Completed|Cancelled)$/.test(name) ? `${name} ${order as string}` : id
}

/**
 * Adds interactions to a list, which stays as it is: sorted, each once; `news` are those that were not there. Of two that are
 * one, the first told keeps its id and time, and what the other knows besides is added to it.
 */
export function addTo(list: readonly Interaction[], more: readonly Interaction[]): { list: readonly Interaction[]; news: readonly Interaction[] } {
  const byKey = new Map(list.map((each) => [keyOf(each), each]))
  const news: Interaction[] = []
  let isSorted = true
  let lastTime = list.at(-1)?.time ?? 0
  for (const each of more) {
    const key = keyOf(each)
    const first = byKey.get(key)
    if (!first) news.push(each)
    isSorted &&= each.time >= lastTime
    lastTime = each.time
    byKey.set(key, first ? { ...each, ...first, properties: { ...each.properties, ...first.properties } } : each)
  }
  const next = [...byKey.values()]
  return { list: isSorted ? next : next.sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1)), news }
}

/** What has to go, so that the list is within its bounds: what is too old, then page views and clicks, then the oldest. */
export function surplusOf(list: readonly Interaction[], { maxInteractions, maxAgeMs }: Bounds, now: number): readonly Interaction[] {
  const old = list.filter(({ time }) => time < now - maxAgeMs)
  const rest = list.slice(old.length)
  const over = rest.length - maxInteractions
  if (over <= 0) return old
  return [...old, ...[...rest].sort((a, b) => +small.test(b.name) - +small.test(a.name)).slice(0, over)]
}
