// The routes that take events: Segment's HTTP API under /v1.
// Owns answers, CORS and the list of requests; storage and faults are handed in.
import { Hono } from 'hono'
import { isDataError } from './createWriter.js'
import { readBatch, readItems, readKind } from './readBatch.js'
import { createBodyReader } from './readBody.js'
import { readLedger } from './readLedger.js'

const retryAfter = '5'

/**
 * `bytes` as sent. `status` is undefined until there is an answer, and 0 if there was none.
 * @typedef {object} RequestRecord
 * @property {number} time epoch ms
 * @property {string} path
 * @property {number} bytes
 * @property {number | undefined} status
 * @property {string} encoding
 * @property {string[]} ids
 */

/** @typedef {{ Variables: { body: import('./readBody.js').Body, isUnanswered: boolean, isHidden?: boolean } }} Env */

/**
 * @param {object} collector
 * @param {(batch: import('./createWriter.js').Batch) => Promise<import('./createWriter.js').Taken>} collector.take resolves once it is safe
 * @param {import('./createBudget.js').Budget} collector.budget
 * @param {import('./countRequests.js').Counts} collector.counts
 * @param {import('./faults.js').Faults | undefined} collector.faults
 * @param {RequestRecord[]} collector.requests
 * @param {number} collector.maxRequests how many of them are remembered
 * @param {readonly string[] | undefined} collector.writeKeys
 * @param {(line: string) => void} collector.log
 */
export function collect({ take, budget, counts, faults, requests, maxRequests, writeKeys, log }) {
  const readBody = createBodyReader()
  /** @type {Hono<Env>} */
  const app = new Hono()

  app.use(async (c, next) => {
    await next()
    // Pages of any origin may send, none may send cookies along.
    c.res.headers.set('Access-Control-Allow-Origin', '*')
    if (!c.get('isHidden')) c.res.headers.set('Access-Control-Expose-Headers', 'Accept-Encoding, Retry-After')
    // Tells senders that they may compress (RFC 7694).
    c.res.headers.set('Accept-Encoding', 'gzip')
    c.res.headers.set('Cache-Control', 'no-store')
  })

  app.options('*', (c) => {
    c.header('Access-Control-Allow-Methods', 'POST')
    c.header('Access-Control-Allow-Headers', 'content-type, content-encoding, authorization')
    c.header('Access-Control-Max-Age', '7200')
    return c.body(null, 204)
  })

  if (faults) app.get('/login', faults.login)

  app.use('/:kind', async (c, next) => {
    if (!readKind(c.req.param('kind'))) return c.json(toRefusal('Unknown path: send to /v1/batch.'), 404)
    if (c.req.method === 'POST') return next()
    return c.json(toRefusal('Send events with POST.'), 405, { Allow: 'POST, OPTIONS' })
  })

  app.use('/:kind', async (c, next) => {
    /** @type {RequestRecord} */
    const record = { time: Date.now(), path: c.req.path, bytes: 0, status: undefined, encoding: '', ids: [] }
    requests.push(record)
    if (requests.length > maxRequests) requests.shift()
    const start = performance.now()
    const hold = budget.open()
    try {
      const body = await readBody(c.req.raw, hold)
      Object.assign(record, { bytes: body.sentBytes, encoding: body.encoding })
      if (body.status === 200) {
        c.set('body', body)
        record.ids = readItems(body.json).flatMap((item) => item['messageId'] ?? [])
        await next()
      } else {
        c.res = c.json(toRefusal(body.error), body.status, body.status === 429 ? { 'Retry-After': retryAfter } : {})
      }
    } finally {
      hold.release()
    }
    record.status = c.get('isUnanswered') ? 0 : c.res.status
    counts.asked({ status: record.status, sentBytes: record.bytes, seconds: (performance.now() - start) / 1000 })
    log(`POST ${record.path} ${record.status} ${record.ids.length} ids ${record.bytes} bytes ${record.encoding}`)
  })

  if (faults) app.use('/:kind', faults.intercept)

  app.post('/:kind', async (c) => {
    const kind = /** @type {string} */ (readKind(c.req.param('kind')))
    const { json } = c.get('body')
    const authorization = c.req.header('authorization')
    const batch = readBatch({ kind, json, authorization, receivedAtMs: Date.now(), writeKeys })
    if (batch.status !== 200) return c.json(toRefusal(batch.error, batch.results), batch.status)
    const { received, events, results } = batch
    try {
      const { stored, repeated, erased } = await take({ events, ledger: readLedger(json) })
      counts.became({ stored, repeated, erased, rejected: Object.keys(results).length })
      return c.json({ success: true, received, stored, repeated, ...(erased > 0 && { erased }), results })
    } catch (error) {
      log(`Not stored: ${error}`)
      // The same batch would fail for ever, so the sender should look for the culprit.
      if (isDataError(error)) return c.json(toRefusal('The database cannot keep this batch: send its events one by one.'), 400)
      if (/** @type {any} */ (error).isTooLarge) return c.json(toRefusal(/** @type {Error} */ (error).message), 413)
      return c.json(toRefusal('The events could not be stored: send them again later.'), 503, { 'Retry-After': retryAfter })
    }
  })

  return app
}

/** @type {(error: string, results?: import('./readBatch.js').Results) => object} */
const toRefusal = (error, results) => ({ success: false, error, ...(results && { results }) })
