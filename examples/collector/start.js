// startCollector: port, storage and routes put together, and taken down again.
// The wiring only; what the collector does is in collect.js and show.js.
import { once } from 'node:events'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { collect } from './collect.js'
import { createChanges } from './createChanges.js'
import { createPeople } from './createPeople.js'
import { openDatabase } from './database.js'
import { decide } from './decide.js'
import { createFaults } from './faults.js'
import { onlyAs } from './onlyAs.js'
import { onlyWith } from './onlyWith.js'
import { countEvents, readEvents } from './readEvents.js'
import { show } from './show.js'
import { waitUntil } from './waitUntil.js'

const graceMs = 2_000

/**
 * Starts a collector.
 *
 *   const collector = await startCollector({ port: 0, storage: ':memory:' })
 *   await collector.waitFor(3)
 *   await collector.close()
 *
 * @param {object} [options]
 * @param {number} [options.port] 0 takes a free one
 * @param {string} [options.host]
 * @param {string} [options.storage] `:memory:`, a folder, or the URL of a PostgreSQL server
 * @param {boolean} [options.faults] allows `fail()` and `POST /faults`
 * @param {readonly string[]} [options.writeKeys] the only ones taken; left out: any
 * @param {string} [options.readToken] what readers must have; where it listens elsewhere than on the loopback address nobody reads without
 * @param {boolean} [options.log] one line per request
 * @param {number} [options.handoffMs] how long hand-off codes live here, where pages let them live longer than 15 minutes
 */
export async function startCollector(options = {}) {
  const { port = 4100, host = '127.0.0.1', writeKeys, readToken, handoffMs } = options
  const rules = handoffMs === undefined ? {} : { handoffMs }
  const storage = options.storage ?? process.env['DATABASE_URL'] ?? '.data/collector'
  const log = options.log ? console.log : () => {}
  const faults = options.faults ? createFaults() : undefined
  const changes = createChanges()
  const closing = new AbortController()
  /** @type {import('./collect.js').RequestRecord[]} */
  const requests = []
  /** @type {import('./database.js').Database} */
  let database
  /** @type {import('./createPeople.js').People} */
  let people
  const { createIdentityGraph, ...library } = await importLibrary()
  const app = new Hono()
  const fetch = (/** @type {Request} */ request, /** @type {any} */ env) => opened.then(() => app.fetch(request, env))
  const server = /** @type {import('node:http').Server} */ (createAdaptorServer({ fetch }))
  server.on('request', (_request, response) => {
    // A connection whose last answer ends while the collector closes would stay open for the keep-alive time.
    response.once('close', () => closing.signal.aborted && setImmediate(() => server.closeIdleConnections()))
  })
  // The port first: two collectors started by mistake must not open one folder. Early requests wait for the database.
  const opened = listen(server, port, host).then(open)

  async function open() {
    database = await openDatabase(storage)
    people = createPeople(database.query, () => createIdentityGraph(rules))
    app.route('/v1', collect({ database, changes, faults, requests, writeKeys, log }))
    app.use(onlyAs(host), onlyWith(host, readToken))
    app.route('/', show({ query: database.query, changes, closing: closing.signal, people, ...library }))
    app.route('/', decide({ database, changes, people }))
    if (faults) app.post('/faults', (c) => setFault(c, faults))
    app.notFound((c) => c.json({ error: 'There is nothing here: see examples/collector/README.md.' }, 404))
    app.onError((error, c) => {
      if (!closing.signal.aborted) console.error(error)
      return c.json({ error: 'The collector failed: its log says why.' }, 500)
    })
  }

  /** @type {Promise<void> | undefined} */
  let closed

  async function shutDown() {
    closing.abort()
    faults?.fail(null)
    const emptied = once(server, 'close')
    server.close()
    server.closeIdleConnections()
    // Requests under way get their answer, but nobody can hold the collector open.
    const timer = setTimeout(() => server.closeAllConnections(), graceMs)
    await emptied
    clearTimeout(timer)
    await database?.close()
  }

  try {
    await opened
  } catch (error) {
    server.closeAllConnections()
    server.close()
    throw error
  }
  const { port: realPort } = /** @type {import('node:net').AddressInfo} */ (server.address())
  const stored = () => readEvents(database.query, { limit: 1_000_000 })

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${realPort}`,
    port: realPort,
    /** What was asked of it, oldest first; the last 10,000. */
    requests,
    /** All events, in the order in which they were stored. */
    stored,
    /** Misbehaves from now on; `null` ends it. */
    fail(/** @type {import('./faults.js').Fault | null} */ fault) {
      if (!faults) throw new Error('Faults are off: start the collector with { faults: true }.')
      faults.fail(fault)
    },
    /**
     * Resolves with all events once so many distinct ones are stored, or once the predicate says so of them.
     * @param {number | ((events: Awaited<ReturnType<typeof stored>>) => boolean)} goal
     * @param {{ timeoutMs?: number }} [options]
     */
    async waitFor(goal, { timeoutMs = 10_000 } = {}) {
      const isReached = async () =>
        typeof goal === 'number' ? (await countEvents(database.query)).events >= goal : goal(await stored())
      const isInTime = await waitUntil(isReached, { changes, timeoutMs })
      if (isInTime) return stored()
      const { events } = await countEvents(database.query)
      const answers = requests.slice(-5).map(({ status }) => status ?? 'none yet').join(', ') || 'no request came'
      const wanted = typeof goal === 'number' ? `${goal} events` : 'the predicate'
      throw new Error(`Waited ${timeoutMs} ms for ${wanted}; ${events} events are stored. Last answers: ${answers}.`)
    },
    /** Forgets everything: events, links, ledgers, requests and the fault. */
    async clear() {
      faults?.fail(null)
      requests.length = 0
      await database.query('TRUNCATE events, links, detaches, unlinks, verified, forgotten, erased, stream_lengths, stream_losses')
      people.clear()
    },
    /** Ends every connection and closes the storage; the same port and folder can be used again at once. */
    close: () => (closed ??= shutDown()),
  }
}

/** @type {(server: import('node:http').Server, port: number, host: string) => Promise<void>} */
async function listen(server, port, host) {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code !== 'EADDRINUSE') throw error
    throw new Error(`Port ${port} is in use: stop what listens there, or choose another port.`)
  }
}

/** What this collector takes from the library: who is whom, what is missing, and how it went. */
async function importLibrary() {
  try {
    const [identity, { completeness }, experience] = await Promise.all([
      import('throughline/identity'),
      import('throughline/completeness'),
      import('throughline/experience'),
    ])
    return { createIdentityGraph: identity.createIdentityGraph, mergeTraits: identity.mergeTraits, completeness, experience }
  } catch (error) {
    if (/** @type {any} */ (error).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Error('The library is not built, or not all of it: run `npm run build`.', { cause: error })
  }
}

/** @type {(c: import('hono').Context, faults: import('./faults.js').Faults) => Promise<Response>} */
async function setFault(c, faults) {
  try {
    const fault = await c.req.json()
    faults.fail(fault)
    return c.json({ fault })
  } catch (error) {
    return c.json({ error: String(error) }, 400)
  }
}
