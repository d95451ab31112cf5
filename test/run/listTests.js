// Lists the tests of a vitest project by name, without running them.
// Must not fail: without a list the names are missing, nothing else.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { projectFolder } from './projectFolder.js'

/**
 * @param {string} project
 * @param {string} cwd where its configuration is
 * @returns {string[]}
 */
export const listTests = (project, cwd) => {
  const args = [join(projectFolder, 'node_modules/vitest/vitest.mjs'), 'list', '--project', project, '--json']
  const { stdout } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' })
  try {
    return JSON.parse(stdout).map((/** @type {{ name: string }} */ { name }) => name)
  } catch {
    return []
  }
}
