// A server on this machine that says yes to everything and keeps what it was sent: what vendors' own clients are pointed at.
// Must not judge.
import { createServer } from 'node:http'
import { gunzipSync } from 'node:zlib'

/** @typedef {{ url: URL, contentType: string, body: string }} Recorded */

/**
 * @param {string} [answer]
 * @returns {Promise<{ url: string, recorded: Recorded[], until(count: number): Promise<Recorded[]>, close(): Promise<void> }>}
 */
export const startRecorder = async (answer = '{"code":200,"status":1,"success":true}') => {
  /** @type {Recorded[]} */
  const recorded = []
  const server = createServer(async (request, response) => {
    /** @type {Buffer[]} */
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const sent = Buffer.concat(chunks)
    const body = (sent[0] === 0x1f ? gunzipSync(sent) : sent).toString()
    recorded.push({ url: new URL(`http://recorder${request.url}`), contentType: request.headers['content-type'] ?? '', body })
    response.setHeader('content-type', 'application/json').end(answer)
    server.emit('recorded')
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    recorded,
    async until(count) {
      while (recorded.length < count) await new Promise((resolve) => server.once('recorded', resolve))
      return recorded
    },
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  }
}
