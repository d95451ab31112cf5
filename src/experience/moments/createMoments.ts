// decide(slot): what to show to this person, here and now, if anything; and what became of it.
// Owns the order of the questions; conditions, caps and receptivity answer them.

import type { Json } from '../../types.js'
import type { Interaction } from '../interaction.js'
import type { Memory } from '../memory/createMemory.js'
import type { Owner } from '../memory/person.js'
import { hash } from './bucket.js'
import { type AllShown, changeShown, chooseMoment, type Chosen, type PersonKeys, type Shown } from './caps.js'
import { byName, type Facts, holds } from './condition.js'
import { createReceptivity, type ReceptivityOptions } from './createReceptivity.js'
import type { Cap, MomentRule, Suppression } from './rule.js'

/** Options of {@link createMoments}. */
export type MomentsOptions<Content = Json> = ReceptivityOptions & {
  readonly rules: readonly MomentRule<Content>[]
  /** Caps over everything that is shown, whatever the rule says. */
  readonly caps?: readonly Cap[]
  /** So many per cent of people are never shown anything, so that it can be told what all this is good for. Default 0. */
  readonly holdout?: number
  /** What conditions can ask for besides history: `{ ...profileValues(profile), stage: journey.position()?.stage }`. Asked for each decision. */
  readonly values?: () => { readonly [name: string]: unknown }
}

/** Something to show. It counts as shown from here on: show it, or call `dismissed`. */
export type Decision<Content = Json> = {
  /** The id of its `Moment Shown`. */
  readonly id: string
  readonly moment: string
  readonly slot: string
  readonly content: Content | undefined
  /** They did what it is there for. */
  acted(properties?: { readonly [name: string]: unknown }): void
  /** They closed it. */
  dismissed(properties?: { readonly [name: string]: unknown }): void
}

/** What {@link createMoments} returns. */
export type Moments<Content = Json> = {
  /** What to show in this slot. Nothing, if there is nothing, or if this is not the moment. Never rejects. */
  decide(slot: string): Promise<Decision<Content> | undefined>
  /** The rules of a slot whose conditions hold, the highest first: without caps, without receptivity, and nothing is recorded. */
  eligible(slot: string): readonly MomentRule<Content>[]
  /** Adds what was shown on other devices, as the site's server knows it. */
  hydrate(shown: readonly Shown[]): Promise<void>
  stop(): void
}

const keysOf = ({ userId, anonymousId }: Owner): PersonKeys => {
  const keys = [userId && `u${userId}`, anonymousId].flatMap((id) => (id ? hash(id).toString(36) : []))
  return keys as unknown as PersonKeys
}

/** Creates the arbiter of everything that is shown to whoever is here. */
export function createMoments<Content = Json>(memory: Memory, options: MomentsOptions<Content>): Moments<Content> {
  const { rules, caps = [], holdout = 0, values = () => ({}) } = options
  const { tracker } = memory
  const receptivity = createReceptivity(options)
  const sorted = [...rules].sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0) || (a.id < b.id ? -1 : 1))
  const said = new Set<string>()
  let about: readonly [session: string | undefined, interactions: readonly Interaction[]] | undefined
  let known: Pick<Facts, 'history' | 'visit'>
  const factsOf = (): Facts => {
    const session = tracker.identity().sessionId
    const interactions = memory.interactions()
    // The same list as before is the same history.
    if (about?.[0] !== session || about?.[1] !== interactions) {
      about = [session, interactions]
      known = { history: byName(interactions), visit: byName(interactions.filter((each) => each.session === session)) }
    }
    return { now: Date.now(), values: values(), ...known }
  }
  const eligible = (slot: string, facts = factsOf()): MomentRule<Content>[] =>
    sorted.filter(({ slot: of, when, from = 0, to = Infinity }) =>
      of === slot && facts.now >= from && facts.now < to && (!when || holds(when, facts)))

  const saidOf = ({ id, slot, kind }: MomentRule<unknown>): { readonly [name: string]: unknown } => ({ moment: id, slot, ...(kind && { kind }) })
  /** Told once a page: it may be asked a hundred times. */
  const suppressed = (rule: MomentRule<unknown>, because: Suppression): void => {
    const key = `${tracker.identity().anonymousId} ${rule.id} ${because}`
    if (because !== 'holdout' && said.has(key)) return
    said.add(key)
    tracker.track('Moment Suppressed', { ...saidOf(rule), because })
  }
  const change = (owner: Owner, by: (shown: readonly Shown[]) => readonly Shown[]): Promise<unknown> =>
    memory.share<AllShown>('shown', (all) => changeShown(all, keysOf(owner), by))
  // Who logs in takes along what they were shown, so that it still counts when they come back after a logout.
  let customer: string | undefined
  const stopHearing = memory.on(() => {
    const owner = memory.owner()
    if (customer === owner?.userId) return
    customer = owner?.userId
    if (!owner || !customer) return
    void memory.share<AllShown>('shown', (all) => (all?.some(([of]) => of === keysOf(owner)[1]) ? changeShown(all, keysOf(owner), (shown) => shown) : undefined))
  })
  const decide = async (slot: string): Promise<Decision<Content> | undefined> => {
    await memory.ready()
    const owner = memory.owner()
    if (!owner) return
    const facts = factsOf()
    const because = receptivity.whyNot(facts.history, facts.now)
    const found = eligible(slot, facts)
    const candidates = found.filter(({ interrupts }) => !because || interrupts)
    if (because && found[0] && !candidates[0]) suppressed(found[0], because)
    if (!candidates[0]) return
    let chosen: Chosen | undefined
    const person = keysOf(owner)
    const stored = await memory.share<AllShown>('shown', (all) => {
      chosen = chooseMoment(all, { candidates, person, now: facts.now, caps, holdout })
      return chosen.next
    })
    // Somebody else has come meanwhile: it was not for them.
    if (memory.owner()?.anonymousId !== owner.anonymousId) return
    // What cannot be counted is not shown: it might be the hundredth time.
    if (!chosen || (chosen.rule && !stored)) return suppressed(candidates[0], 'storage') as undefined
    if (chosen.suppressed) suppressed(...chosen.suppressed)
    const rule = chosen.rule as MomentRule<Content> | undefined
    if (!rule) return
    if (chosen.isHeldOut) return suppressed(rule, 'holdout') as undefined
    const id = tracker.track('Moment Shown', saidOf(rule))
    let isOver = false
    const over = (outcome: 'acted' | 'dismissed', event: string) => (properties?: { readonly [name: string]: unknown }): void => {
      if (isOver || memory.owner()?.anonymousId !== owner.anonymousId) return
      isOver = true
      const isIt = ({ moment, time }: Shown): boolean => moment === rule.id && time === facts.now
      void change(owner, (shown) => shown.map((each) => (isIt(each) ? { ...each, outcome } : each)))
      tracker.track(event, { ...properties, ...saidOf(rule), shown: id })
    }
    return { id, moment: rule.id, slot, content: rule.content, acted: over('acted', 'Moment Acted On'), dismissed: over('dismissed', 'Moment Dismissed') }
  }
  return {
    decide: (slot) => decide(slot).catch(() => undefined),
    eligible: (slot) => eligible(slot),
    async hydrate(more) {
      const owner = memory.owner()
      if (!owner) return
      await change(owner, (shown) => {
        const known = shown.map(({ moment, time }) => `${moment} ${time}`)
        return [...shown, ...more.filter(({ moment, time }) => !known.includes(`${moment} ${time}`))]
      })
    },
    stop() {
      stopHearing()
      receptivity.stop()
    },
  }
}
