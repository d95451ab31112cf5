// What several tabs share, what memory stands in for, and what does not fit.
import { expect, test } from 'vitest'
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
