// Owns the figures of killed browsers: how long before the end it was tracked, and what is gone.
// Pure.

/** The upper ends, in ms before the end; what is over the last is one more line. */
const bounds = [10, 20, 50, 100]

/** @typedef {import('./measureKills.js').Fate} Fate */

/** @param {Fate} fate */
const ageMs = ({ endedAt, calledAt, heardAt }) => endedAt - (calledAt ?? heardAt)

/** Every event that `saved()` had confirmed and that is gone. @param {readonly Fate[]} fates */
export const brokenPromises = (fates) =>
  fates
    .filter(({ isSaved, isReceived }) => isSaved && !isReceived)
    .map((fate) => `LOST although saved: round ${fate.round}, event ${fate.n}, ${ageMs(fate)} ms before the end`)

/**
 * A table for a README.
 * @param {readonly Fate[]} fates
 */
export function killTable(fates) {
  const count = (/** @type {readonly Fate[]} */ some) => {
    const lost = some.filter(({ isReceived }) => !isReceived).length
    const share = some.length > 0 ? `${((100 * lost) / some.length).toFixed(1)} %` : '-'
    return `${lost} of ${some.length} | ${share}`
  }
  const line = (/** @type {string} */ title, /** @type {(fate: Fate) => boolean} */ fits) => {
    const some = fates.filter(fits)
    return `| ${title} | ${count(some.filter(({ isCold }) => !isCold))} | ${count(some.filter(({ isCold }) => isCold))} |`
  }
  return [
    '| tracked before the end | lost | | lost, page just opened | |',
    '|---|---|---|---|---|',
    ...bounds.map((bound, i) => line(`${bounds[i - 1] ?? 0} to ${bound} ms`, (fate) => ageMs(fate) < bound && ageMs(fate) >= (bounds[i - 1] ?? -Infinity))),
    line(`${bounds.at(-1)} ms and more`, (fate) => ageMs(fate) >= /** @type {number} */ (bounds.at(-1))),
    line('any time, confirmed by `saved()`', ({ isSaved }) => isSaved),
  ].join('\n')
}
