// Owns the temporary profile folders of browsers under test, also those whose test process was killed.
// Must not touch a folder whose process is alive, or any that it has not named itself.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** @param {number} pid */
export const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/**
 * Makes a profile folder, and removes those that dead test processes have left.
 * @param {string} engine
 * @param {(profile: string) => Promise<void>} sweep removes what the engine keeps elsewhere for a profile
 */
export async function makeProfile(engine, sweep) {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(/^throughline-(?<engine>[a-z]+)-(?<pid>\d+)-/.exec(name)?.groups?.pid)
    if (!pid || !name.includes(`-${engine}-`) || isAlive(pid)) continue
    const stale = join(tmpdir(), name)
    await sweep(stale)
    await rm(stale, { recursive: true, force: true, maxRetries: 5 })
  }
  return mkdtemp(join(tmpdir(), `throughline-${engine}-${process.pid}-`))
}
