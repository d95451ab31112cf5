// The persons of a component in which rules may break: its links, one after the other in their order, greedily.
// Pure; the only place where a link is refused.

import { attachedRows } from './attachedRows.js'
import type { BrokenRule } from './graphTypes.js'
import type { LinkRows } from './linkRows.js'
import type { Settings } from './readRules.js'

/** A refused row; of a namespace with too many values which one, and when the ones too many were first seen. */
export type Refusal = {
  readonly row: number
  readonly rule: Exclude<BrokenRule, 'junk'>
  readonly namespace?: string
  readonly from?: number
  readonly to?: number
}

/** What {@link settle} answers. */
export type Settled = {
  /** The identifiers of each person. */
  readonly persons: readonly (readonly number[])[]
  /** The identifiers of the person of this one; undefined if no link names it. */
  personOf(node: number): readonly number[] | undefined
  /** The rows of links that no detach takes out, in order. */
  readonly attached: readonly number[]
  /** In the order of the links; also those whose ends came together later. */
  readonly refusals: readonly Refusal[]
  /** The rows that brought two persons together, in order. */
  readonly joined: readonly number[]
  /** When an identifier was first named. */
  since(node: number): number
}

type Group = { nodes: number[]; counts: number[]; merges: number }

/** `ordered` are all rows of the component that count, in order. */
export function settle(
  ordered: readonly number[],
  rows: LinkRows,
  namespaceOf: (node: number) => string,
  settings: Settings,
): Settled {
  const { counted, maxIdentifiers, maxMerges, handoffMs } = settings
  const attached = attachedRows(ordered, rows, (some) => settle(some, rows, namespaceOf, settings).personOf)
  // Of all its rows, refused ones too: what was first said of an identifier does not depend on who gets it.
  const sinces = new Map<number, number>()
  for (const row of attached) {
    const time = rows.time(row)
    for (const node of [rows.a(row), rows.b(row)]) sinces.set(node, Math.min(time, sinces.get(node) ?? Infinity))
  }
  const since = (node: number): number => sinces.get(node)!
  const groups = new Map<number, Group>()
  for (const node of sinces.keys()) {
    const namespace = namespaceOf(node)
    groups.set(node, { nodes: [node], counts: counted.map((each) => (each.namespace === namespace ? 1 : 0)), merges: 0 })
  }

  /** The first stretch of time in which more of them were first seen than the limit allows. */
  const stretchOver = (all: readonly number[], max: number, windowMs: number): { from: number; to: number } | undefined => {
    const times = all.map(since).sort((x, y) => x - y)
    for (let i = max; i < times.length; i++) {
      const [from, to] = [times[i - max]!, times[i]!]
      if (to - from < windowMs || windowMs === Infinity) return { from, to }
    }
    return undefined
  }
  const isExpired = (row: number): boolean =>
    [rows.a(row), rows.b(row)].some((node) => namespaceOf(node) === 'handoff' && rows.time(row) > since(node) + handoffMs)

  const breach = (row: number, a: Group, b: Group): Refusal | undefined => {
    if (isExpired(row)) return { row, rule: 'handoff' }
    const isMerge = rows.isMerge(row)
    for (const [k, { namespace, max, windowMs, isUnique }] of counted.entries()) {
      if (isUnique && a.counts[k]! > 0 && b.counts[k]! > 0 && !(isMerge && rows.isVerified(row))) {
        const [isA, isB] = [rows.a(row), rows.b(row)].map((node) => namespaceOf(node) === namespace)
        return { row, namespace, rule: isMerge ? 'unverifiedMerge' : isA !== isB ? 'firstOwner' : 'unique' }
      }
      if (isUnique || a.counts[k]! + b.counts[k]! <= max) continue
      const own = [...a.nodes, ...b.nodes].filter((node) => namespaceOf(node) === namespace)
      const stretch = stretchOver(own, max, windowMs)
      if (stretch) return { row, rule: 'limit', namespace, ...stretch }
    }
    if (a.nodes.length + b.nodes.length > maxIdentifiers) return { row, rule: 'identifiers' }
    return a.merges + b.merges + (isMerge ? 1 : 0) > maxMerges ? { row, rule: 'merges' } : undefined
  }

  const refusals: Refusal[] = []
  const joined: number[] = []
  for (const row of attached) {
    const [a, b] = [groups.get(rows.a(row))!, groups.get(rows.b(row))!]
    if (a === b) continue
    const refusal = breach(row, a, b)
    if (refusal) {
      refusals.push(refusal)
      continue
    }
    joined.push(row)
    const [into, from] = a.nodes.length < b.nodes.length ? [b, a] : [a, b]
    for (const node of from.nodes) {
      into.nodes.push(node)
      groups.set(node, into)
    }
    into.counts.forEach((count, k) => (into.counts[k] = count + from.counts[k]!))
    into.merges += from.merges + (rows.isMerge(row) ? 1 : 0)
  }
  return {
    persons: [...new Set(groups.values())].map(({ nodes }) => nodes),
    personOf: (node) => groups.get(node)?.nodes,
    attached,
    refusals,
    joined,
    since,
  }
}
