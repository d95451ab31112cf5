// Who is here: the state that every event is stamped with, and how commands change it.
// Pure: (state, command) -> (state, what is to be said). Ids come from the argument `mint`.

import type { Json } from '../types.js'

/** The identity as it is stored, one record for all tabs. */
export type IdentityState = {
  readonly anonymousId: string
  readonly sessionId: string
  /** Epoch ms of the session's last event; kept roughly, see `touch`. */
  readonly activeAt: number
  /** Rises with every change, so that tabs can tell which of two states is the newer. */
  readonly version: number
  readonly userId?: string
  readonly groupId?: string
  readonly identifiers?: { readonly [namespace: string]: string }
  readonly traits?: { readonly [key: string]: Json }
}

/** What a caller wants to change. */
export type IdentityCommand =
  | { readonly type: 'identify'; readonly userId: string; readonly traits: { readonly [key: string]: Json } | undefined; readonly keepAnonymousId: boolean }
  | { readonly type: 'link'; readonly namespace: string; readonly value: string }
  | { readonly type: 'group'; readonly groupId: string }
  | { readonly type: 'reset' }

/** The new state, and whether there is anything to tell the collector. */
export type Transition = { readonly state: IdentityState; readonly isNews: boolean }

/** A visitor nobody has seen before. */
export const newVisitor = (mint: () => string, time: number, version = 1): IdentityState => ({
  anonymousId: mint(),
  sessionId: mint(),
  activeAt: time,
  version,
})

/** Applies a command. A second known customer on the same browser becomes a new visitor first: nothing ever ties the two. */
export function transition(state: IdentityState, command: IdentityCommand, mint: () => string, time: number): Transition {
  const version = state.version + 1
  switch (command.type) {
    case 'reset':
      return { state: newVisitor(mint, time, version), isNews: false }
    case 'identify': {
      const { userId, traits, keepAnonymousId } = command
      const isOther = state.userId !== undefined && state.userId !== userId
      const rotated = isOther ? newVisitor(mint, time, version) : { ...state, version }
      const anonymousId = isOther && keepAnonymousId ? state.anonymousId : rotated.anonymousId
      const known = isOther ? undefined : state.traits
      const isNews = state.userId !== userId || Object.keys(traits ?? {}).some((key) => !isSame(known?.[key], traits?.[key]))
      if (!isNews) return { state, isNews }
      return { state: { ...rotated, anonymousId, userId, traits: { ...known, ...traits } }, isNews }
    }
    case 'link': {
      const { namespace, value } = command
      if (state.identifiers?.[namespace] === value) return { state, isNews: false }
      return { state: { ...state, version, identifiers: { ...state.identifiers, [namespace]: value } }, isNews: true }
    }
    case 'group':
      return { state: { ...state, version, groupId: command.groupId }, isNews: true }
  }
}

const isSame = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Whether a state of another tab replaces this one. The same answer in every tab, also when two changed at once. */
export function isNewer(theirs: IdentityState, ours: IdentityState): boolean {
  if (theirs.version !== ours.version) return theirs.version > ours.version
  return JSON.stringify(theirs) > JSON.stringify(ours)
}

/** Activity is written down at most this often: a session's end need not be exact to the second. */
const touchEveryMs = 60_000

/** Notes that something happened: a new session after a long silence, else now and then the time of the last event. */
export function touch(state: IdentityState, time: number, timeoutMs: number, mint: () => string): IdentityState {
  const silentMs = time - state.activeAt
  if (silentMs < touchEveryMs) return state
  const sessionId = silentMs > timeoutMs ? mint() : state.sessionId
  return { ...state, sessionId, activeAt: time, version: state.version + 1 }
}
