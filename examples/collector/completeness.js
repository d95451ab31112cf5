// Which positions of a stream never arrived.
// Pure: a list of numbers in, a verdict out.

/**
 * Every page numbers its events from 0 without a gap, so the numbers that are not there were lost or are still on
 * their way. What comes after the highest number cannot be known.
 * @param {readonly number[]} positions in any order
 * @param {number} [maxListed] how many missing and doubled positions are listed; all are counted
 */
export function completeness(positions, maxListed = 50) {
  const sorted = [...positions].sort((a, b) => a - b)
  /** @type {number[]} */
  const missing = []
  /** @type {number[]} */
  const doubled = []
  let expected = 0
  let missingCount = 0
  for (const n of sorted) {
    if (n < expected) {
      if (doubled.length < maxListed && doubled.at(-1) !== n) doubled.push(n)
      continue
    }
    missingCount += n - expected
    for (let gap = expected; gap < n && missing.length < maxListed; gap++) missing.push(gap)
    expected = n + 1
  }
  const complete = missingCount === 0
  return { count: positions.length, highest: expected - 1, missing, missingCount, doubled, complete }
}
