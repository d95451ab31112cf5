// Owns which measures there are, and in which order they run.
// Must not run any.
import { readdir } from 'node:fs/promises'

/**
 * @typedef {object} Measure
 * @property {string} title
 * @property {boolean} [needsBrowser]
 * @property {boolean} [needsStands]
 * @property {(run: import('./run.js').Run) => Promise<import('./tables.js').Result>} measure
 */

const folder = new URL('./measures/', import.meta.url)
/** The quick ones first; what is not named here comes last. */
const order = ['sizes', 'startUp', 'track', 'calls', 'mainThread', 'clicks', 'acts', 'wire', 'idle', 'sharedDevice', 'faults', 'identity', 'collector']

/** @param {readonly string[]} wanted beginnings of names; none: all @returns {Promise<{ name: string, measure: Measure }[]>} */
export async function loadMeasures(wanted) {
  const names = (await readdir(folder)).filter((file) => file.endsWith('.js')).map((file) => file.slice(0, -3))
  const place = (/** @type {string} */ name) => (order.indexOf(name) + 100) % 100
  const chosen = names.filter((name) => wanted.length === 0 || wanted.includes(name)).sort((a, b) => place(a) - place(b))
  const strange = wanted.filter((name) => !names.includes(name))
  if (strange.length) throw new Error(`No measure ${strange.join(', ')}: choose from ${names.join(', ')}`)
  return Promise.all(chosen.map(async (name) => ({ name, measure: (await import(new URL(`${name}.js`, folder).href))[name] })))
}
