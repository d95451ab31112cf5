// A score in plain words: how much, from what, and what moved it.
// Pure.

import type { Contribution, ObservedScore } from './scoreOf.js'
import { touchpointOf } from './scoreOf.js'

/** Sentences in English; for other languages the parts are in the score itself. */
export function explain({ score, version, effects, interactions, contributions, notOurs }: ObservedScore): string[] {
  if (effects === 0) return [`The score is 50 of 100, neutral: nothing in ${count(interactions, 'interaction')} says more (version ${version}).`]
  const moved = [...contributions].sort((a, b) => a.points - b.points)
  const worst = moved.filter(({ points }) => points < 0).slice(0, 3)
  const best = moved.filter(({ points }) => points > 0).slice(-3).reverse()
  const about = `${count(effects, 'interaction')} of ${interactions} moved it`
  return [
    `The score is ${Math.round(score)} of 100, where 50 is neutral; ${about} (version ${version}).`,
    ...(best[0] ? [`Raised by ${best.map(toWords).join('; ')}.`] : []),
    ...(worst[0] ? [`Lowered by ${worst.map(toWords).join('; ')}.`] : []),
    ...(notOurs ? [`Not counted: ${count(notOurs, 'trouble')} that the network, the device or somebody else caused.`] : []),
    'This is what was seen, not what the customer said, and it is not validated against human judgement.',
  ]
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

function toWords({ points, effect, interaction, isPeak, isEnd }: Contribution): string {
  const marks = [isPeak && 'the strongest moment', isEnd && 'the last moment'].filter(Boolean).join(' and ')
  return `${effect.words} (${touchpointOf(interaction)}, ${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)}${marks && `, ${marks}`})`
}
