// What a status means: one table for all collectors; a format may know better.
// Pure.

import type { Verdict } from '../types.js'

/** The verdict of a status; 0 stands for no answer at all. */
export function verdictOf(status: number): Verdict {
  if (/^2..$/.test(`${status}`)) return 'accepted'
  // 408: it did not wait for us; 425: too early; 429: too many. The same request may go through later.
  if (!/^4(?!08|25|29)/.test(`${status}`)) return 'retry'
  if (/00|13|22/.test(`${status}`)) return 'split'
  // The key or the address is wrong: the site's people can mend that, and then everything is still there.
  return status === 410 ? 'stop' : status === 415 ? 'unsupported' : 'pause'
}
