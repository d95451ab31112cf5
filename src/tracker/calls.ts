// The public calls, each from its facts to the outbox: taken at once, held while the gate is not open, changed by the
// site's steps, stamped with the identity of that moment. Refuses bad input with an error event and never throws.

import type { EventIds } from '../event/eventId.js'
import { toJson } from '../event/toJson.js'
import { writeEvent } from '../event/writeEvent.js'
import type { IdentityKeeper } from '../identity/keeper.js'
import { readId } from '../identity/readId.js'
import { identify, type IdentityState, link } from '../identity/state.js'
import type { Outbox } from '../outbox/outbox.js'
import type { DropReason, ErrorSource, Event, EventType, Step, Tracker, TrackerEvents } from '../types.js'

/** Held in memory at most, while consent is pending or storage is still being read. */
const maxHeld = 1000
const maxName = 256

/** The neighbours of the calls. */
export type CallPorts = {
  readonly ids: EventIds
  readonly steps: Set<Step>
  readonly keeper: IdentityKeeper
  readonly outbox: Pick<Outbox, 'append'>
  now(): number
  /** Channel and context of now, as members of the event's JSON. */
  context(): string
  fresh(): IdentityState
  consent(choices: { readonly [purpose: string]: boolean }): void
  /** True: store; false: drop; undefined: nobody knows yet, so hold. */
  gate(): boolean | undefined
  emit<K extends keyof TrackerEvents>(type: K, detail: TrackerEvents[K]): void
  failed(source: ErrorSource, message: string, cause?: unknown): void
}

/** The calls that become events. */
export type Calls = Pick<Tracker, 'track' | 'page' | 'identify' | 'link' | 'merge' | 'group' | 'reset' | 'consent'> & {
  /** Runs what was held, if the gate is open; forgets it, if it is shut. */
  release(): void
}

type Change = (state: IdentityState, traits: IdentityState['traits']) => IdentityState

/** Creates the calls of one page instance. */
export function createCalls(ports: CallPorts): Calls {
  const { ids, steps, keeper, outbox, gate, emit, failed, fresh } = ports
  let held: (readonly [id: string, job: () => void])[] = []
  let n = 0

  const dropped = (reason: DropReason, id: string): undefined => emit('dropped', { reason, count: 1, ids: [id] }) as undefined
  /** Runs the job now, or once the gate opens, in the order of the calls; never, if it shuts. */
  const when = (id: string, job: () => void, isNeeded?: unknown): void => {
    const isOpen = gate()
    if (isOpen) job()
    // Without a change of identity all that follows would be said of the wrong person.
    else if (isOpen === undefined && (isNeeded || held.length < maxHeld)) held.push([id, job])
    else if (id) dropped(isOpen === undefined ? 'evicted' : 'consent', id)
  }
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
  /** `change` comes before the stamp; if it changes nothing, nothing is said. */
  const say = (type: EventType, name: unknown, said: unknown, change?: Change): string => {
    const cut: string[] = []
    const time = ports.now()
    const id = ids.next(time)
    const context = ports.context()
    const json = toJson(said, cut)
    const text = json?.[0] === '{' ? json : undefined
    if (json && !text) cut.push('value')
    const called = name === undefined ? undefined : `${name as string}`.slice(0, maxName)
    let isSaid = true
    when(id, () => {
      if (change) isSaid = keeper.change((state) => change(state, text && JSON.parse(text)))
      if (!isSaid) return
      let event: string | undefined = writeEvent(id, type, called, text, time, keeper.stamp(time), context, cut)
      if (steps.size) event = runSteps(id, event)
      // The place is given last, and only to what is stored: a gap in it is a loss.
      if (event) outbox.append(`${event.slice(0, -1)},"stream":"${ids.stream}","n":${n}}`, n++)
    }, change)
    return isSaid ? id : ''
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
    identify: call((value, traits) => {
      const userId = readId(value)
      return say('identify', undefined, traits, (state, said) => identify(state, userId, said, fresh))
    }),
    link: call((namespace, id) => {
      const value = readId(id)
      return say('link', namespace, { value }, (state) => link(state, namespace, value))
    }),
    merge: call((from, into) => say('merge', undefined, { from: readId(from), into: readId(into) })),
    group: call((id, traits) => say('group', readId(id), traits)),
    reset: () => when('', () => void keeper.change(fresh), true),
    consent: call(ports.consent),
    release() {
      const jobs = held
      held = []
      for (const [id, job] of jobs) when(id, job)
    },
  }
}
