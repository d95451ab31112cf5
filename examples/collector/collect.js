// The routes that take events: Segment's HTTP API under /v1.
// Owns answers, CORS and the list of requests; storage and faults are handed in.
import { Hono } from 'hono'
import { readBatch, readItems, readKind } from './readBatch.js'
import { readBody } from './readBody.js'
import { readLedger } from './readLedger.js'
import { readOwner } from './readStatements.js'
import { storeBatch } from './storeBatch.js'
import { storeDeletion } from './storeDecisions.js'

const maxRequests = 10_000

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
 * @param {import('./database.js').Database} collector.database
 * @param {import('./createChanges.js').Changes} collector.changes
 * @param {import('./faults.js').Faults | undefined} collector.faults
 * @param {RequestRecord[]} collector.requests
 * @param {readonly string[] | undefined} collector.writeKeys
 * @param {(line: string) => void} collector.log
 */
export function collect({ database, changes, faults, requests, writeKeys, log }) {
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
    const body = await readBody(c.req.raw)
    Object.assign(record, { bytes: body.sentBytes, encoding: body.encoding })
    if (body.status === 200) {
      c.set('body', body)
      record.ids = readItems(body.json).flatMap((item) => item['messageId'] ?? [])
      await next()
    } else {
      c.res = c.json(toRefusal(body.error), body.status)
    }
    record.status = c.get('isUnanswered') ? 0 : c.res.status
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
      const { stored, repeated, erased } = await storeBatch(database, events, readLedger(json))
      // Whoever knows a visitor's id is that visitor. Who a customer is, a page only claims: that waits for the site.
      const asking = events.filter(({ type, userId, anonymousId }) => type === 'forget' && userId === null && anonymousId !== null)
      if (asking.length > 0) await storeDeletion(database, asking.map(readOwner))
      changes.emit()
      return c.json({ success: true, received, stored, repeated, ...(erased > 0 && { erased }), results })
    } catch (error) {
      log(`Not stored: ${error}`)
      // Class 22 is "data exception": the same batch would fail for ever, so the sender should look for the culprit.
      const isData = String(/** @type {any} */ (error).code).startsWith('22')
      if (isData) return c.json(toRefusal('The database cannot keep this batch: send its events one by one.'), 400)
      return c.json(toRefusal('The events could not be stored: send them again later.'), 503, { 'Retry-After': '5' })
    }
  })

  return app
}

/** @type {(error: string, results?: import('./readBatch.js').Results) => object} */
const toRefusal = (error, results) => ({ success: false, error, ...(results && { results }) })
