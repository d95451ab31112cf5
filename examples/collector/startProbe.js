// A port on which a consumer can be asked how it is: /health/live, /health/ready, /metrics.
// Changes nothing, and tells nothing of visitors.
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { createMetrics, metricsType } from './createMetrics.js'
import { listen } from './listen.js'
import { probe } from './probe.js'

/**
 * @param {Pick<Awaited<ReturnType<typeof import('./startConsumer.js').startConsumer>>, 'counts' | 'behind' | 'check' | 'closing'>} consumer
 * @param {{ port: number, host?: string }} where port 0 takes a free one
 */
export async function startProbe(consumer, { port, host = '127.0.0.1' }) {
  const metrics = createMetrics()
  let behind = 0
  const { counts } = consumer
  metrics.gauge('throughline_behind_messages', 'What is in the stream and not yet in the database.', () => behind)
  for (const outcome of /** @type {const} */ (['stored', 'repeated', 'erased', 'refused', 'failures'])) {
    metrics.gauge(`throughline_consumer_${outcome}`, `Since the consumer began: ${outcome}.`, () => counts[outcome])
  }
  metrics.gauge('process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage().rss)
  const app = new Hono().route('/', probe(consumer))
  app.get('/metrics', async (c) => {
    behind = await consumer.behind()
    return c.body(metrics.text(), 200, { 'Content-Type': metricsType })
  })
  const server = /** @type {import('node:http').Server} */ (createAdaptorServer({ fetch: app.fetch }))
  await listen(server, port, host)
  const { port: realPort } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return { url: `http://${host}:${realPort}`, close: () => void server.close() }
}
