// Writes a small project with planted files into a temporary folder, and runs one of our tools on it.
// Must never write into the checkout.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { projectFolder } from '../run/projectFolder.js'

const configs = ['.oxlintrc.json', 'tsconfig.json', 'test/tsconfig.worker.json']

/**
 * @param {Record<string, string>} files path from the top of the project -> text
 * @returns {{ folder: string, remove: () => void }}
 */
export const plantTree = (files) => {
  const folder = mkdtempSync(join(tmpdir(), 'planted-'))
  for (const path of configs) cpSync(join(projectFolder, path), join(folder, path), { recursive: true })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/**
 * @param {string} folder where to run
 * @param {string} script the tool, within node_modules
 * @param {string[]} args
 */
export const runTool = (folder, script, args) => {
  const tool = join(projectFolder, 'node_modules', script)
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, ...args], { cwd: folder, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}
