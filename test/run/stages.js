// The stages of the test command, in their order.
// Must not print totals; runStages.js does.
import { join } from 'node:path'
import { projectFolder } from './projectFolder.js'
import { runBrowserStage } from './runBrowserStage.js'
import { runCommand } from './runCommand.js'
import { runVitest } from './runVitest.js'
import { sum } from './tally.js'

/**
 * `needsBuild`: run without the build stage, it builds first if the build is older than the sources.
 * @typedef {import('./tally.js').Tally} Tally
 * @typedef {{ name: string, needsBuild: boolean, run: (args: readonly string[]) => Promise<Tally> }} Stage
 */

const minuteMs = 60_000

/**
 * @param {string} title
 * @param {string} command
 * @param {readonly string[]} args
 */
const check = async (title, command, args) => {
  const { isOk, reason } = await runCommand(command, args, { timeoutMs: 3 * minuteMs, cwd: projectFolder })
  console.log(isOk ? `ok ${title}` : `FAILED ${title}: ${reason}.`)
  return { passed: isOk ? 1 : 0, failed: isOk ? 0 : 1, skipped: 0 }
}

/** @param {string} script within node_modules */
const tool = (script) => join(projectFolder, 'node_modules', script)

/**
 * @param {string} title
 * @param {string} config
 */
const compile = (title, config) =>
  check(title, process.execPath, [tool('typescript/bin/tsc'), '--noEmit', '-p', config])

/** @type {readonly Stage[]} */
export const stages = [
  {
    name: 'lint',
    needsBuild: false,
    run: () => check('the linter finds nothing', process.execPath, [tool('oxlint/bin/oxlint')]),
  },
  {
    name: 'types',
    needsBuild: false,
    run: async () =>
      sum([
        await compile('src compiles', 'tsconfig.json'),
        await compile('what the worker reaches compiles without the DOM', 'test/tsconfig.worker.json'),
        await compile('test, bench and examples compile', 'test/tsconfig.json'),
      ]),
  },
  {
    name: 'build',
    needsBuild: false,
    run: () => check('dist is built', 'npm', ['run', '--silent', 'build']),
  },
  {
    name: 'unit',
    needsBuild: false,
    run: (args) => runVitest('unit', { args, timeoutMs: 8 * minuteMs }),
  },
  {
    name: 'package',
    needsBuild: true,
    run: (args) => runVitest('package', { args, timeoutMs: 10 * minuteMs, reporter: 'verbose' }),
  },
  {
    name: 'browser',
    needsBuild: true,
    run: (args) => runBrowserStage({ args, timeoutMs: 30 * minuteMs }),
  },
]
