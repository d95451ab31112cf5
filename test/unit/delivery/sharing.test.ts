// What several tabs share, what memory stands in for, and what does not fit.
import { expect, test } from 'vitest'
import { createFaultyIndexedDb } from '../../support/faultyIndexedDb.js'
import { createFakeLocks } from './fakeLocks.js'
import { createStage, settle } from './stage.js'

const minuteMs = 60_000

test('nothing is sent while it must not be, and all of it afterwards', async () => {
  const { collector, site, openTab, pass } = createStage()
  const tab = openTab()
  site.maySend = undefined
  tab.track()
  await pass(minuteMs)
  expect(collector.seen).toEqual([])
  site.maySend = true
  tab.hurry()
  await pass(1000)
  expect(collector.taken.size).toBe(1)
})

test('nothing to send and nothing allowed keeps nobody busy', async () => {
  const { disk, site, openTab, pass } = createStage()
  const tab = openTab()
  site.maySend = false
  tab.track()
  await pass(5000)
  const before = disk.counts.reads
  await pass(minuteMs)
  expect(disk.counts.reads - before).toBeLessThan(20)
})

test.each([
  ['with Web Locks', createFakeLocks],
  ['with the lease', () => undefined],
])('two tabs send each event once, %s', async (_, createLocks) => {
  const locks = createLocks()
  const { collector, openTab, pass } = createStage({ ...(locks && { locks }) })
  const tabs = [openTab(), openTab(), openTab()]
  collector.delayMs = 800
  for (let i = 0; i < 30; i++) {
    for (const tab of tabs) tab.track()
    if (i % 4 === 0) tabs[i % 3]?.hurry()
    await pass(700)
  }
  await pass(minuteMs)
  expect(collector.taken.size).toBe(90)
  expect([...collector.taken.values()].every((count) => count === 1)).toBe(true)
})

test.each([
  ['with Web Locks', createFakeLocks],
  ['with the lease', () => undefined],
])('nobody takes the lock from a tab whose answer may take longer than usual, %s', async (_, createLocks) => {
  const locks = createLocks()
  const { collector, openTab, pass } = createStage({ ...(locks && { locks }), settings: { timeoutMs: 60_000 } })
  const [slow, other] = [openTab(), openTab()]
  collector.delayMs = 50_000
  slow.track()
  await pass(40_000)
  other.track()
  await other.flush()
  await pass(200_000)
  expect([...collector.taken.values()]).toEqual([1, 1])
})

test('a tab that is frozen while it sends keeps the others waiting no longer than a request may take, and a moment', async () => {
  const { collector, disk, openTab, pass } = createStage({ locks: createFakeLocks() })
  // Its next use of the disk is never answered, as little as anything else in there.
  let isFrozen = false
  const frozen = openTab({ use: (...how) => (isFrozen ? new Promise(() => {}) : disk.use(...how)) })
  const left = frozen.track()
  collector.delayMs = 100
  await pass(300)
  isFrozen = true
  await pass(14_000)
  const other = openTab()
  const id = other.track()
  await pass(6500)
  expect(collector.taken.get(id)).toBe(1)
  expect(collector.taken.has(left)).toBe(true)
})

test('events that another page left on disk are delivered too', async () => {
  const { collector, openTab, pass } = createStage()
  const gone = openTab()
  const id = gone.track()
  await settle()
  gone.pause()
  const tab = openTab()
  tab.hurry()
  await pass(1000)
  expect([...collector.taken]).toEqual([[id, 1]])
})

test('flush tells what was delivered and what is kept, and also waits for what is under way', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  tab.track()
  await settle()
  expect(await tab.flush()).toEqual({ delivered: 1, kept: 0, dropped: 0 })
  collector.mode = 'broken'
  tab.track()
  await settle()
  expect(await tab.flush()).toEqual({ delivered: 0, kept: 1, dropped: 0 })
  collector.mode = 'healthy'
  await pass(minuteMs)
  tab.track('Poison')
  await settle()
  // Alone it may not be the event's fault; beside one that is taken it is.
  expect(await tab.flush()).toMatchObject({ kept: 1, dropped: 0 })
  tab.track()
  await settle()
  expect(await tab.flush()).toMatchObject({ delivered: 1, dropped: 1 })
})

test('without a disk events are sent at once from memory', async () => {
  const { disk, collector, openTab, pass } = createStage()
  disk.setHealth('refused')
  const tab = openTab()
  const ids = [tab.track(), tab.track()]
  await pass(10)
  expect([...collector.taken.keys()]).toEqual(ids)
  collector.mode = 'broken'
  ids.push(tab.track())
  await pass(minuteMs)
  collector.mode = 'healthy'
  await pass(10 * minuteMs)
  expect([...collector.taken]).toEqual(ids.map((id) => [id, 1]))
})

test('over its bounds the outbox gives up the oldest, and says so', async () => {
  const { disk, site, openTab, pass } = createStage({ settings: { outbox: { maxEvents: 100 } } })
  site.isOnline = false
  const tab = openTab()
  const ids = Array.from({ length: 600 }, () => tab.track())
  await pass(1000)
  const left = (disk.values('event') as string[])
    .flatMap((text) => JSON.parse(text) as { id: string }[])
    .map(({ id }) => id)
  expect(left.length).toBeLessThanOrEqual(101)
  const evicted = tab.log.dropped.map(([reason, id]) => (expect(reason).toBe('evicted'), id))
  expect([...evicted, ...left]).toEqual(ids)
})

test('what is accepted but cannot be deleted is not sent again, and goes once the disk can be written', async () => {
  const { disk, collector, openTab, pass } = createStage()
  const tab = openTab()
  const id = tab.track()
  await settle()
  disk.setHealth('readonly')
  await tab.flush()
  await tab.flush()
  tab.hurry()
  await pass(minuteMs)
  expect([...collector.taken]).toEqual([[id, 1]])
  expect(disk.values('event')).toHaveLength(1)
  disk.setHealth('fine')
  tab.hurry()
  await pass(minuteMs)
  expect(disk.values('event')).toEqual([])
  expect([...collector.taken]).toEqual([[id, 1]])
})

test('what the disk has taken late is put back like all else when somebody deletes the database', async () => {
  const indexedDb = createFaultyIndexedDb()
  const { collector, site, openTab, pass } = createStage({ indexedDb })
  site.isOnline = false
  const tab = openTab()
  indexedDb.fault = 'full'
  const id = tab.track()
  await pass(1000)
  indexedDb.fault = 'none'
  await pass(20_000)
  expect(indexedDb.values('event')).toHaveLength(1)
  indexedDb.deleteDatabase()
  await pass(20_000)
  expect(indexedDb.values('event')).toHaveLength(1)
  site.isOnline = true
  tab.hurry()
  await pass(1000)
  expect([...collector.taken]).toEqual([[id, 1]])
})
