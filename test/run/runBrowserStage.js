// The browser stage: all browser tests in all engines, and whether the fault table still says what they have shown.
// Must not compare a run that was only a part of them, or that failed.
import { staleRows, storedFaults } from '../faults/faultTable.js'
import { runFaults } from '../faults/runFaults.js'

/**
 * @param {{ args: readonly string[], timeoutMs: number }} options
 * @returns {Promise<import('./tally.js').Tally>}
 */
export const runBrowserStage = async ({ args, timeoutMs }) => {
  const { tally, faults } = await runFaults({ args, timeoutMs })
  if (args.length > 0 || tally.failed > 0) return tally
  const differences = staleRows(storedFaults(), faults)
  for (const difference of differences) console.log(`FAILED the fault table: ${difference}`)
  return { ...tally, failed: differences.length }
}
