// Several hundred browsers with the library's own delivery, while collectors, consumers, NATS and PostgreSQL are killed:
// what was tracked is stored, nothing twice, and people are those of a fresh resolve. Longer: npm run soak -- --cluster 600 --minutes 10
import { fileURLToPath } from 'node:url'
// @ts-ignore: pg brings no types of its own.
import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { toStatement } from '../../../examples/collector/toStatement.js'
import { createRandom } from '../../soak/random.js'
import { resolve } from '../../../src/identity/index.js'
import { memoryKeyRange } from '../../support/memoryDisk.js'
import { startNats } from '../../support/services/startNats.js'
import { findPort } from '../../support/services/startProcess.js'
import { startPostgres } from '../../support/services/startPostgres.js'
import { supervise } from '../../support/services/supervise.js'
import { missingFor } from './useStage.js'
import { createVirtualBrowser } from './virtualBrowser.js'

const browserCount = Number(process.env['CLUSTER_BROWSERS'] ?? 300)
const seconds = Number(process.env['CLUSTER_SECONDS'] ?? 6)
const seed = Number(process.env['CLUSTER_SEED'] ?? 1)
const missing = missingFor('JetStream before PostgreSQL')
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const pathOf = (file: string) => fileURLToPath(new URL(`../../../examples/collector/${file}`, import.meta.url))

async function startCluster() {
  const postgres = await startPostgres()
  const nats = await startNats()
  const env = { NATS_URL: nats.url, DATABASE_URL: await postgres.createDatabase() }
  const ports = [await findPort(), await findPort()]
  const collectors = ports.map((port) => supervise([pathOf('server.js'), '--port', String(port)], { NATS_URL: nats.url }))
  const consumerPort = await findPort()
  const consumers = [[], ['--port', String(consumerPort)]].map((more) => supervise([pathOf('consume.js'), '--at-once', '300', ...more], env))
  const urls = ports.map((port) => `http://127.0.0.1:${port}`)
  const isReady = (url: string) => fetch(`${url}/health/ready`).then(({ ok }) => ok, () => false)
  const ready = async () => {
    for (const url of [...urls, `http://127.0.0.1:${consumerPort}`]) while (!(await isReady(url))) await wait(50)
  }
  const behind = async () => {
    const text = await fetch(`http://127.0.0.1:${consumerPort}/metrics`).then((response) => response.text(), () => '')
    return Number(/^throughline_behind_messages (\d+)$/m.exec(text)?.[1] ?? Number.NaN)
  }
  const restart = (server: typeof postgres | typeof nats) => async () => {
    await server.kill()
    await server.start()
  }
  const victims: [name: string, kill: () => unknown][] = [
    ...collectors.flatMap((each, i): [string, () => unknown][] => [[`collector ${i}`, () => each.kill()], [`collector ${i}, asked to end`, () => each.kill('SIGTERM')]]),
    ...consumers.flatMap((each, i): [string, () => unknown][] => [[`consumer ${i}`, () => each.kill()], [`consumer ${i}, asked to end`, () => each.kill('SIGTERM')]]),
    ['NATS', restart(nats)],
    ['PostgreSQL', restart(postgres)],
  ]
  return {
    urls, ready, behind, victims,
    databaseUrl: env.DATABASE_URL,
    async stop() {
      await Promise.all([...collectors, ...consumers].map((each) => each.stop()))
      await nats.stop()
      await postgres.stop()
    },
  }
}

test.skipIf(missing)('tracked equals stored, whatever is killed', async () => {
  vi.stubGlobal('IDBKeyRange', memoryKeyRange)
  vi.stubGlobal('navigator', {})
  const random = createRandom(seed)
  const cluster = await startCluster()
  await cluster.ready()
  const browsers = Array.from({ length: browserCount }, (_, number) => createVirtualBrowser({ number, collectorUrl: cluster.urls[number % 2]! }))
  const killed: string[] = []
  try {
    let isOver = false
    const shop = async () => {
      while (!isOver) {
        const number = random.whole(0, browserCount - 1)
        const browser = browsers[number]!
        const chance = random.next()
        // Two devices a customer; of some devices a second customer comes after the first.
        if (chance < 0.15) browser.logIn(`u${Math.floor(number / 2) + (random.next() < 0.1 ? 1 : 0)}`)
        else browser.view()
        if (random.next() < 0.1) browser.hurry()
        if (random.next() < 0.2) await wait(1)
      }
    }
    const chaos = async () => {
      // Each of them in every run.
      const order = [...cluster.victims].sort(() => random.next() - 0.5)
      const end = performance.now() + seconds * 1000
      for (let i = 0; i < order.length || performance.now() < end; i++) {
        const [name, kill] = i < order.length ? order[i]! : random.pick(cluster.victims)
        killed.push(name)
        await kill()
        await wait(random.whole(50, (seconds * 1000) / order.length))
      }
      isOver = true
    }
    await Promise.all([shop(), chaos()])
    await cluster.ready()
    const tracked = browsers.flatMap((browser) => browser.tracked)
    const endMs = performance.now() + 60_000
    while (browsers.some((browser) => browser.left() > 0)) {
      if (performance.now() > endMs) throw new Error(`${browsers.filter((browser) => browser.left() > 0).length} browsers could not deliver.`)
      for (const browser of browsers) if (browser.left() > 0) browser.hurry()
      await wait(300)
    }
    while ((await cluster.behind()) !== 0) await wait(50)

    const client = new pg.Client({ connectionString: cluster.databaseUrl })
    await client.connect()
    const rows = async (sql: string): Promise<any[]> => (await client.query(sql)).rows
    const stored = new Map((await rows('SELECT id, type, anonymous_id, user_id, stream, n FROM events')).map((row) => [row.id, row]))
    expect(browsers.reduce((sum, { counts }) => sum + counts.dropped, 0)).toBe(0)
    expect(tracked.filter(({ id }) => !stored.has(id)), `lost, after ${killed.join(', ')}`).toEqual([])
    const [{ count }] = await rows('SELECT count(*)::integer AS count FROM events')
    expect([count, stored.size]).toEqual([tracked.length, tracked.length])
    const changed = tracked.filter(({ id, type, anonymousId, userId, stream, n }) => {
      const row = stored.get(id)
      return row.anonymous_id !== anonymousId || row.user_id !== (userId ?? null) || row.type !== type || row.stream !== stream || row.n !== n
    })
    expect(changed, 'stored as another event than was tracked').toEqual([])
    expect(await rows('SELECT stream, n FROM events GROUP BY stream, n HAVING count(*) > 1')).toEqual([])
    expect(await rows('SELECT id, reason FROM refused')).toEqual([])

    const links = await rows('SELECT * FROM links')
    expect(new Set(links.map(({ id }) => id))).toEqual(new Set(tracked.filter(({ type }) => type === 'identify').map(({ id }) => id)))
    const { persons, conflicts } = resolve(links.map((row) => toStatement.links(row)))
    const kept = new Map<string, string[]>()
    for (const { person, namespace, value } of await rows('SELECT * FROM members WHERE person IS NOT NULL')) kept.set(person, [...(kept.get(person) ?? []), `${namespace}:${value}`])
    const asText = (identifiers: readonly { namespace: string; value: string }[]) => identifiers.map(({ namespace, value }) => `${namespace}:${value}`).sort()
    expect(new Map([...kept].map(([id, names]) => [id, names.sort()]))).toEqual(new Map(persons.map(({ id, identifiers }) => [id, asText(identifiers)])))
    await client.end()
    console.log(`seed ${seed}: ${browserCount} browsers, ${tracked.length} events, ${links.length} links, ${conflicts.length} of them refused, ${persons.length} people, ${killed.length} kills: none lost, none twice`)
  } finally {
    for (const browser of browsers) browser.stop()
    await cluster.stop()
    vi.unstubAllGlobals()
  }
}, (seconds + 180) * 1000)
