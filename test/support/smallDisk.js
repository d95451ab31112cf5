// Owns a disk of a few megabytes for a browser's profile, so that it can really be full.
// Must not leave one mounted for long, and must not fail where nothing may be mounted: only root on Linux may.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from './browsers/profile.js'

/** @param {string} folder */
function remove(folder) {
  try {
    execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' })
  } catch {
    // It was never mounted.
  }
  rmSync(folder, { recursive: true, force: true })
}

/**
 * Mounts it, and removes those that dead test processes have left.
 * @param {number} megabytes
 * @returns {{ folder: string, remove(): void } | undefined} nothing where there can be none
 */
export function mountSmallDisk(megabytes) {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^throughline-disk-(\d+)-/.exec(name)?.[1])
    if (pid && !isAlive(pid)) remove(join(tmpdir(), name))
  }
  const folder = mkdtempSync(join(tmpdir(), `throughline-disk-${process.pid}-`))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    remove(folder)
    return undefined
  }
  return { folder, remove: () => remove(folder) }
}
