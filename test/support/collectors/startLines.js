// A second collector on this machine: takes lines of JSON, unless it is told to be down.
// Must not know whose lines they are.
import { createServer } from 'node:http'

/** @returns {Promise<{ url: string, rows: any[], isDown(value: boolean): void, refuses(name: string): void, requests(): number, close(): Promise<void> }>} */
export const startLines = async () => {
  /** @type {any[]} */
  const rows = []
  let isDown = false
  let requests = 0
  let poison = ''
  const server = createServer(async (request, response) => {
    requests++
    response.setHeader('Access-Control-Allow-Origin', '*')
    /** @type {Buffer[]} */
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    if (isDown) return response.writeHead(503).end('down')
    const lines = Buffer.concat(chunks).toString().trimEnd().split('\n')
    if (poison && lines.some((line) => JSON.parse(line).name === poison)) return response.writeHead(400).end('no such column')
    rows.push(...lines.map((line) => JSON.parse(line)))
    response.end('ok')
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://127.0.0.1:${port}/lines`,
    rows,
    refuses: (name) => void (poison = name),
    isDown: (value) => void (isDown = value),
    requests: () => requests,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  }
}
