// A clock that cannot run backwards within the page.
// Owns no timer; the two sources of time come in as arguments.

/**
 * Returns a function that gives epoch ms and never less than the time before. Somebody setting the clock back moves
 * nothing; a machine that slept (which stops the monotonic source), or a clock set forward, moves it on.
 */
export function createClock(wall: () => number, monotonic: () => number): () => number {
  let base = -Infinity
  return () => {
    const since = monotonic()
    base = Math.max(base, wall() - since)
    return Math.floor(base + since)
  }
}
