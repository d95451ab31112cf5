// Owns the collector of the comparison: answers each vendor's SDK as its own server would, counts what came, and can fail.
// Must not write to disk, and must not look into events before it is asked to.
import http from 'node:http'
import { readBody } from './peers/readBody.js'

/**
 * @typedef {object} Received
 * @property {number} at epoch ms
 * @property {string} path
 * @property {Buffer} body as it was on the wire
 * @property {number} headBytes of the request line and headers, as HTTP/1.1
 * @property {boolean} isEvents
 * @property {boolean} isTaken whether a server would have taken what is in it
 * @property {number} status
 */

/**
 * How the collector fails; what is not about events is always answered well.
 * @typedef {object} Fault
 * @property {number} [status]
 * @property {Record<string, string>} [headers]
 * @property {boolean} [isLost] takes the events, and breaks the connection instead of answering
 * @property {boolean} [isSilent] takes nothing and never answers
 * @property {boolean} [isCut] takes nothing and breaks the connection
 * @property {number} [maxBytes] answers 413 above
 * @property {string} [poison] answers 400 to what contains this text
 * @property {number} [times] ends by itself after so many requests
 */

const usual = { isEvents: () => true, answer: () => ({ body: '{"success":true}' }), itemsOf: () => [], read: (/** @type {any} */ item) => item }

/** @param {Pick<import('./contenders.js').Contender, 'isEvents' | 'answer' | 'itemsOf' | 'read'>} [contender] */
export async function startSink(contender = usual) {
  /** @type {Received[]} */
  const received = []
  let preflights = 0
  /** @type {Fault | undefined} */
  let fault

  const server = http.createServer((request, response) => {
    /** @type {Buffer[]} */
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('error', () => {})
    request.on('end', () => {
      const { pathname: path } = new URL(request.url ?? '/', 'http://127.0.0.1')
      const cors = {
        'Access-Control-Allow-Origin': request.headers.origin ?? '*',
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '*',
        'Access-Control-Allow-Methods': 'GET, POST, PUT, HEAD',
        'Access-Control-Expose-Headers': 'Accept-Encoding, Retry-After',
        'Access-Control-Max-Age': '7200',
      }
      if (request.method === 'OPTIONS') {
        preflights++
        if (fault?.isCut) return request.socket.destroy()
        return response.writeHead(204, cors).end()
      }
      const body = Buffer.concat(chunks)
      const isEvents = contender.isEvents(path)
      const said = contender.answer(request.url ?? path)
      const { status, isSilent, isLost, isCut } = (isEvents && failing(body)) || { status: 200 }
      const headBytes = request.rawHeaders.reduce((sum, text) => sum + text.length + 2, `${request.method} ${request.url} HTTP/1.1\r\n\r\n`.length)
      const isTaken = isLost === true || status === 200
      received.push({ at: Date.now(), path, body, headBytes, isEvents, isTaken, status: status ?? 0 })
      if (isSilent) return
      if (isLost || isCut) return request.socket.destroy()
      const headers = { ...cors, 'Content-Type': said.type ?? 'application/json', 'Accept-Encoding': 'gzip', ...(status !== 200 && fault?.headers) }
      response.writeHead(status ?? 200, headers).end(status === 200 ? said.body : '{"error":"no"}')
    })
  })

  /** @param {Buffer} body @returns {Fault | undefined} */
  const failing = (body) => {
    if (!fault) return
    if (fault.times !== undefined && fault.times-- <= 0) return
    if (fault.maxBytes !== undefined) return body.length > fault.maxBytes ? { status: 413 } : undefined
    if (fault.poison !== undefined) return readBody(body).includes(fault.poison) ? { status: 400 } : undefined
    return fault
  }

  server.keepAliveTimeout = 600_000
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())

  /** Read once: whoever waits for events asks many times a second. @type {WeakMap<Received, any[]>} */
  const read = new WeakMap()
  /** @param {Received} each @returns {any[]} */
  const itemsIn = (each) => {
    const known = read.get(each)
    if (known) return known
    let items = []
    try {
      if (each.isEvents && each.isTaken) items = contender.itemsOf(readBody(each.body))
    } catch {
      // An empty beacon, or a probe.
    }
    read.set(each, items)
    return items
  }
  /** Every taken event as it is, once for each time that it came. @param {number} [from] @returns {any[]} */
  const items = (from = 0) => received.slice(from).flatMap(itemsIn)
  const events = (/** @type {number | undefined} */ from) => items(from).map(contender.read)

  return {
    url: `http://127.0.0.1:${port}`,
    received,
    preflights: () => preflights,
    /** @param {Fault} [next] without one it works again */
    fail: (next) => void (fault = next),
    items,
    /** @param {Received} each */
    eventsOf: (each) => itemsIn(each).map(contender.read),
    events,
    /** How often each marked event of this run has come. @param {string} run @param {number} [from] */
    counts(run, from) {
      /** @type {Map<string, number>} */
      const counts = new Map()
      for (const { properties } of events(from)) {
        const marker = properties?.marker
        if (typeof marker === 'string' && marker.startsWith(`${run}-`)) counts.set(marker, (counts.get(marker) ?? 0) + 1)
      }
      return counts
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** @typedef {Awaited<ReturnType<typeof startSink>>} Sink */
