// Owns looking for a shorter list that fails too: leaves out parts, the large ones first.
// Must not know what the items are.

/**
 * @template T
 * @param {readonly T[]} items a list that fails
 * @param {(items: readonly T[]) => Promise<boolean>} fails
 * @param {() => boolean} isTimeLeft
 * @returns {Promise<readonly T[]>} the shortest list found that failed
 */
export async function shrink(items, fails, isTimeLeft) {
  let best = items
  for (let size = best.length >> 1; size > 0; size >>= 1) {
    // From the end: what came after the fault has no part in it.
    for (let start = best.length - size; start > -size; start -= size) {
      if (!isTimeLeft()) return best
      const rest = [...best.slice(0, Math.max(0, start)), ...best.slice(Math.max(0, start + size))]
      if (rest.length < best.length && (await fails(rest))) best = rest
    }
  }
  return best
}
