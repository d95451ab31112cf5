// Installs the packages of a folder from its own lock file when they are missing or older than it.
// Must not touch the packages of the project.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** @param {string} path */
const readIfThere = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // nothing is installed yet
  }
}

/** @param {string} folder */
export const installFrom = (folder) => {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  const installedFile = join(folder, 'node_modules/.installed-lock.json')
  if (readIfThere(installedFile) === lock) return
  const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`npm ci failed in ${folder}; run it there by hand to see more.\n${stderr}`)
  writeFileSync(installedFile, lock)
}
