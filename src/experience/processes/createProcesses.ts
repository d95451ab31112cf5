// What a customer wants done, step by step: a return, a claim, a signup; it can go on in another visit or another channel.
// Records events; how things stand follows from them.

import type { Memory } from '../memory/createMemory.js'
import { type ProcessState, processesOf } from './processesOf.js'

type Said = { readonly [name: string]: unknown }

/** One process of the present person. Every call is an event; calls return its id. */
export type Process = {
  /** Begins it, or goes on with it in this visit. */
  start(properties?: Said): string
  /** A step was done. Done before, it is recorded as repeated effort. */
  step(step: string, properties?: Said): string
  /** The customer has to go on in another channel. They arrive there with the next event of this process. */
  handOff(to: string, properties?: Said): string
  complete(properties?: Said): string
  /** Given up, for a reason if one is known. */
  abandon(reason?: string, properties?: Said): string
  /** How it stands, as far as this browser knows. */
  progress(): ProcessState | undefined
}

/** What {@link createProcesses} returns. */
export type Processes = {
  /** The process of that kind and id, such as `return` and the order's id: the same in every visit and channel. */
  process(name: string, id: string): Process
  /** All that this browser knows of, in the order in which they began. */
  list(): readonly ProcessState[]
}

/** Creates the processes of whoever is here. */
export function createProcesses(memory: Memory): Processes {
  const { tracker } = memory
  const list = (): readonly ProcessState[] => processesOf(memory.interactions(), Date.now())
  return {
    list,
    process(name, id) {
      const progress = (): ProcessState | undefined => list().find((each) => each.process === name && each.id === id)
      const say = (what: string, said: Said = {}, more: Said = {}): string =>
        tracker.track(`Process ${what}`, { ...said, ...more, process: name, process_id: id })
      return {
        progress,
        start: (properties) => say(progress()?.status === 'open' ? 'Resumed' : 'Started', properties),
        step(step, properties) {
          const isRepeated = progress()?.steps.some((each) => each.step === step)
          return say('Step Done', properties, { step, ...(isRepeated && { repeated: true }) })
        },
        handOff: (to, properties) => say('Handed Off', properties, { to }),
        complete: (properties) => say('Completed', properties, { elapsed_ms: progress()?.elapsedMs ?? 0, repeats: progress()?.repeats ?? 0 }),
        abandon: (reason, properties) => say('Abandoned', properties, { ...(reason && { reason }), elapsed_ms: progress()?.elapsedMs ?? 0 }),
      }
    },
  }
}
