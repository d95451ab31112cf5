// Waits for what another script puts on the page: it may come at any time, or never.
// Puts nothing on the page itself.

import type { Tracker } from '../types.js'
import { guard } from './guard.js'

/** After so many looks, over about two minutes, only what is loaded still makes it look. */
const maxTimes = 8
const firstWaitMs = 500

/**
 * Calls `find` until it answers true: now, whenever something has loaded, and a few times in between, more and more seldom.
 * Returns the undo.
 */
export function whenThere(tracker: Tracker, find: () => boolean): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let times = 0
  let isOver = false
  const stop = (): void => {
    isOver = true
    clearTimeout(timer)
    document.removeEventListener('load', look, true)
    document.removeEventListener('DOMContentLoaded', look)
    removeEventListener('load', look)
  }
  const look = (): void => guard(tracker, () => !isOver && find() && stop())
  const wait = (): void => {
    if (!isOver && times < maxTimes) timer = setTimeout(() => (look(), wait()), firstWaitMs * 2 ** times++)
  }
  // Each script says at the document that it has loaded, though its event does not bubble.
  document.addEventListener('load', look, true)
  document.addEventListener('DOMContentLoaded', look)
  addEventListener('load', look)
  look()
  wait()
  return stop
}
