// startCollector: port, storage and routes put together, and taken down again.
// The wiring only; what the collector does is in collect.js and show.js.
import { once } from 'node:events'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { collect } from './collect.js'
import { countRequests } from './countRequests.js'
import { createBudget } from './createBudget.js'
import { createChanges } from './createChanges.js'
import { createPartitions } from './createPartitions.js'
import { createPeople } from './createPeople.js'
import { createPublisher } from './createPublisher.js'
import { createWriter } from './createWriter.js'
import { openDatabase } from './database.js'
import { decide } from './decide.js'
import { createFaults } from './faults.js'
import { importLibrary } from './importLibrary.js'
import { listen } from './listen.js'
import { onlyAs } from './onlyAs.js'
import { onlyWith } from './onlyWith.js'
import { openStream } from './openStream.js'
import { probe, showMetrics } from './probe.js'
import { countEvents, readEvents } from './readEvents.js'
import { rebuildMembers } from './rebuildMembers.js'
import { show } from './show.js'
import { waitUntil } from './waitUntil.js'

const megabyte = 1_000_000
const tables = 'events, links, detaches, unlinks, verified, forgotten, erased, stream_lengths, stream_losses, members, refused'

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
 * @param {string} [options.natsUrl] then events go into JetStream, and startConsumer brings them into the database; without a
 *   `storage` of its own such a collector keeps and shows nothing
 * @param {import('./openStream.js').StreamRules} [options.stream]
 * @param {boolean} [options.faults] allows `fail()` and `POST /faults`
 * @param {readonly string[]} [options.writeKeys] the only ones taken; left out: any
 * @param {string} [options.readToken] what readers must have; where it listens elsewhere than on the loopback address nobody reads without
 * @param {boolean} [options.log] one line per request
 * @param {number} [options.handoffMs] how long hand-off codes live here, where pages let them live longer than 15 minutes
 * @param {number} [options.connections] to a PostgreSQL server, at most
 * @param {number} [options.maxBytes] of bodies in memory; who comes beyond that is answered 429
 * @param {number} [options.maxRequests] how many requests are remembered, for tests; with all their ids, so none where strangers send
 * @param {number} [options.requestMs] how long a sender may take for one request
 * @param {number} [options.graceMs] how long requests under way may take while the collector closes
 * @param {number} [options.partitionDays] how many days of events are in one partition
 * @param {number} [options.retainDays] events older than that are deleted; left out: none
 */
export async function startCollector(options = {}) {
  const { port = 4100, host = '127.0.0.1', writeKeys, readToken, handoffMs } = options
  const { maxBytes = 32 * megabyte, maxRequests = 10_000, requestMs = 30_000, graceMs = 2_000, connections, partitionDays, retainDays } = options
  const rules = handoffMs === undefined ? {} : { handoffMs }
  const natsUrl = options.natsUrl
  const storage = options.storage ?? process.env['DATABASE_URL'] ?? (natsUrl ? undefined : '.data/collector')
  const log = options.log ? console.log : () => {}
  const faults = options.faults ? createFaults() : undefined
  const changes = createChanges()
  const closing = new AbortController()
  /** @type {import('./collect.js').RequestRecord[]} */
  const requests = []
  /** @type {import('./database.js').Database | undefined} */
  let database
  /** @type {ReturnType<typeof createPublisher> | undefined} */
  let publisher
  /** @type {import('./createPeople.js').People | undefined} */
  let people
  /** @type {Awaited<ReturnType<typeof createPartitions>> | undefined} */
  let partitions
  const { createIdentityGraph, ...library } = await importLibrary()
  const createGraph = () => createIdentityGraph(rules)
  const budget = createBudget(maxBytes)
  const app = new Hono()
  const fetch = (/** @type {Request} */ request, /** @type {any} */ env) => opened.then(() => app.fetch(request, env))
  const server = /** @type {import('node:http').Server} */ (
    createAdaptorServer({
      fetch,
      // Who connects and says nothing, or says it a byte at a time, is answered 408.
      serverOptions: { headersTimeout: Math.min(requestMs, 10_000), requestTimeout: requestMs, connectionsCheckingInterval: Math.min(requestMs, 5_000) },
    })
  )
  server.on('request', (_request, response) => {
    // A connection whose last answer ends while the collector closes would stay open for the keep-alive time.
    response.once('close', () => closing.signal.aborted && setImmediate(() => server.closeIdleConnections()))
  })
  // The port first: two collectors started by mistake must not open one folder. Early requests wait for the database.
  const opened = listen(server, port, host).then(open)

  async function open() {
    if (natsUrl) publisher = createPublisher(await openStream(natsUrl, options.stream))
    if (storage) {
      database = await openDatabase(storage, { ...(connections && { connections }) })
      partitions = await createPartitions(database, { ...(partitionDays && { partitionDays }), ...(retainDays && { retainDays }), log })
      await rebuildMembers(database, createGraph)
      people = createPeople(database.query, createGraph)
    }
    const sink = publisher ?? createWriter({ database: need(database), createGraph, changed: changes.emit })
    const counts = countRequests({ budget, waiting: sink.waiting })
    app.route('/v1', collect({ take: sink.take, budget, counts, faults, requests, maxRequests, writeKeys, log }))
    app.route('/', probe({ check: sink.check, closing: closing.signal }))
    app.use(onlyAs(host), onlyWith(host, readToken))
    app.route('/', showMetrics(counts.text))
    if (database && people) {
      const { query, isShared } = database
      app.route('/', show({ query, isShared: isShared || natsUrl !== undefined, changes, closing: closing.signal, people, ...library }))
      app.route('/', decide({ database, changes, people, createGraph, ...(publisher && { announce: publisher.decide }) }))
    }
    if (faults) app.post('/faults', (c) => setFault(c, faults))
    app.notFound((c) => c.json({ error: 'There is nothing here: see examples/collector/README.md.' }, 404))
    app.onError((error, c) => {
      // Who has left in the middle of a request is no failure of ours.
      if (!closing.signal.aborted && !c.req.raw.signal.aborted) console.error(error)
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
    partitions?.stop()
    await publisher?.close()
    await database?.close()
  }

  try {
    await opened
  } catch (error) {
    server.closeAllConnections()
    server.close()
    partitions?.stop()
    await publisher?.close()
    await database?.close()
    throw error
  }
  const { port: realPort } = /** @type {import('node:net').AddressInfo} */ (server.address())
  const query = (/** @type {string} */ sql) => need(database).query(sql)
  const stored = () => readEvents(need(database).query, { limit: 1_000_000 })

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${realPort}`,
    port: realPort,
    /** What was asked of it, oldest first. */
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
        typeof goal === 'number' ? (await countEvents(query)).events >= goal : goal(await stored())
      const isInTime = await waitUntil(isReached, { changes, timeoutMs })
      if (isInTime) return stored()
      const { events } = await countEvents(query)
      const answers = requests.slice(-5).map(({ status }) => status ?? 'none yet').join(', ') || 'no request came'
      const wanted = typeof goal === 'number' ? `${goal} events` : 'the predicate'
      throw new Error(`Waited ${timeoutMs} ms for ${wanted}; ${events} events are stored. Last answers: ${answers}.`)
    },
    /** Forgets everything: events, links, ledgers, requests and the fault. */
    async clear() {
      faults?.fail(null)
      requests.length = 0
      await query(`TRUNCATE ${tables}`)
      people?.clear()
    },
    /** Ends every connection and closes the storage; the same port and folder can be used again at once. */
    close: () => (closed ??= shutDown()),
  }
}

/** @type {(database: import('./database.js').Database | undefined) => import('./database.js').Database} */
function need(database) {
  if (database) return database
  throw new Error('This collector keeps nothing itself: ask one that has a database, or start it with one.')
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
