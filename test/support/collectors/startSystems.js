// All systems on one loopback server, each under its name: it answers as each of them does, once with its trouble, then as it should.
// Must not know our formats: what it reads of a request is what the system would read.
import { createServer } from 'node:http'
import { systems } from './systems.js'

/**
 * What one system has seen.
 * @typedef {{ taken: string[], refused: number, requests: number, preflights: number, mistakes: string[] }} Seen
 */

/** @returns {Promise<{ url: string, seen: Record<string, Seen>, close(): Promise<void> }>} */
export const startSystems = async () => {
  const seen = Object.fromEntries(Object.keys(systems).map((name) => [name, /** @type {Seen} */ ({ taken: [], refused: 0, requests: 0, preflights: 0, mistakes: [] })]))
  const server = createServer(async (request, response) => {
    const [, name = '', path = ''] = /^\/(\w+)(\/[^?]*)/.exec(request.url ?? '') ?? []
    const system = systems[name]
    const of = seen[name]
    response.setHeader('Access-Control-Allow-Origin', '*')
    if (!system || !of || ![system.path, ...(system.also ?? [])].includes(path)) return response.writeHead(404).end()
    if (request.method === 'OPTIONS') {
      of.preflights++
      return response.writeHead(204, system.allowHeaders ? { 'Access-Control-Allow-Headers': system.allowHeaders, 'Access-Control-Max-Age': '600' } : {}).end()
    }
    /** @type {Buffer[]} */
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const { status, body } = answer(system, of, Buffer.concat(chunks).toString(), request.headers['content-type'] ?? '')
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  }
}

/**
 * @param {import('./systems.js').System} system
 * @param {Seen} of
 * @param {string} body
 * @param {string} contentType
 * @returns {import('./systems.js').Answer}
 */
const answer = (system, of, body, contentType) => {
  if (of.requests++ === 0) return system.trouble
  if (!system.contentTypes.includes(contentType.replace(/;.*/, ''))) of.mistakes.push(`content type ${contentType}`)
  /** @type {any[]} */
  let items
  try {
    items = system.read(body)
    if (!items.length) throw new Error('no items')
  } catch (cause) {
    of.mistakes.push(`${cause}: ${body.slice(0, 200)}`)
    return { status: 400, body: '' }
  }
  const bad = items.flatMap((item, i) => (/poison/i.test(JSON.stringify(item)) ? i : []))
  of.refused += bad.length
  const taken = items.filter((_, i) => !bad.includes(i) && !(bad.length && system.takes === 'whole'))
  of.taken.push(...taken.map((item) => /Event[ _](\d+)/i.exec(JSON.stringify(item))?.[1] ?? JSON.stringify(item)))
  return system.answer(items, bad)
}
