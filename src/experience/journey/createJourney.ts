// The journey of the present person: stamps each event with the stage it happened in, and records each transition.
// Keeps the state where it can be read at once, because the first event of a page is recorded before a database has answered.

import { toInteraction } from '../interaction.js'
import type { Memory } from '../memory/createMemory.js'
import { isSamePerson, type Owner, ownerOf } from '../memory/person.js'
import { advance, defaultRules, journeyOf, type JourneyRules, type JourneyPosition, settle, stageChanged, type Transition } from './advance.js'

/** Options of {@link createJourney}: other stages, or other events after which somebody is lost. */
export type JourneyOptions = Partial<JourneyRules> & {
  /** Where the present state is kept, in localStorage. Default `throughline-journey`. */
  readonly name?: string
}

/** What {@link createJourney} returns. */
export type Journey = {
  /** Where the present person is, if anything is known of them. */
  position(): JourneyPosition | undefined
  /** Told of each transition of this tab. */
  on(listener: (transition: Transition) => void): () => void
  stop(): void
}

type Kept = { readonly owner: Owner; readonly position: JourneyPosition }

/**
 * Follows the present person from stage to stage. Every event of the tracker carries `context.stage`: the stage that it happened
 * in, or led to. A transition is an event, `Stage Changed`.
 */
export function createJourney(memory: Memory, { name = 'throughline-journey', ...own }: JourneyOptions = {}): Journey {
  const rules = { ...defaultRules, ...own }
  const { tracker } = memory
  const listeners = new Set<(transition: Transition) => void>()
  let kept: Kept | undefined

  const read = (): Kept | undefined => {
    try {
      return (JSON.parse(localStorage.getItem(name) ?? 'null') as Kept | null) ?? undefined
    } catch {
      return kept // refused, or edited by hand
    }
  }
  const write = (next: Kept | undefined): void => {
    kept = next
    try {
      if (next) localStorage.setItem(name, JSON.stringify(next))
      else localStorage.removeItem(name)
    } catch {
      // Then it lasts as long as this page.
    }
  }
  const stateOf = (owner: Owner | undefined): JourneyPosition | undefined => {
    const now = read()
    return isSamePerson(now?.owner, owner) ? now?.position : undefined
  }
  const record = (transitions: readonly Transition[]): void => {
    for (const transition of transitions) {
      const { time, ...said } = transition
      // At once, and so before the event that led there: a moment later somebody else may be here.
      tracker.track(stageChanged, { ...said, at: new Date(time).toISOString() })
      for (const listener of listeners) listener(transition)
    }
  }
  const undo = [
    tracker.use((event) => {
      const owner = ownerOf(event.identity)
      if (!owner || !memory.owner() || event.type === 'forget') return event
      const before = stateOf(owner)
      const { position, transitions } = event.name === stageChanged ? { position: before, transitions: [] } : advance(before, toInteraction(event), rules)
      if (!position) return event
      write({ owner, position })
      record(transitions)
      return { ...event, context: { ...event.context, stage: position.stage } }
    }),
    memory.on((interaction) => {
      if (!memory.owner()) write(undefined)
      // What the server knows may have happened before what is known here: told from the beginning, it is one story.
      else if (interaction?.source === 'server') {
        const { position } = journeyOf(memory.interactions(), rules)
        if (position) write({ owner: memory.owner()!, position })
      }
    }),
    tracker.on('identity', (identity) => {
      const now = read()
      if (now && identity.anonymousId && !isSamePerson(now.owner, ownerOf(identity))) write(undefined)
    }),
  ]
  return {
    position: () => settle(memory.owner() && stateOf(memory.owner()), Date.now(), rules),
    on: (listener) => (listeners.add(listener), () => void listeners.delete(listener)),
    stop() {
      for (const each of undo) each()
    },
  }
}

