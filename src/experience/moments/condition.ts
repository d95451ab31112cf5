// Conditions as data, and whether they hold: over the profile, the page's context, and what happened.
// Pure: the same JSON is judged in a page, in a test and on a server.

import type { Json } from '../../types.js'
import type { Interaction } from '../interaction.js'

/** What must hold. An empty `all` always does. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | PathCondition
  | EventCondition

/** A value by its path: `traits.plan`, `facts.orders`, `scores.churn`, `context.path`, `stage`, `observed`. Every comparison that is given must hold. */
export type PathCondition = {
  readonly path: string
  readonly is?: Json
  readonly isNot?: Json
  readonly in?: readonly Json[]
  readonly atLeast?: number
  readonly atMost?: number
  /** Text that has this in it, or a list that has it as an entry. */
  readonly contains?: string | number
  readonly startsWith?: string
  readonly exists?: boolean
}

/** How often something happened; at least once if nothing else is said. Several names are any of them, unless `inOrder`. */
export type EventCondition = {
  readonly event: string | readonly string[]
  readonly withinMs?: number
  /** Only in the present session. */
  readonly inSession?: boolean
  readonly atLeast?: number
  readonly atMost?: number
  /** Of the event's properties: the paths begin there. */
  readonly where?: readonly PathCondition[]
  /** Each of the names, one after the other. */
  readonly inOrder?: boolean
}

/** What conditions are judged by. */
export type Facts = {
  readonly now: number
  /** What paths lead into. */
  readonly values: { readonly [name: string]: unknown }
  /** What happened, oldest first, by name. */
  readonly history: ReadonlyMap<string, readonly Interaction[]>
  /** The same of the present session alone. */
  readonly visit: ReadonlyMap<string, readonly Interaction[]>
}

/** The history as {@link Facts} has it. */
export function byName(interactions: readonly Interaction[]): Map<string, Interaction[]> {
  const history = new Map<string, Interaction[]>()
  for (const each of interactions) {
    const those = history.get(each.name)
    if (those) those.push(each)
    else history.set(each.name, [each])
  }
  return history
}

/** Whether the condition holds. One that cannot be read does not. */
export function holds(condition: Condition, facts: Facts): boolean {
  if ('all' in condition) return condition.all.every((each) => holds(each, facts))
  if ('any' in condition) return condition.any.some((each) => holds(each, facts))
  if ('not' in condition) return !holds(condition.not, facts)
  if ('event' in condition) return hasHappened(condition, facts)
  return 'path' in condition && compares(condition, facts.values)
}

function compares({ path, is, isNot, in: list, atLeast, atMost, contains, startsWith, exists }: PathCondition, values: unknown): boolean {
  let value = values
  for (let from = 0, to = 0; to >= 0; from = to + 1) {
    to = path.indexOf('.', from)
    const part = path.slice(from, to < 0 ? undefined : to)
    value = typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? (value as { [part: string]: unknown })[part] : undefined
  }
  return (
    (is === undefined || value === is) &&
    (isNot === undefined || value !== isNot) &&
    (!list || list.includes(value as Json)) &&
    (atLeast === undefined || (typeof value === 'number' && value >= atLeast)) &&
    (atMost === undefined || (typeof value === 'number' && value <= atMost)) &&
    (contains === undefined || (Array.isArray(value) ? value.includes(contains) : typeof value === 'string' && value.includes(`${contains}`))) &&
    (startsWith === undefined || (typeof value === 'string' && value.startsWith(startsWith))) &&
    (exists === undefined || exists === (value !== undefined && value !== null))
  )
}

function hasHappened({ event, withinMs, inSession, atLeast, atMost, where = [], inOrder }: EventCondition, { now, visit, history }: Facts): boolean {
  const from = withinMs === undefined ? -Infinity : now - withinMs
  const among = inSession ? visit : history
  const fits = ({ time, properties }: Interaction): boolean => time >= from && where.every((each) => compares(each, properties))
  const names = typeof event === 'string' ? [event] : event
  if (inOrder) {
    let after = -Infinity
    return names.every((name) => {
      const next = among.get(name)?.find((each) => fits(each) && each.time >= after)
      if (next) after = next.time
      return !!next
    })
  }
  const least = atLeast ?? (atMost === undefined ? 1 : 0)
  let count = 0
  for (const name of names) {
    const those = among.get(name) ?? []
    // From the latest on, and no further than it takes: most of a long history is never looked at.
    for (let i = those.length - 1; i >= 0; i--) {
      if (those[i]!.time < from) break
      if (!fits(those[i]!)) continue
      count++
      if (atMost === undefined ? count >= least : count > atMost) return atMost === undefined
    }
  }
  return count >= least
}
