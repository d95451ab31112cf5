// One person asked for, by any alias: how much of what is stored is read for it, however many others there are.
import { expect, test } from 'vitest'
import { createPeople } from '../../../examples/collector/createPeople.js'
import { openDatabase, type Query } from '../../../examples/collector/database.js'
import { readBatch } from '../../../examples/collector/readBatch.js'
import { readPerson } from '../../../examples/collector/readPeople.js'
import { storeBatch } from '../../../examples/collector/storeBatch.js'
import { createIdentityGraph, mergeTraits, type IdentityGraph } from '../../../src/identity/index.js'
import { day, identify, item, link } from './collectorClient.js'

/** A graph that does not walk over everybody. */
const withoutWalks = (graph: IdentityGraph): IdentityGraph => ({
  ...graph,
  persons: () => expect.unreachable('all persons were asked for'),
  conflicts: (identifier) => (identifier ? graph.conflicts(identifier) : expect.unreachable('all conflicts were asked for')),
})

test.each([20, 400])('among %i others', async (count) => {
  const database = await openDatabase(':memory:')
  let rows = 0
  const asked: [sql: string, values: unknown[]][] = []
  const query: Query = async (sql, values = []) => {
    asked.push([sql, values])
    const answer = await database.query(sql, values)
    rows += answer.length
    return answer
  }
  const people = createPeople(query, createIdentityGraph)
  const store = async (batch: unknown[]) => {
    const read = readBatch({ kind: 'batch', json: { writeKey: 'w', batch }, receivedAtMs: Date.now() })
    if (read.status !== 200) throw new Error(read.error)
    await storeBatch(database, { events: read.events }, createIdentityGraph)
  }
  await store(Array.from({ length: count }, (_, i) => [identify(`v${i}`, `u${i}`, day(1)), identify(`v${i}`, `w${i}`, day(2)), item({ anonymousId: `v${i}` })]).flat())
  await people.upToDate()
  await store([link('loyalty', 'L-7', { userId: 'u7', ...day(3) })])

  for (const alias of ['L-7', 'loyalty:L-7', 'u7', 'v7']) {
    rows = 0
    asked.length = 0
    const person = await readPerson(query, withoutWalks(await people.upToDate()), { identifier: alias, mergeTraits })
    expect(person).toMatchObject({ key: 'user:u7', events: 3, conflicts: [{ rule: 'firstOwner' }] })
    // The late link, the totals of two owners, three events, and up to two for what the alias may mean.
    expect(rows, alias).toBeLessThanOrEqual(10)
    await database.query('SET enable_seqscan = off')
    for (const [sql, values] of asked) {
      const plan = (await database.query(`EXPLAIN ${sql}`, values)).map((row) => row['QUERY PLAN']).join('\n')
      expect(plan).not.toContain('Seq Scan')
    }
    await database.query('SET enable_seqscan = on')
  }
  await database.close()
}, 60_000)
