// Owns the network between a browser under test and everything else: a loopback HTTP proxy with a switch.
// Must not know engines, collectors or tests. Engine switches ("emulate offline") let the last requests of a closing
// tab through; a proxy that has gone away stops every request of every tab and worker, in each engine alike.
import http from 'node:http'

/**
 * @typedef {object} Network
 * @property {number} port the proxy's port on 127.0.0.1
 * @property {(down: boolean) => void} cut breaks every connection and refuses new ones, or allows them again
 * @property {() => Promise<void>} close
 */

/** @param {boolean} [isPooled] keeps connections to servers open: for thousands of requests, and servers that never close one @returns {Promise<Network>} */
export async function startNetwork(isPooled = false) {
  let isCut = false
  const agent = isPooled && new http.Agent({ keepAlive: true })
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set()

  const server = http.createServer((request, response) => {
    const target = new URL(request.url ?? '/', 'http://127.0.0.1')
    const { host: _, 'proxy-connection': __, ...headers } = request.headers
    const upstream = http.request(target, {
      ...(target.hostname.endsWith('.test') && { hostname: '127.0.0.1' }), // a site with subdomains; all of them are here
      method: request.method,
      headers: { ...headers, host: target.host },
      agent, // usually none: a pooled connection that the server has just closed would look like a fault
    })
    upstream.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(response)
      answer.on('error', () => response.destroy())
    })
    // What breaks behind the proxy must look broken in front of it, not like an answer of the proxy.
    upstream.on('error', () => request.socket.destroy())
    response.on('close', () => upstream.destroy())
    request.pipe(upstream)
  })
  server.keepAliveTimeout = 600_000
  server.on('connection', (socket) => {
    if (isCut) return socket.destroy()
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
  })
  server.on('connect', (_request, socket) => socket.destroy())

  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())

  const breakAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port,
    cut(down) {
      isCut = down
      if (down) breakAll()
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      breakAll()
      if (agent) agent.destroy()
      await closed
    },
  }
}
