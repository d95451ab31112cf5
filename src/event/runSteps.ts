// The steps of the site, run over one event.
// Pure but for the steps themselves; a step that throws is skipped, never believed.

import type { Event, Step } from '../types.js'

/** Runs the steps in order. `null` drops the event; a step that throws is left out and reported. */
export function runSteps(event: Event, steps: Iterable<Step>, onThrow: (cause: unknown) => void): Event | null {
  let current: Event = event
  for (const step of steps) {
    try {
      const next = step(current)
      if (next === null) return null
      // A step that returns nothing has only looked.
      current = next ?? current
    } catch (cause) {
      onThrow(cause)
    }
  }
  return current
}
