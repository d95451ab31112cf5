// The one identity of this page: follows calls, other tabs and storage, and stamps events with what it is right now.
// Owns the state in memory; storing it and telling others come in as `save`.

import type { Identity } from '../types.js'
import { type IdentityState, isNewer, succeed, touch } from './state.js'

/** What {@link createIdentityKeeper} returns. */
export type IdentityKeeper = {
  /** Takes over what storage or another tab says, if nobody is known yet or it is newer; answers whether it did. */
  adopt(theirs: IdentityState | undefined): boolean | undefined
  /** Changes the identity; answers whether anything is new. `weight` decides between tabs that change it at once. */
  change(by: (state: IdentityState) => IdentityState, weight?: number): boolean
  /** The JSON text that the next event carries. */
  stamp(time: number): string
  current(): Identity
  /** When the present visitor began, in epoch ms: a UUIDv7 says so. Of an id of another kind nothing is known. */
  since(): number
  /** The whole state, as it is stored. */
  state(): IdentityState | undefined
  /** Forgets everything: consent was withdrawn. */
  forget(): void
}

/**
 * Creates the keeper; it knows nobody until `adopt`. `save` stores the state in one transaction with what is stored in
 * this task and tells the other tabs; `changed` is told what the site can see; `isNewSession` may end a session that goes on.
 */
export function createIdentityKeeper(
  sessionTimeoutMs: number,
  mint: () => string,
  save: (state: IdentityState) => void,
  changed: (identity: Identity) => void,
  isNewSession?: (activeAt: number, now: number) => boolean,
): IdentityKeeper {
  let state: IdentityState | undefined
  let stamp = '{}'
  let current: Identity
  const become = (next?: IdentityState): void => {
    const before = stamp
    const { version: _version, activeAt: _activeAt, born: _born, former: _former, traits = {}, ...who } = next ?? ({} as IdentityState)
    state = next
    current = { identifiers: {}, ...who, traits }
    // Made once for each change, not for each event.
    stamp = JSON.stringify(who)
    if (stamp !== before) changed(current)
  }
  become()
  const change = (by: (state: IdentityState) => IdentityState, weight = 1): boolean => {
    const next = state && by(state)
    const isNews = next !== state
    if (state && next && isNews) {
      become(succeed(state, next, weight))
      save(state)
    }
    return isNews
  }
  return {
    adopt(theirs) {
      const isTaken = theirs && (!state || isNewer(theirs, state))
      if (isTaken) become(theirs)
      return isTaken
    },
    change,
    stamp(time) {
      change((now) => touch(now, time, sessionTimeoutMs, mint, isNewSession))
      return stamp
    },
    current: () => current,
    since: () => Number.parseInt(`${state?.anonymousId.replace('-', '').slice(0, 12)}`, 16),
    state: () => state,
    forget: become,
  }
}
