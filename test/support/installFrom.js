// Installs the packages of a folder from its own lock file when they are missing or older than it.
// Must not touch the packages of the project.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** @param {string} path */
const readIfThere = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // nothing is installed yet
  }
}

/** Whether the process whose number that is still runs. @param {string} pid */
const isRunning = (pid) => {
  try {
    return process.kill(Number(pid), 0)
  } catch {
    return false
  }
}

/** Runs `act` while no other process does so for this folder: the tests of two browsers may need the same packages at once. @param {string} folder @param {() => void} act */
const alone = (folder, act) => {
  const claim = join(tmpdir(), `installing-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 16)}`)
  for (;;) {
    try {
      writeFileSync(claim, String(process.pid), { flag: 'wx' })
      break
    } catch {
      const holder = readIfThere(claim)
      if (holder && !isRunning(holder)) rmSync(claim, { force: true })
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    }
  }
  try {
    act()
  } finally {
    rmSync(claim, { force: true })
  }
}

/** @param {string} folder */
export const installFrom = (folder) => {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  const installedFile = join(folder, 'node_modules/.installed-lock.json')
  const isInstalled = () => readIfThere(installedFile) === lock
  if (isInstalled()) return
  alone(folder, () => {
    if (isInstalled()) return
    const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(`npm ci failed in ${folder}; run it there by hand to see more.\n${stderr}`)
    writeFileSync(installedFile, lock)
  })
}
