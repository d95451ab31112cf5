// How many bytes of requests may be in memory at once: who comes too much is sent away before anything runs out.
// Knows no HTTP.

/**
 * @typedef {ReturnType<typeof createBudget>} Budget
 * @typedef {{ take: (bytes: number) => boolean, release: () => void }} Hold of one request
 */

/** @param {number} maxBytes */
export function createBudget(maxBytes) {
  let held = 0
  return {
    held: () => held,
    /** @returns {Hold} */
    open() {
      let own = 0
      return {
        /** Whether there was room for so many more. */
        take(bytes) {
          // Who is alone always fits, or a large batch would never be taken.
          if (held + bytes > maxBytes && held > own) return false
          held += bytes
          own += bytes
          return true
        },
        release() {
          held -= own
          own = 0
        },
      }
    },
  }
}
