// The rules of a graph with their defaults.
// Pure; the only code of the graph that throws because of its rules.

import type { Identifier, Rules } from './graphTypes.js'
import { readId } from './readId.js'

/** A namespace of which a person may have only so many. */
export type Counted = {
  readonly namespace: string
  readonly max: number
  readonly windowMs: number
  /** A verified merge may go beyond. */
  readonly isUnique: boolean
}

/** {@link Rules}, complete. */
export type Settings = {
  readonly counted: readonly Counted[]
  readonly maxIdentifiers: number
  readonly maxMerges: number
  readonly handoffMs: number
  /** Whether identifiers can be of this namespace. */
  isNamespace(namespace: string): boolean
  /** The lower, the more telling. */
  rankOf(namespace: string): number
  isJunk(identifier: Identifier): boolean
}

const defaultPriority = ['user', 'email', 'phone', 'loyalty', 'order', 'anonymous']

/** A colon divides namespace and value in the ids of persons. */
const namespacePattern = /^[^:\p{Cc}]{1,64}$/u

export function readRules(rules: Rules): Settings {
  const { unique = ['user'], limits = {}, maxIdentifiers = 1_000, maxMerges = 100, handoffMs = 900_000 } = rules
  const { priority = defaultPriority, isJunk = isNobody } = rules
  const counted = [
    ...unique.map((namespace): Counted => ({ namespace, max: 1, windowMs: Infinity, isUnique: true })),
    ...Object.entries(limits).map(([namespace, { max, windowMs = Infinity }]): Counted => ({ namespace, max, windowMs, isUnique: false })),
  ]
  const atLeastOne = { maxIdentifiers, ...Object.fromEntries(counted.map(({ namespace, max }) => [`limits.${namespace}.max`, max])) }
  for (const [name, max] of Object.entries(atLeastOne)) if (!(max >= 1)) throw new Error(`${name} is ${max}: a person has 1 or more.`)
  const notNegative = { maxMerges, handoffMs, ...Object.fromEntries(counted.map(({ namespace, windowMs }) => [`limits.${namespace}.windowMs`, windowMs])) }
  for (const [name, value] of Object.entries(notNegative)) if (!(value >= 0)) throw new Error(`${name} is ${value}: use 0 or more.`)
  const ranks = new Map(priority.map((namespace, rank) => [namespace, rank]))
  return {
    counted,
    maxIdentifiers,
    maxMerges,
    handoffMs,
    rankOf: (namespace) => ranks.get(namespace) ?? ranks.size,
    isNamespace: (namespace) => namespacePattern.test(namespace),
    isJunk,
  }
}

/** What the page refuses as an id never ties anybody together here either. */
function isNobody({ value }: Identifier): boolean {
  try {
    readId(value)
    return false
  } catch {
    return true
  }
}
