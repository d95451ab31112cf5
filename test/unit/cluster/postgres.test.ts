// What only a server with many writers can show: upgrades, partitions, the cursor, components, too much at once, restarts.
// Each test has a database of its own.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPeople } from '../../../examples/collector/createPeople.js'
import { keepPartitions, readPartitions } from '../../../examples/collector/createPartitions.js'
import { openDatabase, type Database } from '../../../examples/collector/database.js'
import { readBatch } from '../../../examples/collector/readBatch.js'
import { readEvents } from '../../../examples/collector/readEvents.js'
import { startCollector } from '../../../examples/collector/start.js'
import { storeBatch } from '../../../examples/collector/storeBatch.js'
import { createIdentityGraph } from '../../../src/identity/index.js'
import { startPostgres } from '../../support/services/startPostgres.js'
import { createSender, identify, item, type Item } from '../collector/collectorClient.js'
import { missingFor } from './useStage.js'

const missing = missingFor('PostgreSQL')
let postgres: Awaited<ReturnType<typeof startPostgres>>
beforeAll(async () => {
  if (!missing) postgres = await startPostgres()
}, 120_000)
afterAll(() => postgres?.stop())

const toEvents = (batch: Item[]) => {
  const read = readBatch({ kind: 'batch', json: { writeKey: 'w', batch }, receivedAtMs: Date.now() })
  if (read.status !== 200) throw new Error(read.error)
  return read.events
}
const store = (database: Database, batch: Item[]) => storeBatch(database, { events: toEvents(batch) }, () => createIdentityGraph())
/** An id that was made on that day. */
const idOf = (date: string, n: number) => {
  const time = Date.parse(date).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(n).padStart(12, '0')}`
}
const membersOf = async ({ query }: Database) => {
  const people = new Map<string, string[]>()
  for (const { person, namespace, value } of await query('SELECT * FROM members WHERE person IS NOT NULL ORDER BY namespace, value')) {
    people.set(person, [...(people.get(person) ?? []), `${namespace}:${value}`])
  }
  return people
}

test.skipIf(missing)('a database from before migrations keeps its events, knows them again, and gets its people', async () => {
  const url = await postgres.createDatabase()
  const name = new URL(url).pathname.slice(1)
  await postgres.query(readFileSync(new URL('../../../examples/collector/migrations/1-tables.sql', import.meta.url), 'utf8'), name)
  const [login] = toEvents([identify('v1', 'alice', { messageId: idOf('2026-01-05', 1) })])
  const row = (id: string) => `INSERT INTO events (id, write_key, type, anonymous_id, time, received_at, deliveries, payload)
    VALUES ('${id}', 'w', 'track', 'v1', now(), now(), 1, '{}')`
  await postgres.query(`${row('old-1')};${row(login!.id)};
    INSERT INTO links (id, a_namespace, a_value, b_namespace, b_value, time, reason, authority, event)
    VALUES ('l', 'anonymous', 'v1', 'user', 'alice', now(), 'login', 'claim', 'l')`, name)
  // Two collectors at once.
  const [one, two] = await Promise.all([1, 2].map(() => startCollector({ port: 0, storage: url })))
  expect((await one!.stored()).map(({ id }) => id)).toEqual(['old-1', login!.id])
  const sent = await createSender(two!.url).send([item({ messageId: 'old-1' }), item({ messageId: login!.id }), item({ messageId: 'new' })])
  expect(sent.body).toMatchObject({ stored: 1, repeated: 2 })
  expect((await one!.stored()).at(-1)?.id, 'new ones come after the old').toBe('new')
  expect((await createSender(two!.url).get('/people/alice')).identifiers).toHaveLength(2)
  await Promise.all([one!.close(), two!.close()])
  const database = await openDatabase(url)
  expect(await membersOf(database)).toEqual(new Map([['anonymous:v1', ['anonymous:v1', 'user:alice']]]))
  await database.close()
}, 60_000)

test.skipIf(missing)('events stand in the partition of their id, so that a repeat is known however late, and old ones are dropped', async () => {
  const database = await openDatabase(await postgres.createDatabase())
  const partitionsAt = (date: string, rules = {}) => keepPartitions(database, { nowMs: Date.parse(date), ...rules })
  await partitionsAt('2026-03-04')
  const dates = ['2026-01-01', '2026-03-04', '2026-03-20', '2026-04-02']
  const batch = [...dates.map((date, n) => item({ messageId: idOf(date, n) })), item({ messageId: 'no time' })]
  await store(database, batch)
  const places = async () => new Map((await database.query('SELECT id, tableoid::regclass::text AS place FROM events')).map(({ id, place }) => [id, place]))
  const before = await places()
  expect(dates.map((date, n) => before.get(idOf(date, n)))).toEqual(['events_other', 'events_20260226_20260305', 'events_other', 'events_other'])
  expect(before.get('no time')).toBe('events_without_time')
  // Its week comes: what stood elsewhere moves, and is known there.
  await partitionsAt('2026-03-18')
  expect((await places()).get(idOf('2026-03-20', 2))).toMatch(/^events_202603/)
  expect((await store(database, batch)).fresh.size).toBe(0)
  // Another width begins behind the last one.
  await partitionsAt('2026-04-02', { partitionDays: 1 })
  const partitions = await readPartitions(database.query)
  expect(partitions.slice(1).every(({ from }, index) => from >= partitions[index]!.until)).toBe(true)
  expect((await store(database, batch)).fresh.size).toBe(0)
  await partitionsAt('2026-04-03', { partitionDays: 1, retainDays: 20 })
  expect([...(await places()).keys()].sort()).toEqual([idOf('2026-03-20', 2), idOf('2026-04-02', 3), 'no time'].sort())
  await database.close()
})

test.skipIf(missing)('who reads on from a cursor misses nothing that commits late', async () => {
  const database = await openDatabase(await postgres.createDatabase())
  const names = async (after = 0) => (await readEvents(database.query, { after })).map(({ id, seq }) => ({ id, seq }))
  await store(database, [item({ messageId: 'a' })])
  const people = createPeople(database.query, createIdentityGraph)
  await people.upToDate()
  let commit = () => {}
  const begun = new Promise<void>((resolve) => {
    void database.transaction(async (query) => {
      await query('SELECT cursor_start()')
      resolve()
      await new Promise<void>((go) => (commit = go))
      await query(`INSERT INTO links (seq, id, a_namespace, a_value, b_namespace, b_value, time, reason, authority)
        VALUES (cursor_start(), 'l', 'anonymous', 'v9', 'user', 'late', now(), 'login', 'claim')`)
      await query(`INSERT INTO events (seq, day, id, write_key, type, time, received_at, deliveries, payload)
        VALUES (cursor_start(), '1970-01-01', 'slow', 'w', 'track', now(), now(), 1, '{}')`)
    })
  })
  await begun
  await store(database, [identify('v1', 'alice', { messageId: 'b' })])
  const first = await names()
  expect(first.map(({ id }) => id), 'b is there, but not what may still come before it').toEqual(['a'])
  expect((await people.upToDate()).person({ namespace: 'user', value: 'alice' }), 'who asks for people sees their own').toBeDefined()
  commit()
  const rest = async () => (await names(first[0]!.seq)).map(({ id }) => id)
  await expect.poll(rest).toEqual(['slow', 'b'])
  expect((await people.upToDate()).person({ namespace: 'user', value: 'late' })).toBeDefined()
  await database.close()
})

test.skipIf(missing)('a dump that was restored into a younger server goes on behind its last event', async () => {
  const url = await postgres.createDatabase()
  const first = await openDatabase(url)
  await store(first, [item({ messageId: 'a' })])
  await first.query('UPDATE events SET seq = seq + (1::bigint << 40)')
  await first.close()
  const database = await openDatabase(url)
  await store(database, [item({ messageId: 'b' })])
  expect((await readEvents(database.query)).map(({ id }) => id)).toEqual(['a', 'b'])
  await database.close()
})

test.skipIf(missing)('with more to do than it can, it says 429 and when to come again; nothing that was taken is lost', async () => {
  const url = await postgres.createDatabase()
  const collector = await startCollector({ port: 0, storage: url, maxBytes: 2_000_000, graceMs: 20_000 })
  const sender = createSender(collector.url)
  const other = await openDatabase(url)
  let unlock = () => {}
  const locked = new Promise<void>((resolve) => {
    void other.transaction(async (query) => {
      await query('LOCK TABLE events IN EXCLUSIVE MODE')
      resolve()
      await new Promise<void>((go) => (unlock = go))
    })
  })
  await locked
  const large = (n: number) => sender.send([item({ messageId: `m${n}`, properties: { text: 'x'.repeat(300_000) } })])
  const sending = Array.from({ length: 20 }, (_, n) => large(n))
  const refused = await Promise.race(sending)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5'])
  expect(refused.body.error).toMatch(/later\.$/)
  const text = await (await fetch(`${collector.url}/metrics`)).text()
  const held = Number(/^throughline_held_bytes (\d+)$/m.exec(text)?.[1])
  expect(held).toBeGreaterThan(500_000)
  expect(held).toBeLessThanOrEqual(2_000_000)
  // Closing: nobody new, and those under way get their answer.
  const closing = collector.close()
  await expect(large(99)).rejects.toThrow('fetch failed')
  unlock()
  const answers = await Promise.all(sending)
  await closing
  const taken = answers.flatMap(({ status }, n) => (status === 200 ? [`m${n}`] : []))
  expect(taken.length).toBeGreaterThan(0)
  expect(answers.every(({ status }) => status === 200 || status === 429)).toBe(true)
  expect((await other.query('SELECT id FROM events')).map(({ id }) => id).sort()).toEqual(taken.sort())
  await other.close()
}, 60_000)

test.skipIf(missing)('while PostgreSQL is away the answer is 503, and afterwards it goes on by itself', async () => {
  const collector = await startCollector({ port: 0, storage: await postgres.createDatabase() })
  const sender = createSender(collector.url)
  expect((await sender.send([item({ messageId: 'a' })])).status).toBe(200)
  await postgres.kill()
  const away = await sender.send([item({ messageId: 'b' })])
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5'])
  expect((await fetch(`${collector.url}/health/ready`)).status).toBe(503)
  expect((await fetch(`${collector.url}/health/live`)).status).toBe(200)
  await postgres.start()
  expect((await sender.send([item({ messageId: 'b' })])).body).toMatchObject({ stored: 1 })
  expect((await collector.stored()).map(({ id }) => id)).toEqual(['a', 'b'])
  await collector.close()
}, 60_000)
