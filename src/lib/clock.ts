// A clock that cannot run backwards within the page.
// Owns no timer; the two sources of time come in as arguments.

/**
 * Returns a function that gives epoch ms and never less than the time before. It follows the wall clock, also over a
 * sleep of the machine; when somebody sets that back, it goes on by the monotonic one until the wall has caught up.
 */
export function createClock(wall: () => number, monotonic: () => number): () => number {
  let last = 0
  let base: number | undefined
  return () => {
    const time = wall()
    if (time >= last) base = undefined
    else base ??= last - monotonic()
    return (last = base === undefined ? time : Math.floor(base + monotonic()))
  }
}
