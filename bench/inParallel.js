// Owns browsers for what is counted, not timed: several at once, each with the whole of one scenario to itself.
// Must not be used where time is what is measured.
import { launch } from '../test/support/browser.js'

/**
 * Does all jobs, so many at a time, each worker with a browser of its own.
 * @template Job
 * @param {readonly Job[]} jobs
 * @param {number} workers
 * @param {(browser: import('../test/support/browser.js').Browser, job: Job) => Promise<void>} act
 * @param {boolean} [isPooled] not where connections are to break
 */
export async function inParallel(jobs, workers, act, isPooled = true) {
  process.setMaxListeners(workers + 20) // each browser watches for the end of this process
  const waiting = [...jobs]
  await Promise.all(
    Array.from({ length: Math.min(workers, jobs.length) }, async () => {
      let browser = await launch('chromium', { isPooled })
      try {
        for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
          try {
            await act(browser, job)
          } finally {
            // What a job may have left behind must not spoil the next.
            await browser.close().catch(() => {})
            if (waiting.length) browser = await launch('chromium', { isPooled })
          }
        }
      } finally {
        await browser.close().catch(() => {})
      }
    }),
  )
}
