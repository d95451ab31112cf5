// Several writers whose links meet in the same people: each component is resolved by one of them at a time.
// Needs a PostgreSQL server: an embedded one has one writer.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '../../../examples/collector/database.js'
import { readBatch } from '../../../examples/collector/readBatch.js'
import { storeBatch } from '../../../examples/collector/storeBatch.js'
import { storeUnlink } from '../../../examples/collector/storeDecisions.js'
import { toStatement } from '../../../examples/collector/toStatement.js'
import { createIdentityGraph, resolve } from '../../../src/identity/index.js'
import { startPostgres } from '../../support/services/startPostgres.js'
import { createRandom } from '../../soak/random.js'
import { day, identify, link, type Item } from '../collector/collectorClient.js'
import { missingFor } from './useStage.js'

const missing = missingFor('PostgreSQL')
let postgres: Awaited<ReturnType<typeof startPostgres>>
beforeAll(async () => {
  if (!missing) postgres = await startPostgres()
}, 120_000)
afterAll(() => postgres?.stop())

const store = (database: Database, batch: Item[]) => {
  const read = readBatch({ kind: 'batch', json: { writeKey: 'w', batch }, receivedAtMs: Date.now() })
  if (read.status !== 200) throw new Error(read.error)
  return storeBatch(database, { events: read.events }, () => createIdentityGraph())
}
const membersOf = async ({ query }: Database) => {
  const people = new Map<string, string[]>()
  for (const { person, namespace, value } of await query('SELECT * FROM members WHERE person IS NOT NULL ORDER BY namespace, value')) {
    people.set(person, [...(people.get(person) ?? []), `${namespace}:${value}`])
  }
  return people
}
const resolvedOf = async ({ query }: Database) => {
  const statements = [
    ...(await query('SELECT * FROM links')).map((row) => toStatement.links(row)),
    ...(await query('SELECT * FROM unlinks')).map((row) => toStatement.unlinks(row)),
  ]
  const { persons } = resolve(statements)
  return new Map(persons.map(({ id, identifiers }) => [id, identifiers.map(({ namespace, value }) => `${namespace}:${value}`)]))
}

test.skipIf(missing)('many writers with the same visitors, the same ids and decisions between them end with the people of a fresh resolve', async () => {
  const database = await openDatabase(await postgres.createDatabase())
  const random = createRandom(7)
  const who = () => [`v${random.whole(0, 40)}`, `u${random.whole(0, 12)}`] as const
  const say = (): Item => {
    const [v, u] = who()
    const about = { messageId: `e${random.whole(0, 900)}`, ...day(random.whole(1, 28)) }
    return random.next() < 0.5 ? identify(v, u, about) : link('loyalty', `L${random.whole(0, 20)}`, { anonymousId: v, userId: u, ...about })
  }
  const batches = Array.from({ length: 60 }, () => [...new Map(Array.from({ length: 20 }, say).map((each) => [each['messageId'], each])).values()])
  let fresh = 0
  await Promise.all(
    [0, 1, 2, 3, 4, 5].map(async (lane) => {
      for (let i = lane; i < batches.length; i += 6) {
        const stored = await store(database, i % 2 ? batches[i]! : batches[i]!.toReversed())
        fresh += stored.fresh.size
        if (i % 10 === 3) await storeUnlink(database, { link: `e${random.whole(0, 900)}` }, () => createIdentityGraph())
      }
    }),
  )
  const [{ count }] = await database.query('SELECT count(*)::integer AS count FROM events')
  expect([fresh, count]).toEqual([count, new Set(batches.flat().map((each) => each['messageId'])).size])
  const members = await membersOf(database)
  expect(members.size).toBeGreaterThan(3)
  expect(members).toEqual(await resolvedOf(database))
  await database.close()
}, 60_000)

test.skipIf(missing)('who adds to people while another joins them waits, and then adds to all of them', async () => {
  const database = await openDatabase(await postgres.createDatabase())
  await store(database, [identify('a1', 'alice', day(1))])
  await store(database, [link('loyalty', 'C-1', { anonymousId: 'v2', ...day(2) })])
  let commit = () => {}
  let joining: Promise<unknown> | undefined
  const hasRead = new Promise<void>((resolve) => {
    const slow: Database = {
      ...database,
      // It knows who they are, and has not written it yet.
      transaction: (work) =>
        database.transaction((query) =>
          work(async (sql, values) => {
            if (sql.includes('UPDATE members')) await new Promise<void>((go) => ((commit = go), resolve()))
            return query(sql, values)
          })),
    }
    joining = store(slow, [link('loyalty', 'C-1', { anonymousId: 'a1', userId: 'alice', ...day(3) })])
  })
  await hasRead
  const adding = store(database, [link('order', 'O-9', { anonymousId: 'v2', ...day(4) })])
  const isWaiting = database.query('SELECT pg_sleep(0)').then(async () => {
    for (let tries = 0; tries < 100; tries++) if ((await database.query('SELECT 1 FROM pg_locks WHERE NOT granted')).length > 0) return true
    return false
  })
  await Promise.race([isWaiting, adding])
  commit()
  await Promise.all([joining, adding])
  const members = await membersOf(database)
  expect([...members.values()]).toEqual([['anonymous:a1', 'anonymous:v2', 'loyalty:C-1', 'order:O-9', 'user:alice']])
  expect(members).toEqual(await resolvedOf(database))
  await database.close()
})
