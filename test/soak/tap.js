// Owns a tap in front of the collector: passes every request on, notes what each event looked like, can go away.
// Must not change what passes through it, and must not judge it.
import http from 'node:http'
import { gunzipSync } from 'node:zlib'

/**
 * @typedef {object} Tap
 * @property {string} url instead of the collector's
 * @property {string[]} differing one sentence for each event that came again with other content
 * @property {() => number} requests how many there were
 * @property {(isDown: boolean) => void} down as if nobody listened
 * @property {() => Promise<void>} close
 */

/** What is different, and how long after the first: times come to light in the ids of the pages. @param {any} a @param {any} b */
const sayDifference = (a, b) =>
  ['anonymousId', 'userId', 'timestamp', 'properties', 'context']
    .filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]))
    .map((field) => `with ${field} ${tell(b[field])} after ${tell(a[field])}`)
    .join(', ')

/** @param {any} value */
const tell = (value) => JSON.stringify(value?.throughline ?? value)?.slice(0, 200)

/**
 * @param {string} collectorUrl
 * @returns {Promise<Tap>}
 */
export async function startTap(collectorUrl) {
  let isDown = false
  let requests = 0
  /** @type {Map<string, string>} */
  const looks = new Map()
  /** @type {string[]} */
  const differing = []

  /** @param {Buffer} body @param {boolean} isZipped */
  const note = (body, isZipped) => {
    /** @type {{ messageId: string }[]} */
    const items = JSON.parse(`${isZipped ? gunzipSync(body) : body}`).batch
    for (const item of items) {
      const look = JSON.stringify(item)
      const before = looks.get(item.messageId) ?? look
      if (before !== look) differing.push(`${item.messageId} came again ${sayDifference(JSON.parse(before), item)}`)
      looks.set(item.messageId, look)
    }
  }
  const server = http.createServer(async (request, response) => {
    if (isDown) return request.socket.destroy()
    try {
      /** @type {Buffer[]} */
      const parts = []
      for await (const part of request) parts.push(part)
      const body = Buffer.concat(parts)
      if (request.method === 'POST') {
        requests++
        note(body, request.headers['content-encoding'] === 'gzip')
      }
      const { host: _, ...headers } = request.headers
      const target = new URL(request.url ?? '/', collectorUrl)
      const upstream = http.request(target, { method: request.method, headers, agent: false })
      upstream.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
        answer.pipe(response)
        answer.on('error', () => response.destroy())
      })
      upstream.on('error', () => request.socket.destroy())
      response.on('close', () => upstream.destroy())
      upstream.end(body)
    } catch {
      // Cut off in the middle of a body: nothing arrived.
      request.socket.destroy()
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    differing,
    requests: () => requests,
    down(next) {
      isDown = next
      if (next) server.closeAllConnections()
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
