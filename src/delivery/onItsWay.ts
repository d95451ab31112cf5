// What is on its way to the collector: sent by this page or worker, or, as far as it has said so, by another.
// Knows no timer: what was never answered is believed for a while, because whoever sent it may have died meanwhile.

import type { Key } from '../store/store.js'

/** What {@link createOnItsWay} returns. */
export type OnItsWay = {
  /** These are, for so long at most; with 0 their answer is there. */
  add(keys: readonly Key[], ms: number): void
  has(key: Key): boolean
}

/** Creates the book of one page or worker. */
export function createOnItsWay(now: () => number): OnItsWay {
  const until = new Map<string, number>()
  return {
    add(keys, ms) {
      for (const key of keys) {
        if (ms) until.set(`${key}`, now() + ms)
        else until.delete(`${key}`)
      }
    },
    has: (key) => until.get(`${key}`)! > now(),
  }
}
