// How this room calls code of others: what it throws is told as an `error` event of the tracker.
// Changes nothing, and knows the tracker by its type only.

import { tellError } from '../lib/tellError.js'
import type { Tracker } from '../types.js'

/** What others have thrown becomes an `error` event. */
export function guard(tracker: Tracker, run: () => unknown): void {
  try {
    run()
  } catch (cause) {
    tellError(tracker, cause)
  }
}
