// Runs the browser tests, one file at a time; a failed test gets one more run, alone, and is named when it then passes.
// Must not hide anything: a flaky test is printed by name, and a missing browser is said in one sentence.
import { relative } from 'node:path'
import { findBrowser, installBrowser } from '../support/findBrowser.js'
import { listTests } from './listTests.js'
import { projectFolder } from './projectFolder.js'
import { runVitest } from './runVitest.js'

/** More failures than this are no flake, and running them again would only take time. */
const maxRepeats = 5

/** After so many failures the rest is left out: each may take its whole time-out, and the cause is likely one. */
const bail = 25
const repeatMaxMs = 120_000

/** @returns {string} '' if there is a browser now, else why there is none */
const whyNoBrowser = () => {
  try {
    findBrowser('chromium')
    return ''
  } catch {
    console.log('No Chromium is installed; installing it.')
  }
  try {
    installBrowser('chromium')
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/**
 * @param {import('./readReport.js').Failure} failure
 * @param {{ timeoutMs: number, cwd: string }} options
 */
const passesAlone = async ({ file, name }, options) => {
  const escaped = name?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const args = escaped === undefined ? [file] : [file, '-t', `^${escaped}$`]
  const { passed, failed } = await runVitest('browser', { args, ...options, reporter: 'verbose' })
  return passed > 0 && failed === 0
}

/**
 * @param {{ args: readonly string[], timeoutMs: number, cwd?: string }} options
 * @returns {Promise<import('./tally.js').Tally>}
 */
export const runBrowserTests = async ({ args, timeoutMs, cwd = projectFolder }) => {
  const why = whyNoBrowser()
  if (why !== '') {
    const tests = listTests('browser', cwd)
    for (const name of tests) console.log(`skipped: ${name}`)
    const isFailure = Boolean(process.env.CI)
    console.log(`The ${tests.length} browser tests ${isFailure ? 'could not run' : 'were skipped'}: ${why}`)
    return { passed: 0, failed: isFailure ? 1 : 0, skipped: tests.length }
  }
  const endsAtMs = performance.now() + timeoutMs
  const report = await runVitest('browser', { args, timeoutMs, cwd, bail, reporter: 'verbose' })
  let { passed, failed } = report
  if (report.failures.length > maxRepeats) {
    console.log(`More than ${maxRepeats} failures: none is run again, and after about ${bail} the rest is left out.`)
    return report
  }
  for (const failure of report.failures) {
    const leftMs = Math.min(repeatMaxMs, endsAtMs - performance.now())
    if (leftMs < 1_000) break
    const title = `${relative(cwd, failure.file)}${failure.name === undefined ? '' : ` > ${failure.name}`}`
    console.log(`Running once more, alone: ${title}`)
    if (!(await passesAlone(failure, { timeoutMs: leftMs, cwd }))) continue
    console.log(`FLAKY ${title}`)
    failed -= 1
    passed += 1
  }
  return { passed, failed, skipped: report.skipped }
}
