// Owns waiting with an end: a page that has crashed never answers.
// Must not keep the process alive.

/**
 * The value, or undefined if it failed or did not come in time.
 * @template T
 * @param {Promise<T>} value
 * @param {number} timeoutMs
 * @returns {Promise<{ value?: T, isLate: boolean, error?: unknown }>}
 */
export async function within(value, timeoutMs) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve({ isLate: true }), timeoutMs)
  })
  const settled = value.then(
    (value) => ({ value, isLate: false }),
    (error) => ({ error, isLate: false }),
  )
  const first = await Promise.race([settled, late])
  clearTimeout(timer)
  return /** @type {any} */ (first)
}
