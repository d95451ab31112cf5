// Entries that an earlier page could not see through to disk, put where they belong.
// Knows what may be merged; where they were spilled is not its business.

import { isNewer, type IdentityState } from '../identity/state.js'
import type { Entry, Key, Store } from '../store/store.js'

const identityKey: Key = ['identity']

/** Merges spilled entries. An event comes back under its own key; an identity only if it is newer than what is stored. */
export async function mergeSpill(store: Store, spilled: readonly unknown[]): Promise<void> {
  const entries = spilled.filter(isEntry)
  await store.write(entries.filter(([key]) => key[0] === 'event'))
  for (const [key, value] of entries) {
    if (key[0] !== identityKey[0]) continue
    const theirs = value as IdentityState
    await store.exchange<IdentityState>(identityKey, (ours) => (ours && !isNewer(theirs, ours) ? undefined : theirs))
  }
}

const isEntry = (value: unknown): value is Entry => Array.isArray(value) && Array.isArray(value[0]) && value[1] !== undefined
