// The routes for who runs the collector: does it live, can it take events, what has it counted.
// Tells nothing of visitors, so whoever balances the load may ask; `/metrics` is for readers.
import { Hono } from 'hono'
import { metricsType } from './createMetrics.js'

const maxWaitMs = 2_000

/**
 * @param {object} collector
 * @param {() => Promise<void>} collector.check rejects while nothing could be stored
 * @param {AbortSignal} collector.closing
 */
export function probe({ check, closing }) {
  const app = new Hono()
  app.get('/health/live', (c) => c.json({ ok: true }))
  app.get('/health/ready', async (c) => {
    if (closing.aborted) return c.json({ ok: false, error: 'The collector is closing.' }, 503)
    try {
      await within(maxWaitMs, check())
      return c.json({ ok: true })
    } catch {
      return c.json({ ok: false, error: 'What it stores in does not answer: see the log of the collector, then the server.' }, 503)
    }
  })
  return app
}

/** @param {() => string} text */
export const showMetrics = (text) => new Hono().get('/metrics', (c) => c.body(text(), 200, { 'Content-Type': metricsType, 'Cache-Control': 'no-store' }))

/** @type {(ms: number, work: Promise<void>) => Promise<void>} */
async function within(ms, work) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms.`)), ms)))
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
