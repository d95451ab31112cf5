// Who is here, as a ref.
// Follows until the component is gone.

import { onScopeDispose, type ShallowRef, shallowRef } from 'vue'
import type { Identity } from '../types.js'
import { useTracker } from './createThroughline.js'

/** The identity as of now: empty on the server, before storage has been read, and without consent. */
export function useIdentity(): Readonly<ShallowRef<Identity>> {
  const tracker = useTracker()
  const identity = shallowRef(tracker.identity())
  onScopeDispose(tracker.on('identity', (now) => (identity.value = now)))
  return identity
}
