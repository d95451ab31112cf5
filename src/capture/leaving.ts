// When a page, or a view within it, comes to its end: hidden, left, or another URL.
// Listens before the tracker does, so that what is told then is still taken along.

import type { Tracker } from '../types.js'
import { listenAll } from './listen.js'
import { onRoute } from './onRoute.js'

/** Why: another tab or app is in front; the page goes away; another URL in the same page. */
export type Leaving = 'hidden' | 'left' | 'route'

/** Calls back at each of them; a page that leaves may be told `left` and `hidden`, in any order. Returns the undo. */
export function onLeaving(tracker: Tracker, callback: (why: Leaving) => void): () => void {
  return listenAll(
    tracker,
    { visibilitychange: () => document.hidden && callback('hidden'), pagehide: () => callback('left') },
    onRoute(tracker, () => callback('route')),
  )
}
