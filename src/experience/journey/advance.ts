// The machine: a state and something that happened -> the next state, and the transitions on the way.
// Pure: the same history gives the same stage, here and on a server.

import type { Interaction } from '../interaction.js'
import { defaultLosses, defaultStages, lost, type Stage } from './stages.js'

/** The rules of a journey. */
export type JourneyRules = { readonly stages: readonly Stage[]; readonly losses: readonly string[] }

/** Where somebody is. */
export type JourneyPosition = {
  readonly stage: string
  /** Epoch ms. */
  readonly since: number
  /** When anything last happened. */
  readonly seenAt: number
  /** How often they have come round: from after a purchase back to the next one. */
  readonly loops: number
  /** What the stage is for has been done; whatever comes next leads on. */
  readonly isDone?: boolean
}

/** How somebody got from one stage into the next. */
export type Transition = {
  readonly from?: string
  readonly to: string
  readonly time: number
  readonly kind: 'start' | 'forward' | 'back' | 'loop' | 'loss' | 're-entry'
  /** The event that led there; of who is lost for doing nothing, none. */
  readonly cause?: string
}

/** The event that a transition is recorded as. */
export const stageChanged = 'Stage Changed'

export const defaultRules: JourneyRules = { stages: defaultStages, losses: defaultLosses }

/** Advances by one interaction; `transitions` is empty if it leads nowhere. */
export function advance(state: JourneyPosition | undefined, { name, time }: Pick<Interaction, 'name' | 'time'>, rules: JourneyRules = defaultRules): {
  readonly position: JourneyPosition | undefined
  readonly transitions: readonly Transition[]
} {
  const { stages, losses } = rules
  const placeOf = (of: string | undefined): number => stages.findIndex((each) => each.name === of)
  const transitions: Transition[] = []
  let now = settle(state, time, rules)
  if (now && now !== state) transitions.push({ from: state!.stage, to: lost, time: now.since, kind: 'loss' })
  const go = (to: string, kind: Transition['kind']): void => {
    const loops = (now?.loops ?? 0) + (kind === 'loop' ? 1 : 0)
    transitions.push({ ...(now && { from: now.stage }), to, time, kind, cause: name })
    now = { stage: to, since: time, seenAt: time, loops }
  }
  let present = stages[placeOf(now?.stage)]
  const target = stages.find(({ events }) => events.includes(name))?.name
  if (now && now.stage !== lost && losses.includes(name)) go(lost, 'loss')
  else if (!now && target) go(target, 'start')
  else if (now?.stage === lost && target) go(target, 're-entry')
  else {
    if (present?.afterwards && now?.isDone && target !== present.name) {
      go(present.afterwards, 'forward')
      present = stages[placeOf(present.afterwards)]
    }
    if (present && target !== present.name && target && present.next.includes(target)) {
      const isBack = placeOf(target) < placeOf(present.name)
      // From the last stage there is no way back, only round.
      go(target, !isBack ? 'forward' : placeOf(present.name) === stages.length - 1 ? 'loop' : 'back')
    }
  }
  if (now) {
    const isDone = now.isDone || !!stages[placeOf(now.stage)]?.done?.includes(name)
    now = { ...now, seenAt: Math.max(time, now.seenAt), ...(isDone && { isDone }) }
  }
  return { position: now, transitions }
}

/** The state at a time, without anything happening: whoever has done nothing for too long is lost since then. */
export function settle(state: JourneyPosition | undefined, time: number, { stages }: JourneyRules = defaultRules): JourneyPosition | undefined {
  const lostAfterMs = stages.find(({ name }) => name === state?.stage)?.lostAfterMs ?? Infinity
  if (!state || time - state.seenAt < lostAfterMs) return state
  return { stage: lost, since: state.seenAt + lostAfterMs, seenAt: state.seenAt, loops: state.loops }
}

/** The journey of a whole history, oldest first: where it has led, and how. */
export function journeyOf(interactions: readonly Interaction[], rules: JourneyRules = defaultRules): {
  readonly position: JourneyPosition | undefined
  readonly transitions: readonly Transition[]
} {
  let state: JourneyPosition | undefined
  const transitions: Transition[] = []
  for (const each of interactions) {
    // What was recorded of the journey is no part of it: it would be the cause of itself.
    if (each.name === stageChanged) continue
    const step = advance(state, each, rules)
    state = step.position
    transitions.push(...step.transitions)
  }
  return { position: state, transitions }
}
