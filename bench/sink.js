// Owns a collector that takes everything and keeps nothing, so that only the page is measured.
// Must not write to disk.
import http from 'node:http'

/** @returns {Promise<{ url: string, close(): Promise<void> }>} */
export async function startSink() {
  const server = http.createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      response.writeHead(200, {
        'Content-Type': 'application/json',
        'Accept-Encoding': 'gzip',
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Headers': 'content-type, content-encoding',
        'Access-Control-Expose-Headers': 'Accept-Encoding, Retry-After',
        'Access-Control-Max-Age': '7200',
      })
      response.end('{"success":true}')
    })
  })
  server.keepAliveTimeout = 600_000
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
