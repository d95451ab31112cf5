// The one identity of this page: follows commands, other tabs and storage, and stamps events with what it is right now.
// Owns the state in memory; storing and telling others come in as `save`.

import type { Identity } from '../types.js'
import { type IdentityCommand, type IdentityState, isNewer, touch, transition } from './state.js'

/** The neighbours of the keeper. */
export type KeeperPorts = {
  readonly sessionTimeoutMs: number
  mint(): string
  /** Stores the state in one transaction with what is stored in this task, and tells the other tabs. */
  save(state: IdentityState): void
  changed(identity: Identity): void
}

/** What {@link createIdentityKeeper} returns. */
export type IdentityKeeper = {
  /** Takes over what storage or another tab says, if nobody is known yet or it is newer. */
  adopt(theirs: IdentityState | undefined): void
  /** Changes the identity; answers whether the collector is to hear of it. */
  command(command: IdentityCommand, time: number): boolean
  /** The JSON text that the next event carries. */
  stamp(time: number): string
  current(): Identity
  /** Forgets everything: consent was withdrawn. */
  forget(): void
}

/** Creates the keeper; it knows nobody until `adopt`. */
export function createIdentityKeeper(ports: KeeperPorts): IdentityKeeper {
  let state: IdentityState | undefined
  let stamped = ''

  const current = (): Identity => ({
    anonymousId: state?.anonymousId,
    userId: state?.userId,
    sessionId: state?.sessionId,
    groupId: state?.groupId,
    identifiers: state?.identifiers ?? {},
    traits: state?.traits ?? {},
  })
  const become = (next: IdentityState | undefined, isOwn: boolean): void => {
    if (next === state) return
    const before = stamped
    state = next
    stamped = next ? stampOf(next) : ''
    if (next && isOwn) ports.save(next)
    if (stamped !== before) ports.changed(current())
  }

  return {
    adopt: (theirs) => {
      if (theirs && (!state || isNewer(theirs, state))) become(theirs, false)
    },
    command: (command, time) => {
      if (!state) return false
      const result = transition(state, command, ports.mint, time)
      become(result.state, true)
      return result.isNews
    },
    stamp: (time) => {
      if (state) become(touch(state, time, ports.sessionTimeoutMs, ports.mint), true)
      return stamped
    },
    current,
    forget: () => become(undefined, false),
  }
}

/** Made once for each change, not for each event. */
function stampOf({ anonymousId, userId, sessionId, groupId, identifiers }: IdentityState): string {
  return JSON.stringify({ anonymousId, userId, sessionId, identifiers, groupId })
}
