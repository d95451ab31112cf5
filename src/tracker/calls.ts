// The public calls, each from its facts to the outbox: taken at once, held while the gate is not open, changed by the
// site's steps, stamped with the identity of that moment. Refuses bad input with an error event and never throws.

import type { EventIds } from '../event/eventId.js'
import { toJson } from '../event/toJson.js'
import { writeEvent } from '../event/writeEvent.js'
import { createIdentityKeeper, type IdentityKeeper } from '../identity/keeper.js'
import { readId } from '../identity/readId.js'
import { encodingOf, isPlain, readIdentifier } from '../identity/readIdentifier.js'
import { identify, type IdentityState, link, unlink } from '../identity/state.js'
import { sha256 } from '../lib/sha256.js'
import type { Outbox } from '../outbox/outbox.js'
import type { Choices, DropReason, ErrorSource, Event, EventType, Options, Step, Tracker, TrackerEvents } from '../types.js'

/** Held in memory at most, while consent is pending or storage is still being read. */
const maxHeld = 5000
const maxName = 256
/** Of what was held so many are remembered once they have been run, the latest. */
const maxReleased = 500

/** What is known of a call at once: plain data, because a page may leave before anybody knows whose it is. */
export type Facts = [
  id: string,
  type: EventType | 'reset',
  name: string | undefined,
  said: string | undefined,
  time: number,
  context: string,
  cut: readonly string[],
  /** The id of `identify`, the value of `link` and `unlink`; empty while its digest is not there. */
  value: string | undefined,
  /** An earlier page held it to its end. */
  isLeft?: boolean,
]

/** The neighbours of the calls. */
export type CallPorts = {
  readonly settings: Pick<Options, 'hash' | 'keepAnonymousId'>
  readonly ids: EventIds
  readonly steps: Set<Step>
  readonly keeper: IdentityKeeper
  readonly outbox: Pick<Outbox, 'append'>
  fresh(): IdentityState
  /** True: store; false: drop; undefined: nobody knows yet, so hold. */
  gate(type?: string): boolean | undefined
  emit<K extends keyof TrackerEvents>(type: K, detail: TrackerEvents[K]): void
  failed(source: ErrorSource, message: string, cause?: unknown): void
}

/** What a call takes along, and what is no event. */
export type Surroundings = {
  /** Epoch ms of the call. */
  time(): number
  /** Channel and context, as members of the event's JSON. */
  context(): string
  /** What they have consented to, as the next event carries it. */
  consented(): string
  consent(choices: Choices): void
  /** The event that asks for it, and a new visitor, come right afterwards. */
  forget(): void
}

/** The calls that become events. */
export type Calls = Pick<Tracker, 'track' | 'page' | 'identify' | 'link' | 'unlink' | 'merge' | 'group' | 'reset' | 'forget' | 'consent'> & {
  /**
   * Runs what is held, or forgets it, if the gate is shut. What is in `released` has been run already; answers with that
   * and what was run now.
   */
  release(released?: readonly string[]): string[]
  /** Resolves once no digest is missing. */
  digested(): Promise<unknown>
  /** What is held now; what an earlier page held to its end is put in front. */
  held(): Facts[]
}

/** What changes the identity, and how much that weighs when two tabs change it at once: nobody comes back after a logout. */
const weights: { readonly [type: string]: number } = { reset: 1e6, forget: 1e6, identify: 1e3, link: 10, unlink: 10 }

/** Creates the calls of one page instance. */
export function createCalls({ settings, ids, steps, keeper, outbox, gate, emit, failed, fresh }: CallPorts, around: Surroundings): Calls {
  const held: Facts[] = []
  /** Identifiers whose digest is not there yet: what follows is held, so that it is said of the person of its time. */
  let digesting = 0
  let digested: Promise<unknown> = Promise.resolve()
  /** What earlier pages have run of what they left. */
  let past: readonly string[] = []
  let n = 0
  /** Who made the calls that earlier pages left, where another visitor has begun since: that is not known any more. */
  let stranger: IdentityKeeper | undefined
  const strange = (): IdentityKeeper => {
    stranger = createIdentityKeeper(Infinity, () => '', () => {}, () => {})
    stranger.adopt(fresh())
    return stranger
  }

  const dropped = (reason: DropReason, id: string): undefined => emit('dropped', { reason, count: 1, ids: [id] }) as undefined
  const runSteps = (id: string, text: string): string | undefined => {
    let event = JSON.parse(text) as Event
    const { time, identity } = event
    for (const step of steps) {
      try {
        const next = step(event)
        if (next === null) return dropped('step', id)
        // A step that returns nothing has only looked. The id and the moment are not its to change.
        if (next?.type) event = { ...next, id, time, identity }
        text = JSON.stringify(event)
      } catch (cause) {
        failed('step', 'a step threw', cause)
      }
    }
    return text
  }
  /** The identity changes before the event is stamped; where that is no news, nothing is said. */
  const run = ([id, type, name, said, time, context, cut, given, isLeft]: Facts): boolean => {
    const person = isLeft && time < keeper.since() ? (stranger ?? strange()) : keeper
    const stamp = (): string => `${person.stamp(time)},"consent":${around.consented()}`
    if (given === '') return false
    let value = given ?? ''
    const before = type === 'forget' && stamp()
    if (before) around.forget()
    const weight = weights[type]
    if (weight) {
      const { identifiers } = person.current()
      if (type === 'unlink' && Object.hasOwn(identifiers, name!)) value ||= identifiers[name!]!
      const change = (state: IdentityState): IdentityState => {
        if (type === 'reset' || before) return fresh()
        const next = (): IdentityState => (settings.keepAnonymousId === true ? { ...fresh(), anonymousId: state.anonymousId } : fresh())
        if (type === 'identify') return identify(state, value, said && JSON.parse(said), next)
        return (type === 'link' ? link : unlink)(state, name!, value)
      }
      // What another browser has linked is not known here, and can be taken off all the same.
      if (!person.change(change, weight) && (type !== 'unlink' || !value)) return false
      if (name) said = JSON.stringify({ value, encoding: encodingOf(name, value) })
    }
    if (type === 'reset') return true
    let event: string | undefined = writeEvent(id, type, name, said, time, before || stamp(), context, cut)
    if (steps.size) event = runSteps(id, `${event}}`)?.slice(0, -1)
    // The place is given last, and only to what is stored: a gap in it is a loss.
    if (event) outbox.append(`${event},"stream":"${ids.stream}","n":${n}}`, n++)
    return true
  }
  /** Runs now, or once the gate opens, in the order of the calls; never, if it shuts. */
  const take = (facts: Facts): boolean => {
    const [id, type] = facts
    let isOpen = gate(type)
    if (isOpen && digesting) isOpen = undefined
    if (isOpen) return run(facts)
    // Without a change of identity all that follows would be said of the wrong person.
    if (isOpen === undefined && (weights[type] || held.length < maxHeld)) held.push(facts)
    else dropped(isOpen === undefined ? 'evicted' : 'consent', id)
    return true
  }
  const release = (released = past): string[] => {
    past = released
    const done = new Set(released)
    if (!digesting) for (const facts of held.splice(0)) if (done.size < done.add(facts[0]).size) take(facts)
    return [...done].slice(-maxReleased)
  }
  const factsOf = (type: Facts[1], name: unknown, said?: unknown, value?: string): Facts => {
    const cut: string[] = []
    const time = around.time()
    const id = ids.next(time)
    const json = toJson(said, cut)
    const text = json?.[0] === '{' ? json : undefined
    if (json && !text) cut.push('value')
    // An object is no name, and the text of a list may have four thousand million commas.
    const called = name === undefined || typeof name === 'object' ? undefined : `${name as string}`.slice(0, maxName)
    return [id, type, called, text, time, around.context(), cut, value]
  }
  const say = (...said: Parameters<typeof factsOf>): string => {
    const facts = factsOf(...said)
    return take(facts) ? facts[0] : ''
  }
  const sayIdentifier = (type: 'link' | 'unlink', namespace: string, given: string | undefined): string => {
    // What is junk as a value is what visitors go by as a namespace.
    const name = namespace === 'anonymous' ? namespace : readId(namespace)
    const value = type === 'unlink' && given === undefined ? given : readIdentifier(name, given)
    if (!value || settings.hash === false || !isPlain(name, value)) return say(type, name, undefined, value)
    // Refused at once where there is no digest: plain it must not be kept.
    if (!crypto.subtle) throw new Error(`${name} needs https, or hash: false`)
    const facts = factsOf(type, name, undefined, '')
    digesting++
    take(facts)
    digested = digested.then(async () => {
      facts[7] = await sha256(value).catch((cause: unknown) => (failed('input', `${cause as string}`, cause), ''))
      digesting--
      if (gate() !== undefined) release()
    })
    return facts[0]
  }
  /** Nothing a caller hands in may throw into the page: a Proxy or a getter can, wherever it is touched. */
  const call =
    <A extends unknown[], R>(run: (...args: A) => R) =>
    (...args: A): R => {
      try {
        return run(...args)
      } catch (cause) {
        failed('input', `${cause}`, cause)
        return '' as R
      }
    }

  return {
    track: call((name, properties) => say('track', name, properties)),
    page: call((name, properties) => say('page', name, properties)),
    identify: call((userId, traits) => say('identify', undefined, traits, readId(userId))),
    link: call((namespace, value) => sayIdentifier('link', namespace, value)),
    unlink: call((namespace, value) => sayIdentifier('unlink', namespace, value)),
    merge: call((from, into) => say('merge', undefined, { from: readId(from), into: readId(into) })),
    group: call((id, traits) => say('group', readId(id), traits)),
    reset: () => void say('reset', undefined),
    forget: () => say('forget', undefined),
    consent: call(around.consent),
    release,
    digested: () => digested,
    held: () => held,
  }
}
