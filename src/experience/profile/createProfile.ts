// The profile of the present person, readable at once: traits, computed facts, scores, what they were sent and how they answered.
// Owns what the site's server adds; what happened is the memory's.

import type { Json } from '../../types.js'
import type { Interaction } from '../interaction.js'
import type { Memory } from '../memory/createMemory.js'
import { computeFact, type Fact } from './computeFact.js'

/** A value with where it comes from, and for how long it is good. */
export type Field = {
  readonly value: Json
  readonly source: 'browser' | 'server' | 'computed'
  /** Epoch ms of when it was told or computed; 0 for what nobody knows. */
  readonly time: number
  /** Epoch ms; from then on it is gone. */
  readonly expiresAt?: number
}

/** A score that a model of the site's has given, such as a propensity. */
export type ModelScore = {
  readonly value: number
  readonly model: string
  readonly version: string
  readonly computedAt: number
  readonly expiresAt?: number
}

/** What the site's server knows. It must say whose it is: while it was on its way somebody else may have come. */
export type Hydration = {
  readonly userId?: string
  readonly anonymousId?: string
  /** A bare value, or one with its time and expiry. */
  readonly traits?: { readonly [name: string]: Json | { readonly value: Json; readonly time?: number; readonly expiresAt?: number } }
  readonly scores?: { readonly [name: string]: ModelScore }
  /** Orders, calls, mails: what is here already, by its event id or as the same order, is not there twice. */
  readonly interactions?: readonly Interaction[]
}

/** Everything known of the present person, as of now. */
export type ProfileData = {
  readonly traits: { readonly [name: string]: Field }
  readonly facts: { readonly [name: string]: Field }
  readonly scores: { readonly [name: string]: ModelScore }
  /** What they were sent or shown. */
  readonly contacts: readonly Interaction[]
  /** What they did about it. */
  readonly responses: readonly Interaction[]
}

/** What {@link createProfile} returns. */
export type Profile = {
  read(): ProfileData
  /** One trait, fact or score by its name, in that order: only its value. */
  get(name: string): Json | undefined
  /** Merges what the server knows. False, and nothing happens, if it is about somebody who is not here. */
  hydrate(known: Hydration): boolean
  /** Told when something may have changed. */
  on(listener: () => void): () => void
}

/** Options of {@link createProfile}. */
export type ProfileOptions = {
  /** Facts to compute, by name. */
  readonly facts?: { readonly [name: string]: Fact }
}

type Told = { readonly traits: { readonly [name: string]: Field }; readonly scores: { readonly [name: string]: ModelScore } }

const contact = /^(Moment|Survey|Email|Message|Push|SMS|Letter|Promotion) (Shown|Sent|Delivered|Viewed)$/
const response = /^(Moment|Survey|Email|Message|Push|SMS|Letter|Promotion) (Acted On|Answered|Dismissed|Opened|Clicked|Replied|Unsubscribed)$/

/** Creates the profile of whoever is here. It is never another person's: it follows the memory. */
export function createProfile(memory: Memory, { facts = {} }: ProfileOptions = {}): Profile {
  const { tracker } = memory
  /** Told by the server and not on disk yet. */
  let told: { readonly of: string; readonly told: Told } | undefined
  const whose = (): string => JSON.stringify(memory.owner())
  // Who comes back is read from the disk, and what was never stored is gone.
  memory.on(() => {
    if (told?.of !== whose()) told = undefined
  })
  const isGood = ({ expiresAt = Infinity }: { readonly expiresAt?: number }): boolean => expiresAt > Date.now()
  const good = <T extends { readonly expiresAt?: number }>(all: { readonly [name: string]: T }): { readonly [name: string]: T } =>
    Object.fromEntries(Object.entries(all).filter(([, each]) => isGood(each)))
  const known = (): Told => (told?.of === whose() ? told.told : undefined) ?? memory.note<Told>('profile') ?? { traits: {}, scores: {} }

  const traitsOf = (): { [name: string]: Field } => {
    const traits: { [name: string]: Field } = {}
    const put = (name: string, field: Field): void => {
      // The later word counts; what nobody knows the time of gives way.
      if (isGood(field) && field.time >= (traits[name]?.time ?? 0)) traits[name] = field
    }
    for (const [name, value] of Object.entries(tracker.identity().traits)) put(name, { value, source: 'browser', time: 0 })
    for (const { name, properties, time, source = 'browser' } of memory.interactions()) {
      if (name === 'identify') for (const [trait, value] of Object.entries(properties ?? {})) put(trait, { value, source, time })
    }
    for (const [name, field] of Object.entries(known().traits)) put(name, field)
    return traits
  }
  const factOf = (fact: Fact): Field | undefined => {
    const time = Date.now()
    const value = computeFact(fact, memory.interactions(), time)
    return value === undefined ? undefined : { value, source: 'computed', time }
  }
  return {
    read() {
      if (!memory.owner()) return { traits: {}, facts: {}, scores: {}, contacts: [], responses: [] }
      const all = memory.interactions()
      return {
        traits: traitsOf(),
        facts: Object.fromEntries(Object.entries(facts).flatMap(([name, fact]) => [[name, factOf(fact)!] as const].filter(([, field]) => field))),
        scores: good(known().scores),
        // Only when they are looked at: rules ask for the rest with every decision.
        get contacts() {
          return all.filter(({ name }) => contact.test(name))
        },
        get responses() {
          return all.filter(({ name }) => response.test(name))
        },
      }
    },
    get(name) {
      if (!memory.owner()) return undefined
      const fact = Object.hasOwn(facts, name) ? facts[name] : undefined
      return traitsOf()[name]?.value ?? (fact && factOf(fact)?.value) ?? good(known().scores)[name]?.value
    },
    hydrate({ userId, anonymousId, traits = {}, scores = {}, interactions = [] }) {
      const owner = memory.owner()
      if (!owner || (!userId && !anonymousId) || (userId && userId !== owner.userId) || (anonymousId && anonymousId !== owner.anonymousId)) return false
      memory.hydrate(interactions)
      const time = Date.now()
      const fields = Object.entries(traits).map(([name, said]): [string, Field] => {
        const isField = typeof said === 'object' && said !== null && !Array.isArray(said) && 'value' in said
        return [name, { time, source: 'server', ...((isField ? said : { value: said }) as { value: Json }) }]
      })
      const merge = (old: Told = { traits: {}, scores: {} }): Told => ({
        traits: { ...good(old.traits), ...Object.fromEntries(fields) },
        scores: { ...good(old.scores), ...scores },
      })
      if (!fields[0] && !Object.keys(scores)[0]) return true
      told = { of: whose(), told: merge(known()) }
      void memory.update<Told>('profile', merge)
      return true
    },
    on: (listener) => memory.on(() => listener()),
  }
}
