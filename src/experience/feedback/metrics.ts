// The metrics of feedback with their scales, and the score of a list of answers.
// Pure. Each answer brings its scale along; answers on different scales are never counted together.

import { type Estimate, mean, net, proportion } from './interval.js'

/** A scale: where it begins and ends, and which end is good. */
export type Scale = {
  readonly min: number
  readonly max: number
  /** `up`: more is better. */
  readonly direction: 'up' | 'down'
}

/** NPS, CSAT, CES 2.0, OSAT, or a question of the site's own. */
export type Metric = 'nps' | 'csat' | 'ces' | 'osat' | 'free'

/** A score with its interval, in the units in which the metric is told. */
export type MetricScore = Estimate & {
  readonly metric: Metric
  /** Answers. Who saw the question and closed it is not in it. */
  readonly n: number
  /** From -100 to 100, 0 to 100 per cent, or the scale itself. */
  readonly unit: 'net' | 'percent' | 'mean'
  /** How many gave each answer. */
  readonly counts: { readonly [value: string]: number }
  readonly scale: Scale
}

/** The scales that the metrics were published with, and whether they are about one thing or about everything. */
export const metrics: { readonly [M in Metric]: { readonly scale: Scale; readonly scope: 'transaction' | 'relationship' } } = {
  nps: { scale: { min: 0, max: 10, direction: 'up' }, scope: 'relationship' },
  csat: { scale: { min: 1, max: 5, direction: 'up' }, scope: 'transaction' },
  ces: { scale: { min: 1, max: 7, direction: 'up' }, scope: 'transaction' },
  osat: { scale: { min: 1, max: 5, direction: 'up' }, scope: 'relationship' },
  free: { scale: { min: 1, max: 5, direction: 'up' }, scope: 'transaction' },
}

/**
 * The score of answers on one scale. NPS: 9 and 10 less 0 to 6; it is defined from 0 to 10 alone, on any other scale there is only
 * the mean. CSAT and OSAT: the best two of the scale, in per cent; of three or two choices, the best one. CES: the mean, turned round
 * where less is better. A question of the site's own: the mean.
 */
export function metricScore(metric: Metric, answers: readonly number[], scale: Scale = metrics[metric].scale): MetricScore {
  const { min, max, direction } = scale
  const good = answers.filter((each) => each >= min && each <= max).map((each) => (direction === 'up' ? each : min + max - each))
  const n = good.length
  const between = (from: number, to: number): number => good.filter((each) => each >= from && each <= to).length
  const counts: { [value: string]: number } = {}
  for (let value = min; value <= max; value++) counts[value] = good.filter((each) => each === value).length
  const about = { metric, n, counts, scale }
  const times100 = ({ value, low, high }: Estimate): Estimate => ({ value: 100 * value, low: 100 * low, high: 100 * high })
  if (metric === 'nps' && min === 0 && max === 10) return { ...about, unit: 'net', ...times100(net(between(9, 10), between(0, 6), n)) }
  if (metric === 'csat' || metric === 'osat') return { ...about, unit: 'percent', ...times100(proportion(between(max - min > 2 ? max - 1 : max, max), n)) }
  return { ...about, unit: 'mean', ...mean(good, scale) }
}
