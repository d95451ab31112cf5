// Runs the browser tests in all engines.
// Must not hide a missing browser: its tests are named as skipped, with one sentence that says why.
import { availableParallelism } from 'node:os'
import { browserNames, findBrowser, installBrowser } from '../support/findBrowser.js'
import { judgeFailures } from './judgeFailures.js'
import { listTests } from './listTests.js'
import { projectFolder } from './projectFolder.js'
import { partsOf, runEngine } from './runEngine.js'
import { sum, tallyLine } from './tally.js'

/** @typedef {import('../support/findBrowser.js').BrowserName} BrowserName */

/** @param {BrowserName} engine @returns {string} '' if there is a browser now, else why there is none */
const whyNoBrowser = (engine) => {
  try {
    findBrowser(engine)
    return ''
  } catch {
    console.log(`No ${engine} is installed; installing it.`)
  }
  try {
    installBrowser(engine)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** @param {BrowserName} engine @param {string} cwd @param {string} why @returns {import('./tally.js').Tally} */
const skip = (engine, cwd, why) => {
  const tests = listTests('browser', cwd)
  for (const name of tests) console.log(`skipped in ${engine}: ${name}`)
  const isFailure = Boolean(process.env.CI)
  console.log(`The ${tests.length} browser tests ${isFailure ? 'could not run' : 'were skipped'} in ${engine}: ${why}`)
  return { passed: 0, failed: isFailure ? 1 : 0, skipped: tests.length }
}

/** @returns {BrowserName[]} all, or the one that the environment names */
const chosenEngines = () => {
  const { THROUGHLINE_BROWSER: wanted } = process.env
  if (!wanted) return browserNames
  const found = browserNames.filter((name) => name === wanted)
  if (found.length === 0)
    throw new Error(`THROUGHLINE_BROWSER is ${wanted}; set it to one of ${browserNames.join(', ')}, or unset it.`)
  return found
}

/**
 * As many parts at a time as there are cores; what failed is run again when none of them runs any more.
 * @param {{ args: readonly string[], timeoutMs: number, cwd?: string, env?: Record<string, string> }} options
 * @returns {Promise<import('./tally.js').Tally>}
 */
export const runBrowserTests = async ({ args, timeoutMs, cwd = projectFolder, env = {} }) => {
  const endsAtMs = performance.now() + timeoutMs
  const engines = chosenEngines().map((engine) => ({ engine, why: whyNoBrowser(engine) }))
  const here = engines.filter(({ why }) => why === '').map(({ engine }) => engine)
  const parts = here.map((engine) => partsOf(engine, args))
  // The longest first: the first parts of all engines.
  const waiting = [...parts.flatMap(([first]) => first ?? []), ...parts.flatMap(([, ...rest]) => rest)]
  const isAlone = waiting.length < 2
  /** @type {Map<BrowserName, import('./readReport.js').Report>} */
  const reports = new Map()
  const lane = async () => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      const startMs = performance.now()
      console.log(`\n--- ${part.engine} begins`)
      const leftMs = Math.max(1_000, Math.round(endsAtMs - startMs))
      const report = await runEngine(part, { timeoutMs: leftMs, cwd, env, isAlone })
      const before = reports.get(part.engine)
      reports.set(part.engine, before ? { ...sum([before, report]), failures: [...before.failures, ...report.failures] } : report)
      console.log(`--- ${part.engine} ends (${((performance.now() - startMs) / 1000).toFixed(1)} s)`)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, lane))
  const results = []
  for (const { engine, why } of engines) {
    const report = reports.get(engine)
    const tally = report ? await judgeFailures(engine, report, { endsAtMs, cwd, env }) : skip(engine, cwd, why)
    console.log(`--- ${engine}: ${tallyLine(tally)}`)
    results.push(tally)
  }
  return sum(results)
}
