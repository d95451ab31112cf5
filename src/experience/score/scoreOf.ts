// The experience score: a history -> a number from 0 to 100, and every part that it is the sum of.
// Pure: the formula of version 1, as docs/experience.md has it. Not validated against human judgement.

import type { Interaction } from '../interaction.js'
import { defaultEffects, type Effect, scoreVersion } from './effects.js'

/** What one interaction moved the score by. */
export type Contribution = {
  readonly interaction: Interaction
  /** Points; all of them and 50 are the score. */
  readonly points: number
  readonly effect: Effect
  /** It counts once more as the strongest, or as the last. */
  readonly isPeak: boolean
  readonly isEnd: boolean
}

/** What one place contributed. */
export type TouchpointContribution = { readonly touchpoint: string; readonly points: number; readonly interactions: number }

/** The observed score. */
export type ObservedScore = {
  readonly version: string
  /** 0 to 100; 50 is neutral, and where everybody begins. */
  readonly score: number
  /** How many interactions had an effect, and how many there were. */
  readonly effects: number
  readonly interactions: number
  readonly contributions: readonly Contribution[]
  /** The worst first: what to mend. */
  readonly touchpoints: readonly TouchpointContribution[]
  /** What was seen and is not counted, because the network, the device or somebody else was the cause. */
  readonly notOurs: number
}

/** Options of {@link scoreOf}. */
export type ScoreOptions = {
  /** The table of effects. With another one the version is `custom`. */
  readonly effects?: readonly Effect[]
  /** Only this session, without decay. */
  readonly session?: string
  /** As of when; default: the last interaction. */
  readonly now?: number
}

/** Half of an effect is gone after so long. */
export const halfLifeMs: number = 30 * 86_400_000
/** So many neutral interactions everybody starts with: little evidence moves little. */
export const prior = 10
/** What an interaction without an effect weighs: it went well enough not to be noticed. */
export const quietWeight = 0.1

/** Where an interaction happened, as contributions name it. */
export const touchpointOf = ({ channel, touchpoint }: Interaction): string => (touchpoint ? `${channel}/${touchpoint}` : channel)

/** Computes the score. */
export function scoreOf(history: readonly Interaction[], { effects = defaultEffects, session, now }: ScoreOptions = {}): ObservedScore {
  const interactions = history.filter((each) => session === undefined || each.session === session)
  const asOf = now ?? interactions.at(-1)?.time ?? 0
  const repeats = new Map<string, number>()
  let quiet = 0
  let notOurs = 0
  const found: { interaction: Interaction; effect: Effect; weight: number; value: number; extra: number }[] = []
  for (const interaction of interactions) {
    const { name, time, properties, session: of } = interaction
    const weight = session === undefined ? 2 ** (-Math.max(0, asOf - time) / halfLifeMs) : 1
    const effect = effects.find((each) => each.name === name && (!each.where || properties?.[each.where[0]] === each.where[1]))
    const cause = properties?.['cause']
    if (!effect) quiet += weight * quietWeight
    else if (effect.effect < 0 && typeof cause === 'string' && !cause.startsWith('own')) notOurs++
    else {
      // The same again in one visit is half as much news each time; two purchases in a shop are no one visit.
      const key = `${of} ${effect.words}`
      const repeat = of === undefined ? 0 : (repeats.get(key) ?? 0)
      repeats.set(key, repeat + 1)
      const value = Math.min(1, Math.max(-1, effect.effect)) / 2 ** repeat
      found.push({ interaction, effect, weight, value, extra: 1 })
    }
  }
  const strength = ({ weight, value }: (typeof found)[number]): number => weight * Math.abs(value)
  const peak = found.reduce<(typeof found)[number] | undefined>((best, each) => (best && strength(best) > strength(each) ? best : each), undefined)
  const end = found.at(-1)
  if (peak) peak.extra++
  if (end) end.extra++
  const total = found.reduce((sum, { weight, extra }) => sum + weight * extra, prior + quiet)
  const contributions = found.map((each): Contribution => ({
    interaction: each.interaction,
    effect: each.effect,
    points: (50 * each.weight * each.extra * each.value) / total,
    isPeak: each === peak,
    isEnd: each === end,
  }))
  const places = new Map<string, { points: number; interactions: number }>()
  for (const { interaction, points } of contributions) {
    const key = touchpointOf(interaction)
    const place = places.get(key) ?? { points: 0, interactions: 0 }
    places.set(key, { points: place.points + points, interactions: place.interactions + 1 })
  }
  return {
    version: effects === defaultEffects ? scoreVersion : 'custom',
    score: contributions.reduce((sum, { points }) => sum + points, 50),
    effects: found.length,
    interactions: interactions.length,
    contributions,
    touchpoints: [...places].map(([touchpoint, place]) => ({ touchpoint, ...place })).sort((a, b) => a.points - b.points),
    notOurs,
  }
}
