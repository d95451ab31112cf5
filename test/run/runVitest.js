// Runs one vitest project in a process of its own, and counts its tests.
// Must count a run that crashed, hung or found no tests as failed.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from './projectFolder.js'
import { readReport } from './readReport.js'
import { runCommand } from './runCommand.js'

const vitest = join(projectFolder, 'node_modules/vitest/vitest.mjs')

/** @param {string} path */
const readIfThere = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // vitest died before it had read its configuration
  }
}

/**
 * @param {string} project
 * @param {{
 *   args?: readonly string[], timeoutMs: number, reporter?: string, cwd?: string, bail?: number, env?: Record<string, string>,
 *   label?: string, exclude?: readonly string[]
 * }} options
 * @returns {Promise<import('./readReport.js').Report>}
 */
export const runVitest = async (project, options) => {
  const { args = [], timeoutMs, reporter = 'default', cwd = projectFolder, bail = 0, label, exclude = [] } = options
  const folder = mkdtempSync(join(tmpdir(), 'report-'))
  const file = join(folder, 'report')
  // With a filter it is no mistake that a project has no test of that name.
  const passing = args.length > 0 ? ['--passWithNoTests'] : []
  const command = [vitest, 'run', '--project', project, '--bail', String(bail), ...passing, ...exclude.flatMap((path) => ['--exclude', path]), ...args]
  const env = { ...options.env, TEST_REPORT: file, TEST_REPORTER: reporter }
  const { isOk, reason } = await runCommand(process.execPath, command, { timeoutMs, cwd, env, ...(label && { label }) })
  const report = readReport(readIfThere(file), isOk)
  rmSync(folder, { recursive: true, force: true })
  if (report.failed > report.failures.length)
    console.log(`FAILED ${project}, beyond its tests: ${reason || 'see above'}.`)
  return report
}
