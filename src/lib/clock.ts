// A clock that cannot run backwards within the page.
// Owns no timer; the two sources of time come in as arguments.

/** How far the wall clock may be ahead of the monotonic one before it is believed: a sleeping machine stops the latter. */
const sleptMs = 1000

/**
 * Returns a function that gives epoch ms and never less than the time before. Somebody setting the clock back moves
 * nothing; a machine that slept, or a clock set forward, moves it on.
 */
export function createClock(wall: () => number, monotonic: () => number): () => number {
  let base = wall() - monotonic()
  let last = 0
  return () => {
    const ahead = wall() - base - monotonic()
    if (ahead > sleptMs) base += ahead
    last = Math.max(last, Math.floor(base + monotonic()))
    return last
  }
}
