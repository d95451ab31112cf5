// A vitest reporter that writes each result to a file as it comes, one JSON text per line.
// Must write at once: a run that crashes or hangs later has still counted what it had done.
import { appendFileSync, writeFileSync } from 'node:fs'

/**
 * `file` is the path of a test file; `end` is the last line, without which the run did not come to its end.
 * @typedef {{ file: string, name?: string, state?: string } | { end: string, strayErrors: number }} Line
 */

/**
 * @param {string} path
 * @returns {import('vitest/node').Reporter}
 */
export const writeReport = (path) => {
  writeFileSync(path, '')
  const add = (/** @type {Line} */ line) => appendFileSync(path, `${JSON.stringify(line)}\n`)
  return {
    onTestCaseResult: (test) => add({ file: test.module.moduleId, name: fullName(test), state: test.result().state }),
    onTestModuleEnd: (module) => {
      const hasFailedTest = !module.children.allTests('failed').next().done
      // A file can fail without a test of its own: it does not load, or a hook throws.
      if (module.state() === 'failed' && !hasFailedTest) add({ file: module.moduleId })
    },
    onTestRunEnd: (_modules, errors, reason) => add({ end: reason, strayErrors: errors.length }),
  }
}

/**
 * The name as `vitest -t` matches it: suites and test with a space between.
 * @param {import('vitest/node').TestCase | import('vitest/node').TestSuite} task
 * @returns {string}
 */
const fullName = (task) => (task.parent.type === 'module' ? task.name : `${fullName(task.parent)} ${task.name}`)
