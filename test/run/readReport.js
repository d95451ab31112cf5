// Reads what writeReport.js wrote: how many tests passed, failed and were skipped, and which failed.
// Pure; a report that is missing, empty or cut short counts as a failure.

/**
 * `name` is undefined where a whole file failed, before or beside its tests.
 * @typedef {{ file: string, name?: string }} Failure
 * @typedef {import('./tally.js').Tally & { failures: Failure[] }} Report
 */

/** @param {string} line */
const parse = (line) => {
  try {
    return JSON.parse(line)
  } catch {
    return {} // cut short by a crash; the end is missing too, and that is counted
  }
}

/**
 * @param {string} text the report; empty if there is none
 * @param {boolean} isOk whether vitest itself ended well
 * @returns {Report}
 */
export const readReport = (text, isOk) => {
  const lines = text.split('\n').filter(Boolean).map(parse)
  const tests = lines.filter(({ state }) => state !== undefined)
  const wholeFiles = lines.filter(({ file, state }) => file !== undefined && state === undefined)
  const failedTests = tests.filter(({ state }) => state === 'failed')
  /** @type {Failure[]} */
  const failures = [...failedTests, ...wholeFiles].map(({ file, name }) => ({ file, name }))
  const passed = tests.filter(({ state }) => state === 'passed').length
  const end = lines.find((line) => line.end !== undefined)
  // Beyond failed tests: vitest died on the way, an error struck outside of any test, or there was no test at all.
  const isBroken = end === undefined || end.strayErrors > 0 || (!isOk && failures.length === 0)
  return {
    passed,
    failed: failures.length + (isBroken ? 1 : 0),
    skipped: tests.length - passed - failedTests.length,
    failures,
  }
}
