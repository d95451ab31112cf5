// Installs the judges from their own lock file when they are missing or older than it.
// Must not touch the packages of the project.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))
const lockFile = join(folder, 'package-lock.json')
const installedFile = join(folder, 'node_modules/.installed-lock.json')

/** @param {string} path */
const readIfThere = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // nothing is installed yet
  }
}

export const installJudges = () => {
  const lock = readFileSync(lockFile, 'utf8')
  if (readIfThere(installedFile) === lock) return
  const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`npm ci failed in test/judges; run it there by hand to see more.\n${stderr}`)
  writeFileSync(installedFile, lock)
}
