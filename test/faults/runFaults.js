// Runs the browser tests, or only those of the fault table, and reads what they wrote down.
// Must not judge it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runBrowserTests } from '../run/runBrowserTests.js'
import { readFaults } from './readFaults.js'

/** The tests that are named by a row. */
const rowsOnly = ['-t', 'row \\d+,']

/**
 * @param {{ args?: readonly string[], timeoutMs?: number }} [options]
 * @returns {Promise<{ tally: import('../run/tally.js').Tally, faults: import('./readFaults.js').Faults }>}
 */
export const runFaults = async ({ args = rowsOnly, timeoutMs = 600_000 } = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'))
  const file = join(folder, 'faults')
  writeFileSync(file, '')
  try {
    const tally = await runBrowserTests({ args, timeoutMs, env: { TEST_FAULTS: file } })
    return { tally, faults: readFaults(readFileSync(file, 'utf8')) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
