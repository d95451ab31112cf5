// What only a stream can show: repeats beyond its memory, filling a database anew, what cannot be stored, and its own failures.
// Each test has a NATS and a database of its own.
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, nanos } from '@nats-io/transport-node'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../../examples/collector/database.js'
import { startCollector } from '../../../examples/collector/start.js'
import { startConsumer } from '../../../examples/collector/startConsumer.js'
import { startNats } from '../../support/services/startNats.js'
import { startPostgres } from '../../support/services/startPostgres.js'
import { createSender, day, identify, item, link } from '../collector/collectorClient.js'
import { missingFor } from './useStage.js'

const missing = missingFor('JetStream before PostgreSQL')
let postgres: Awaited<ReturnType<typeof startPostgres>>
let nats: Awaited<ReturnType<typeof startNats>>
beforeAll(async () => {
  if (!missing) [postgres, nats] = await Promise.all([startPostgres(), startNats()])
}, 120_000)
afterAll(async () => {
  await nats?.stop()
  await postgres?.stop()
})

/** An empty stream, a collector before it, and a database. */
async function begin() {
  const connection = await connect({ servers: nats.url })
  const manager = await jetstreamManager(connection)
  for (const name of ['throughline', 'throughline-decisions']) await manager.streams.delete(name).catch(() => {})
  const natsUrl = nats.url
  const collector = await startCollector({ port: 0, natsUrl })
  const storage = await postgres.createDatabase()
  const database = await openDatabase(storage)
  return {
    natsUrl, storage, collector, database, manager,
    sender: createSender(collector.url),
    publish: (subject: string, text: string) => jetstream(connection).publish(subject, text),
    /** Stores what is in the stream, and ends. */
    consume: async (options: object = {}) => {
      const consumer = await startConsumer({ natsUrl, storage, isOnce: true, ...options })
      await consumer.ended
      return consumer.counts
    },
    async end() {
      await collector.close()
      await database.close()
      await connection.close()
    },
  }
}

test.skipIf(missing)('a repeat that comes after the stream has forgotten the first is stored once all the same', async () => {
  const { sender, manager, consume, database, end } = await begin()
  const { config } = await manager.streams.info('throughline')
  await manager.streams.update('throughline', { ...config, duplicate_window: nanos(100) })
  const batch = [item({ messageId: 'a' }), identify('v1', 'alice', { messageId: 'b' })]
  await sender.send(batch)
  // It forgets the id, though not at once; then the same is taken as new.
  await expect.poll(async () => (await sender.send(batch)).body.stored, { timeout: 10_000 }).toBe(2)
  expect(await consume()).toMatchObject({ stored: 2, refused: 0 })
  expect((await database.query('SELECT id FROM events ORDER BY id')).map(({ id }) => id)).toEqual(['a', 'b'])
  expect(await database.query('SELECT id FROM links')).toHaveLength(1)
  await end()
}, 60_000)

test.skipIf(missing)('an empty database is filled again from the stream, with the same people, and without who was deleted', async () => {
  const { sender, natsUrl, storage, consume, database, end } = await begin()
  await sender.send([
    identify('v1', 'alice', { messageId: 'login', ...day(1) }), link('loyalty', 'L-1', { anonymousId: 'v1', userId: 'alice', ...day(2) }),
    identify('v2', 'bob', day(3)), item({ anonymousId: 'v2', userId: 'bob' }), identify('v3', 'carol', { messageId: 'mistake', ...day(4) }),
  ])
  await consume()
  const shower = await startCollector({ port: 0, natsUrl, storage })
  const reader = createSender(shower.url)
  expect((await reader.delete('user:bob')).status).toBe(200)
  expect((await reader.decide('/unlinks', { link: 'mistake' })).status).toBe(200)
  await sender.send([item({ anonymousId: 'v2' })])
  await consume()
  await shower.close()
  const read = async ({ query }: typeof database) => ({
    events: await query('SELECT id, type, anonymous_id, user_id, time, received_at, payload FROM events ORDER BY id'),
    links: await query('SELECT id, a_value, b_value, time FROM links ORDER BY id'),
    members: await query('SELECT namespace, value, person FROM members WHERE person IS NOT NULL ORDER BY namespace, value'),
  })
  const before = await read(database)
  expect(before.members.map(({ value }) => value).sort()).toEqual(['L-1', 'alice', 'v1'])
  const other = await postgres.createDatabase()
  await consume({ storage: other, name: 'again' })
  const again = await openDatabase(other)
  expect(await read(again)).toEqual(before)
  await again.close()
  await end()
}, 60_000)

test.skipIf(missing)('two consumers with links of the same people end with one answer', async () => {
  const { sender, natsUrl, storage, database, end } = await begin()
  const consumers = await Promise.all([1, 2].map(() => startConsumer({ natsUrl, storage, atOnce: 5 })))
  const batches = Array.from({ length: 20 }, (_, n) => Array.from({ length: 10 }, (_, i) => link('loyalty', `L-${n + i}`, { anonymousId: `v${n}`, userId: `u${n % 3}` })))
  await Promise.all(batches.map((batch) => sender.send(batch)))
  await expect.poll(() => consumers[0]!.behind(), { timeout: 20_000 }).toBe(0)
  expect(consumers.every(({ counts }) => counts.stored > 0), 'both had work').toBe(true)
  const of = async (user: string) => (await database.query(`SELECT count(*)::integer AS n FROM members WHERE person = (SELECT person FROM members WHERE namespace = 'user' AND value = $1)`, [user]))[0].n
  const members = await database.query('SELECT count(*)::integer AS n FROM members WHERE person IS NOT NULL')
  expect((await of('u0')) + (await of('u1')) + (await of('u2'))).toBe(members[0].n)
  await Promise.all(consumers.map((each) => each.close()))
  await end()
}, 60_000)

test.skipIf(missing)('what is no event is put aside with the reason, and holds nobody up', async () => {
  const { sender, publish, consume, database, end } = await begin()
  await publish('throughline.event', 'not json')
  await publish('throughline.event', '{"id":7}')
  await publish('throughline.event', JSON.stringify({ id: 'x', writeKey: 'w', type: 'track', time: 'never', receivedAt: 'never', deliveries: 1, payload: {} }))
  await sender.send([item({ messageId: 'good' })])
  expect(await consume()).toMatchObject({ stored: 1, refused: 3 })
  expect((await database.query('SELECT id FROM events')).map(({ id }) => id)).toEqual(['good'])
  const refused = await database.query('SELECT reason, message FROM refused ORDER BY id')
  expect(refused.map(({ message }) => String(message))).toContain('not json')
  expect(refused.every(({ reason }) => reason.length > 10)).toBe(true)
  await end()
}, 60_000)

test.skipIf(missing)('a full stream is answered 503, an event that NATS cannot carry 413, and NATS away 503', async () => {
  const { sender, manager, collector, end } = await begin()
  const { config } = await manager.streams.info('throughline')
  await manager.streams.update('throughline', { ...config, max_bytes: 20_000 })
  const large = item({ properties: { text: 'x'.repeat(15_000) } })
  expect((await sender.send([large])).status).toBe(200)
  const full = await sender.send([item({ properties: { text: 'x'.repeat(15_000) } })])
  expect([full.status, full.headers.get('retry-after')]).toEqual([503, '5'])
  await manager.streams.update('throughline', { ...config, max_bytes: -1 })
  const body = gzipSync(JSON.stringify({ writeKey: 'w', batch: [item({ properties: { text: 'x'.repeat(1_500_000) } })] }))
  const huge = await sender.post(body, { headers: { 'content-encoding': 'gzip' } })
  expect([huge.status, huge.body.error]).toEqual([413, expect.stringContaining('the most that NATS takes')])
  await nats.kill()
  await expect.poll(async () => (await sender.send([item()])).status, { timeout: 10_000 }).toBe(503)
  expect((await fetch(`${collector.url}/health/ready`)).status).toBe(503)
  await nats.start()
  await expect.poll(async () => (await sender.send([item()])).status, { timeout: 10_000 }).toBe(200)
  await end()
}, 60_000)

test.each([
  [{}, [], 'A consumer brings events from a stream into a database: set NATS_URL and DATABASE_URL.\n'],
  [{ NATS_URL: 'nats://127.0.0.1:1', DATABASE_URL: 'postgres://127.0.0.1:1/x' }, ['--as', 'a b'], '--as a b is no name: use letters, digits, - and _.\n'],
  [{ NATS_URL: 'nats://127.0.0.1:1', DATABASE_URL: 'postgres://127.0.0.1:1/x' }, ['--at-once', 'x'], '--at-once x is no number of events: use 1 to 20000.\n'],
  [{ NATS_URL: 'nats://127.0.0.1:1', DATABASE_URL: 'postgres://127.0.0.1:1/x' }, ['--retain-days', '1.5'], '--retain-days 1.5 is no number: use days, as in --retain-days 400.\n'],
])('the command line of the consumer says what is wrong: %j %j', (env, args, sentence) => {
  const path = fileURLToPath(new URL('../../../examples/collector/consume.js', import.meta.url))
  const { status, stderr } = spawnSync(process.execPath, [path, ...args], { env: { PATH: process.env['PATH'], ...env }, encoding: 'utf8' })
  expect([status, stderr]).toEqual([1, sentence])
})

test.skipIf(missing)('who has no stream or no database to go to says what to set', async () => {
  await expect(startCollector({ port: 0, natsUrl: 'nats://127.0.0.1:1' })).rejects.toThrow(/check NATS_URL/)
  await expect(startCollector({ port: 0, storage: 'postgres://nobody@127.0.0.1:1/x' })).rejects.toThrow(/check DATABASE_URL/)
})
