// Who is here: the state that every event is stamped with, and the ways in which it changes.
// Pure: each way gives the same state back if nothing is new. A fresh visitor comes in as an argument.

import type { Json } from '../types.js'

/** The identity as it is stored, one record for all tabs. */
export type IdentityState = {
  readonly anonymousId: string
  readonly sessionId: string
  /** Epoch ms of the session's last event, to the minute. */
  readonly activeAt: number
  /** Rises with every change, so that tabs can tell which of two states is the newer. */
  readonly version: number
  /**
   * When consent was given anew before this began from nothing, in epoch ms; else 0. Versions begin anew then, and a page that has slept
   * through the refusal must not bring back who was here before.
   */
  readonly born: number
  /** The anonymous ids before this one, the latest first: none of them may come back out of a cookie. */
  readonly former?: readonly string[] | undefined
  readonly userId?: string
  readonly identifiers?: { readonly [namespace: string]: string }
  readonly traits?: { readonly [key: string]: Json }
}

/** After login. A second known customer on the same browser becomes a new visitor first: nothing ever ties the two. */
export function identify(
  state: IdentityState,
  userId: string,
  traits: IdentityState['traits'],
  fresh: () => IdentityState,
): IdentityState {
  const isOther = state.userId && state.userId !== userId
  const before = isOther ? fresh() : state
  const after = { ...before, userId, traits: { ...before.traits, ...traits } }
  return JSON.stringify(after) === JSON.stringify(state) ? state : after
}

/** Another identifier of the present person. */
export const link = (state: IdentityState, namespace: string, value: string): IdentityState =>
  state.identifiers?.[namespace] === value ? state : { ...state, identifiers: { ...state.identifiers, [namespace]: value } }

/** What is not an identifier of the present person any more. */
export function unlink(state: IdentityState, namespace: string, value: string): IdentityState {
  const { [namespace]: old, ...identifiers } = state.identifiers ?? {}
  return old === value ? { ...state, identifiers } : state
}

/** Activity is written down at most this often: a session's end need not be exact to the second. */
const touchEveryMs = 60_000

/** Something happened: a new session after a long silence, or where `isNew` says so, else now and then the time of the last event. */
export function touch(
  state: IdentityState,
  time: number,
  timeoutMs: number,
  mint: () => string,
  isNew?: (activeAt: number, now: number) => boolean,
): IdentityState {
  const silentMs = time - state.activeAt
  if (isNew?.(state.activeAt, time) || silentMs > timeoutMs) return { ...state, activeAt: time, sessionId: mint() }
  return silentMs < touchEveryMs && silentMs < timeoutMs ? state : { ...state, activeAt: time }
}

/** A cookie that a browser has not kept, because it was killed, is at most so many visitors old. */
const maxFormer = 9

/** The state after a change. `weight` decides between tabs that change it at once. */
export function succeed(state: IdentityState, next: IdentityState, weight: number): IdentityState {
  const { anonymousId, born, former, version } = state
  const isSame = next.anonymousId === anonymousId
  return { ...next, born, former: isSame ? former : [anonymousId, ...(former ?? [])].slice(0, maxFormer), version: version + weight }
}

/** Whether a state of another tab replaces this one. The same answer in every tab, also when two changed at once. */
export function isNewer(theirs: IdentityState, ours: IdentityState): boolean {
  const lead = theirs.born - ours.born || theirs.version - ours.version
  return lead > 0 || (!lead && JSON.stringify(theirs) > JSON.stringify(ours))
}
