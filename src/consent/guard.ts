// How this room calls code of others: what it throws is told as an `error` event of the tracker.
// Changes nothing, and knows the tracker by its type only.

import type { Tracker } from '../types.js'

/**
 * What others have thrown becomes an `error` event. A tracker reports what it was handed and could not read, so it is handed
 * a name that cannot be read; a moment later, because at the start nobody can listen yet.
 */
export function guard(tracker: Tracker, run: () => unknown): void {
  try {
    run()
  } catch (cause) {
    const unreadable = {
      toString(): string {
        throw cause
      },
    }
    queueMicrotask(() => tracker.track(unreadable as unknown as string))
  }
}
