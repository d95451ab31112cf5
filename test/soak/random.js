// Owns chance that can be had again: the same seed, the same numbers.
// Pure; must not look at the clock or at Math.random.

/**
 * @typedef {object} Random
 * @property {() => number} next from 0 up to, not including, 1
 * @property {(least: number, most: number) => number} whole a whole number, both ends included
 * @property {<T>(choices: readonly T[]) => T} pick
 */

/**
 * @param {number} seed any whole number
 * @returns {Random}
 */
export function createRandom(seed) {
  let state = seed >>> 0
  // A counter whose bits are mixed (mulberry32): short, and more than even enough for choosing steps.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: (choices) => /** @type {any} */ (choices[Math.floor(next() * choices.length)]),
  }
}
