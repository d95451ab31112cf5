// Answers among interactions, and what they come to by metric and scale.
// Pure; the same in a browser, of one person, and on a server, of all.

import type { Interaction } from '../interaction.js'
import { type Metric, type MetricScore, metrics, metricScore, type Scale } from './metrics.js'

/** What was said, by metric, scale, scope and respondent. */
export type StatedScore = MetricScore & { readonly scope: string; readonly respondent: string }

/** Whether this is an answer to a survey with a number in it. */
export const isAnswer = ({ name, properties }: Interaction): boolean => name === 'Survey Answered' && typeof properties?.['value'] === 'number'

/** The scores of the answers in a history. What was asked on another scale, or of somebody else, is a score of its own. */
export function statedOf(history: readonly Interaction[]): StatedScore[] {
  const groups = new Map<string, { metric: Metric; scale: Scale; scope: string; respondent: string; values: number[] }>()
  for (const { properties = {} } of history.filter(isAnswer)) {
    const { metric: said, scale, scope = '', respondent = 'customer', value } = properties as { readonly [name: string]: unknown }
    const metric = Object.hasOwn(metrics, `${said as string}`) ? (said as Metric) : 'free'
    const { min, max, direction } = { ...metrics[metric].scale, ...(scale as Scale | undefined) }
    // What came over the wire can be anything.
    if (![min, max, value].every(Number.isFinite) || max <= min || max - min > 100) continue
    const key = JSON.stringify([metric, min, max, direction, scope, respondent])
    const group = groups.get(key) ?? { metric, scale: { min, max, direction }, scope: `${scope as string}`, respondent: `${respondent as string}`, values: [] }
    group.values.push(value as number)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ values, ...of }) => ({ ...of, ...metricScore(of.metric, values, of.scale) }))
}
