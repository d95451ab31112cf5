// Who is here, as something to render.
// Renders again when that changes, in this tab or in another.

import { useSyncExternalStore } from 'react'
import type { Identity, Tracker } from '../types.js'
import { useTracker } from './TrackerProvider.js'

const nobody: Identity = { identifiers: {}, traits: {} }
const onServer = (): Identity => nobody

/** The identity as of now: empty on the server and in the first render, before storage has been read, and without consent. */
export function useIdentity(): Identity {
  const tracker: Tracker = useTracker()
  return useSyncExternalStore((changed) => tracker.on('identity', changed), tracker.identity, onServer)
}
