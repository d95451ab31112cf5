// What a status means: one table for all collectors; a format may know better.
// Pure.

import type { Verdict } from '../types.js'

/** Ends on its own: the same request may go through later. */
const passing = new Set([
  408, // the collector did not wait for us
  425, // too early
  429, // too many requests
])

/** The verdict of a status; 0 stands for no answer at all. */
export function verdictOf(status: number): Verdict {
  if (status >= 200 && status < 300) return 'accepted'
  if (status < 400 || status >= 500 || passing.has(status)) return 'retry'
  if (status === 410) return 'stop'
  if (status === 415) return 'unsupported'
  // The key or the address is wrong: the site's people can mend that, and then everything is still there.
  if (status === 401 || status === 403 || status === 404 || status === 405) return 'pause'
  return 'split'
}
