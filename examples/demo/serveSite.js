// A small web server for one site of the demo, on one loopback port.
// Must not know what the sites contain: each brings a function from a path to an answer.

import { createServer } from 'node:http'

/** @typedef {{ type: string, body: string | Buffer, policy?: string }} Answer `policy`: a Content-Security-Policy */
/** @typedef {(path: string) => Promise<Answer | undefined>} Site */
/** @typedef {{ url: string, port: number, close(): Promise<void> }} RunningSite */

/**
 * @param {Site} site
 * @param {{ port: number, host?: string }} options `port` 0 takes any free one
 * @returns {Promise<RunningSite>}
 */
export async function serveSite(site, { port, host = '127.0.0.1' }) {
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, text('Only GET here.'))
    try {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
      const answer = await site(path)
      end(response, answer ? 200 : 404, answer ?? text(`There is no page ${path} here.`))
    } catch (error) {
      const wrongPath = error instanceof URIError || (error instanceof TypeError && 'input' in error)
      end(response, wrongPath ? 400 : 500, text(wrongPath ? 'This address cannot be read.' : String(error)))
    }
  })
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(undefined))
  })
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://localhost:${address.port}`,
    port: address.port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections() // a browser keeps idle connections open for minutes
      await closed
    },
  }
}

/** @param {string} body @returns {Answer} */
const text = (body) => ({ type: 'text/plain; charset=utf-8', body })

/** @param {import('node:http').ServerResponse} response @param {number} status @param {Answer} answer */
function end(response, status, { type, body, policy }) {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-cache', // `no-store` would keep pages out of the back/forward cache
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    ...(policy && { 'Content-Security-Policy': policy }),
  })
  response.end(body) // node sends no body in answer to HEAD
}
