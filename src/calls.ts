// The public calls: each takes its facts at once, changes the identity if it is about that, and is stored.
// Checks what callers hand in; refuses with an error event and never throws.

import type { Recorder } from './event/recorder.js'
import type { IdentityKeeper } from './identity/keeper.js'
import { readId } from './identity/readId.js'
import type { IdentityCommand } from './identity/state.js'
import type { ErrorSource, EventType, Json, Tracker } from './types.js'

/** The neighbours of the calls. */
export type CallPorts = {
  readonly recorder: Recorder
  readonly keeper: IdentityKeeper
  readonly keepAnonymousId: boolean
  failed(source: ErrorSource, message: string, cause?: unknown): void
}

/** The calls that become events. */
export type Calls = Pick<Tracker, 'track' | 'page' | 'identify' | 'link' | 'merge' | 'group' | 'reset'>

/** Creates the calls. */
export function createCalls({ recorder, keeper, keepAnonymousId, failed }: CallPorts): Calls {
  /** `command` changes the identity before the event is stamped; if it changes nothing, nothing is said. */
  const say = (
    type: EventType,
    name: unknown,
    said: unknown,
    command?: (said: { [key: string]: Json } | undefined) => IdentityCommand,
  ): string => {
    const facts = recorder.facts(type, readName(name), said)
    let isSaid = true
    recorder.when(facts.id, () => {
      if (command) isSaid = keeper.command(command(facts.said && JSON.parse(facts.said)), facts.time)
      if (isSaid) recorder.store(facts, keeper.stamp(facts.time))
    })
    return isSaid ? facts.id : ''
  }
  const readName = (value: unknown): string | undefined => {
    if (value === undefined || typeof value === 'string') return value
    failed('input', `a name must be a string, not ${typeof value}: the event is named after that`)
    return typeof value
  }
  const refuse = (call: string, reason: string): string => {
    failed('identity', `${call}() was refused: ${reason}`)
    return ''
  }
  /** Nothing a caller hands in may throw into the page: a Proxy or a getter can, wherever it is touched. */
  const safe =
    <A extends unknown[]>(call: (...args: A) => string): ((...args: A) => string) =>
    (...args) => {
      try {
        return call(...args)
      } catch (cause) {
        failed('input', 'a call could not be read and was not recorded', cause)
        return ''
      }
    }

  return {
    track: safe((name, properties) => say('track', name ?? 'undefined', properties)),
    page: safe((name, properties) => say('page', name ?? document.title, properties)),
    identify: safe((value, traits) => {
      const read = readId(value)
      if ('refused' in read) return refuse('identify', read.refused)
      return say('identify', undefined, traits, (said) => ({ type: 'identify', userId: read.id, traits: said, keepAnonymousId }))
    }),
    link: safe((namespace, value) => {
      const read = readId(value)
      if ('refused' in read) return refuse('link', read.refused)
      const said = { value: read.id }
      return say('link', namespace, said, () => ({ type: 'link', namespace, value: read.id }))
    }),
    merge: safe((from, into) => {
      const [a, b] = [readId(from), readId(into)]
      if ('refused' in a) return refuse('merge', a.refused)
      if ('refused' in b) return refuse('merge', b.refused)
      return say('merge', undefined, { from: a.id, into: b.id })
    }),
    group: safe((value, traits) => {
      const read = readId(value)
      if ('refused' in read) return refuse('group', read.refused)
      return say('group', undefined, traits, () => ({ type: 'group', groupId: read.id }))
    }),
    reset() {
      const { id, time } = recorder.facts('track', undefined, undefined)
      recorder.when(id, () => void keeper.command({ type: 'reset' }, time))
    },
  }
}
