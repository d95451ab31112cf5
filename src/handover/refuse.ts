// How this room says that something was refused: as an `error` event of the tracker.
// Knows nothing of what was refused, and changes nothing.

import type { Tracker } from '../types.js'

/**
 * Reports through `on('error')`. A tracker never throws at its caller and reports what it was handed and could not
 * read, so it is handed a name that nobody can read; nothing is tracked. A method of its own for this would be 10 bytes
 * more for every visitor of every site. A moment later, because what is refused at the start is refused before anybody
 * can listen.
 */
export function refuse(tracker: Tracker, why: string): void {
  const unreadable = {
    toString(): string {
      throw new Error(why)
    },
  }
  queueMicrotask(() => tracker.track(unreadable as unknown as string))
}
