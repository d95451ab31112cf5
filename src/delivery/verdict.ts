// What a status means: one table for all collectors; a format may know better.
// Pure.

import type { Verdict } from '../types.js'

/** The verdict of a status; 0 stands for no answer at all. */
export function verdictOf(status: number): Verdict {
  if (status >= 200 && status < 300) return 'accepted'
  // 408: it did not wait for us; 425: too early; 429: too many. The same request may go through later.
  if (status < 400 || status >= 500 || status === 408 || status === 425 || status === 429) return 'retry'
  if (status === 400 || status === 413 || status === 422) return 'split'
  if (status === 410) return 'stop'
  // The key or the address is wrong: the site's people can mend that, and then everything is still there.
  return status === 415 ? 'unsupported' : 'pause'
}
