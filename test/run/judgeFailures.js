// Gives each failed browser test one more run, alone.
// Must not hide anything: what passes only then is printed as flaky, by its name and that of the engine.
import { relative } from 'node:path'
import { bail } from './runEngine.js'
import { runVitest } from './runVitest.js'

/** More failures than this are no flake, and running them again would only take time. */
const maxRepeats = 5
const repeatMaxMs = 120_000

/**
 * @param {import('./readReport.js').Failure} failure
 * @param {{ timeoutMs: number, cwd: string, env: Record<string, string> }} options
 */
const passesAlone = async ({ file, name }, options) => {
  const escaped = name?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const args = escaped === undefined ? [file] : [file, '-t', `^${escaped}$`]
  const { passed, failed } = await runVitest('browser', { args, ...options, reporter: 'verbose' })
  return passed > 0 && failed === 0
}

/**
 * @param {string} engine
 * @param {import('./readReport.js').Report} report
 * @param {{ endsAtMs: number, cwd: string, env: Record<string, string> }} options
 * @returns {Promise<import('./tally.js').Tally>}
 */
export const judgeFailures = async (engine, { failures, skipped, ...report }, { endsAtMs, cwd, env: given }) => {
  const env = { ...given, THROUGHLINE_BROWSER: engine }
  let { passed, failed } = report
  if (failures.length > maxRepeats)
    console.log(`More than ${maxRepeats} failures: none is run again, and after about ${bail} the rest is left out.`)
  for (const failure of failures) {
    const title = `${engine}: ${relative(cwd, failure.file)}${failure.name === undefined ? '' : ` > ${failure.name}`}`
    const leftMs = Math.round(endsAtMs - performance.now())
    let isFlaky = false
    if (failures.length <= maxRepeats && leftMs > 1_000) {
      console.log(`Running once more, alone, in ${title}`)
      isFlaky = await passesAlone(failure, { timeoutMs: Math.min(repeatMaxMs, leftMs), cwd, env })
    }
    console.log(`${isFlaky ? 'FLAKY' : 'FAILED'} ${title}`)
    if (!isFlaky) continue
    failed -= 1
    passed += 1
  }
  return { passed, failed, skipped }
}
