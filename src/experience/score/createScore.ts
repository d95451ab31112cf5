// The experience score of the present person: observed and stated, kept apart.
// Computes on demand from the memory; keeps nothing.

import type { StatedScore } from '../feedback/statedOf.js'
import type { Interaction } from '../interaction.js'
import type { Memory } from '../memory/createMemory.js'
import { explain } from './explain.js'
import { type ObservedScore, scoreOf, type ScoreOptions } from './scoreOf.js'

/** Both sides of an experience. They are never averaged. */
export type ExperienceScore = {
  /** What was seen: frustration, effort, speed, progress. */
  readonly observed: ObservedScore
  /** What the customer said in surveys, by metric; nothing without the option. */
  readonly stated: readonly StatedScore[]
}

/** What {@link createScore} returns. */
export type Score = {
  /** Of the present person. */
  person(): ExperienceScore
  /** Of the present session, or of another. */
  session(id?: string): ExperienceScore
  /** The person's observed score in plain words, a sentence each. */
  explain(): string[]
}

/** Options of {@link createScore}. */
export type ScoreParts = Pick<ScoreOptions, 'effects'> & {
  /** `statedOf`, for a site that asks; handed in, so that one that does not never loads it. */
  readonly stated?: (answers: readonly Interaction[]) => readonly StatedScore[]
}

/** Creates the score of whoever is here. */
export function createScore(memory: Memory, { stated = () => [], ...options }: ScoreParts = {}): Score {
  const scoreFor = (more: ScoreOptions): ExperienceScore => {
    const interactions = memory.interactions()
    const those = interactions.filter((each) => more.session === undefined || each.session === more.session)
    return { observed: scoreOf(interactions, { ...options, ...more }), stated: stated(those) }
  }
  const person = (): ExperienceScore => scoreFor({ now: Date.now() })
  return {
    person,
    session: (id = memory.tracker.identity().sessionId ?? '') => scoreFor({ session: id }),
    explain: () => explain(person().observed),
  }
}
