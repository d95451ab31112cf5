// Owns what a page tells the harness while it lives: which calls it is about to make, and which are saved.
// Must outlive the browser, and must not ask the page anything.
import http from 'node:http'

/**
 * One call. `calledAt` is the page's own word; where it died before it could give it, `heardAt` stands for it, which is
 * a moment earlier.
 * @typedef {{ round: number, n: number, heardAt: number, calledAt: number | undefined, isSaved: boolean }} Note
 */

/** @returns {Promise<{ url: string, notes: Note[], heard: () => Promise<void>, close: () => Promise<void> }>} */
export async function startNotes() {
  /** @type {Note[]} */
  const notes = []
  /** @type {(() => void)[]} */
  const waiting = []
  /** @type {Record<string, (said: any) => void>} */
  const take = {
    '/call'({ round, from, count, lastAt }) {
      const heardAt = Date.now()
      for (const note of notes) if (note.round === round) note.calledAt ??= lastAt
      for (let i = 0; i < count; i++) notes.push({ round, n: from + i, heardAt, calledAt: undefined, isSaved: false })
      for (const resolve of waiting.splice(0)) resolve()
    },
    '/saved'({ round, upTo }) {
      for (const note of notes) if (note.round === round && note.n < upTo) note.isSaved = true
    },
  }
  const server = http.createServer(async (request, response) => {
    try {
      let text = ''
      for await (const part of request.setEncoding('utf8')) text += part
      take[request.url ?? '']?.(JSON.parse(text))
      response.writeHead(204, { 'Access-Control-Allow-Origin': '*' }).end()
    } catch {
      // The browser ended in the middle of a word.
      response.destroy()
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    notes,
    /** Resolves with the next word about a call. */
    heard: () => new Promise((resolve) => waiting.push(resolve)),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
