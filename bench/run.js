// Owns `npm run bench`: runs the measures in one real browser against one local collector, and writes RESULTS.md.
// Must not know any contender or measure; who breaks is named, and the rest goes on.
import { launch } from '../test/support/browser.js'
import { installFrom } from '../test/support/installFrom.js'
import { startSite } from '../test/support/site.js'
import { fileURLToPath } from 'node:url'
import { contenders } from './contenders.js'
import { loadMeasures } from './loadMeasures.js'
import { readArguments } from './readArguments.js'
import { keepResults, machine, printResult, writeReport } from './report.js'
import { startSink } from './sink.js'
import { openStands } from './stands.js'

/**
 * What a measure works with.
 * @typedef {object} Run
 * @property {import('../test/support/browser.js').Browser} browser
 * @property {import('./stands.js').Stand[]} stands
 * @property {boolean} isQuick
 * @property {number} seed
 * @property {readonly string[]} flags
 * @property {Awaited<ReturnType<typeof startSite>>} site our own test pages
 * @property {(line: string) => void} progress
 * @property {(rounds: number, act: (stand: import('./stands.js').Stand, round: number) => Promise<void>) => Promise<Record<string, string>>} inTurns
 *   each round for each stand, in another order each time; answers who broke, and how
 */

const options = readArguments(process.argv.slice(2), Object.keys(contenders))
const measures = await loadMeasures(options.only)
const began = Date.now()
const progress = (/** @type {string} */ line) => console.log(`${String(Math.round((Date.now() - began) / 1000)).padStart(5)} s  ${line}`)

installFrom(fileURLToPath(new URL('./peers', import.meta.url)))
const needsStands = measures.some(({ measure }) => measure.needsStands !== false)
const needsBrowser = measures.some(({ measure }) => measure.needsBrowser !== false)
if (needsStands) progress('bundling (half a minute the first time)')
const { stands, close } = await openStands(needsStands ? options.peers : [], (name, error) => progress(`${name} cannot be bundled: ${error}`))
const sink = await startSink()
const site = await startSite({ collectorUrl: sink.url })
const browser = needsBrowser ? await launch('chromium', { isPooled: true }) : undefined
const about = machine(browser?.version, options.seed)

/** A small generator, so that the order of a run can be had again. */
let state = options.seed >>> 0
const random = () => (state = (state * 1_664_525 + 1_013_904_223) >>> 0) / 2 ** 32

/** @type {Run['inTurns']} */
async function inTurns(rounds, act) {
  /** @type {Record<string, string>} */
  const broken = {}
  for (let round = 0; round < rounds; round++) {
    const order = stands.map((stand) => /** @type {const} */ ([random(), stand])).sort(([a], [b]) => a - b)
    for (const [, stand] of order) {
      if (broken[stand.name]) continue
      try {
        await act(stand, round)
      } catch (error) {
        broken[stand.name] = String(error)
        progress(`${stand.name} breaks: ${error}`)
      }
    }
  }
  return broken
}

/** @type {import('./report.js').Kept} */
const results = {}
try {
  console.log(about)
  for (const { name, measure } of measures) {
    progress(`${measure.title} ...`)
    const at = new Date()
    try {
      const run = /** @type {Run} */ ({ browser, stands, site, progress, inTurns, isQuick: options.isQuick, seed: options.seed, flags: options.flags })
      const result = await measure.measure(run)
      results[name] = { title: measure.title, at: at.toISOString(), seconds: Math.round((Date.now() - at.getTime()) / 1000), result }
      printResult(results[name])
      if ([result.aims ?? []].flat().some(({ isPromise, isKept }) => isPromise && isKept === false)) process.exitCode = 1
    } catch (error) {
      process.exitCode = 1
      progress(`${name} broke: ${/** @type {Error} */ (error).stack}`)
    }
  }
} finally {
  await browser?.close()
  await site.close()
  await sink.close()
  await close()
}
// A part of it, or a quick look, is no result; --write takes it into the report all the same.
const isWhole = options.only.length === 0 && options.peers.length === Object.keys(contenders).length && !options.isQuick
if (isWhole || options.isWritten) writeReport(keepResults(results, isWhole), { about, stands, seconds: Math.round((Date.now() - began) / 1000) })
progress(isWhole || options.isWritten ? 'bench/RESULTS.md is written' : 'done; bench/RESULTS.md is written by a whole run, or with --write')
