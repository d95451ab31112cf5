// What is told beside the events: when it goes along, when it is forgotten, and that it never costs an event.
import { expect, test } from 'vitest'
import { createStage, settle } from './stage.js'

const minuteMs = 60_000
const lengthOf = (stream: string, length: number) => ({ stream, length })

test('goes with the next batch that is sent anyway, and is gone from the disk once that is accepted', async () => {
  const { disk, collector, openTab, pass } = createStage()
  const first = openTab()
  first.track()
  await pass(5000)
  first.outbox.commit()
  await pass(minuteMs)
  expect(collector.seen, 'no request of its own').toHaveLength(1)
  const stream = (disk.values('ledger') as { stream: string }[])[0]?.stream as string
  expect(disk.values('ledger')).toEqual([lengthOf(stream, 1)])
  const second = openTab()
  second.track()
  await pass(5000)
  expect(collector.seen[1]?.ledger).toEqual([lengthOf(stream, 1)])
  expect(disk.values('ledger')).toEqual([])
  second.track()
  await pass(5000)
  expect(collector.seen[2]?.ledger, 'no news').toBeUndefined()
})

test('stays on disk while batches fail, and what is added meanwhile stays for the next', async () => {
  const { disk, collector, openTab, pass } = createStage()
  const tab = openTab()
  tab.track()
  await tab.outbox.saved()
  tab.outbox.commit()
  collector.mode = 'broken'
  await pass(300)
  expect(collector.seen[0]?.ledger).toHaveLength(1)
  expect(disk.values('ledger')).toHaveLength(1)
  collector.mode = 'healthy'
  collector.delayMs = 100
  tab.hurry()
  await pass(300)
  expect(collector.seen).toHaveLength(2)
  tab.track()
  tab.outbox.commit()
  await pass(100)
  expect((disk.values('ledger') as { length: number }[]).map(({ length }) => length)).toEqual([2])
})

test('goes with what is sent when the page leaves', async () => {
  const { collector, openTab } = createStage()
  const tab = openTab()
  tab.track()
  tab.track()
  tab.outbox.commit()
  tab.leave()
  await settle()
  expect(collector.seen.map(({ ids, ledger }) => [ids.length, ledger?.map(({ length }) => length)])).toEqual([[2, [2]]])
})

test.each([1, 30])('a collector that refuses what it does not know still takes every one of %i events', async (count) => {
  const { disk, collector, openTab, pass } = createStage()
  const tab = openTab()
  collector.mode = 'strict'
  const ids = Array.from({ length: count }, () => tab.track())
  tab.outbox.commit()
  await pass(5000)
  expect([...collector.taken]).toEqual(ids.map((id) => [id, 1]))
  expect(tab.log.dropped).toEqual([])
  expect(disk.values('event')).toEqual([])
})

test('where nothing is taken for long, the events are offered without it', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  collector.mode = 'broken'
  tab.track()
  tab.outbox.commit()
  await pass(30 * minuteMs)
  expect(collector.seen[0]?.ledger).toBeDefined()
  expect(collector.seen.at(-1)?.ledger).toBeUndefined()
})

test('a poison event is told as rejected, with its place', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  for (let i = 0; i < 10; i++) tab.track()
  tab.track('Poison')
  for (let i = 0; i < 10; i++) tab.track()
  await pass(minuteMs)
  tab.track() // it travels with whatever is next
  await pass(minuteMs)
  expect(collector.seen.flatMap(({ ledger }) => ledger ?? [])).toEqual([{ stream: expect.any(String), reason: 'rejected', lost: [[10]] }])
})

test('what was evicted is told with its places, by whoever sends next', async () => {
  const { site, collector, openTab, pass } = createStage({ settings: { outbox: { maxEvents: 10 } } })
  site.isOnline = false
  const first = openTab()
  for (let i = 0; i < 20; i++) first.track()
  await pass(1000)
  expect(first.log.dropped).toHaveLength(11)
  site.isOnline = true
  const second = openTab()
  second.track()
  await pass(5000)
  expect(collector.seen[0]?.ledger?.[0]).toEqual({ stream: expect.any(String), reason: 'evicted', lost: [[0, 10]] })
})

test('what is being sent is not called lost: room is made once the answer is there', async () => {
  const { disk, collector, openTab, pass } = createStage({ settings: { outbox: { maxEvents: 600 } } })
  const tab = openTab()
  collector.delayMs = 2000
  const ids = Array.from({ length: 500 }, () => tab.track())
  await pass(1000)
  expect(collector.seen).toHaveLength(1)
  for (let i = 0; i < 510; i++) ids.push(tab.track())
  await pass(minuteMs)
  const gone = tab.log.dropped.map(([, id]) => id)
  expect(gone.filter((id) => collector.taken.has(id))).toEqual([])
  expect(ids.filter((id) => !collector.taken.has(id))).toEqual([])
  expect(disk.values('event')).toEqual([])
})

test('what another tab is sending is not called lost either', async () => {
  const { collector, openTab, pass } = createStage({ settings: { outbox: { maxEvents: 600 } } })
  const sending = openTab()
  collector.delayMs = 2000
  const ids = Array.from({ length: 500 }, () => sending.track())
  await pass(1000)
  const other = openTab()
  for (let i = 0; i < 200; i++) ids.push(other.track())
  await pass(minuteMs)
  const gone = [...sending.log.dropped, ...other.log.dropped].map(([, id]) => id)
  expect(gone.filter((id) => collector.taken.has(id))).toEqual([])
  expect(ids.filter((id) => !collector.taken.has(id) && !gone.includes(id))).toEqual([])
})

test('what could not be taken off the disk is not reported as lost', async () => {
  const { disk, site, openTab, pass } = createStage({ settings: { outbox: { maxEvents: 10 } } })
  site.isOnline = false
  const tab = openTab()
  for (let i = 0; i < 20; i++) tab.track()
  await tab.outbox.saved()
  disk.setHealth('readonly')
  await pass(1000)
  expect(tab.log.dropped).toEqual([])
})

test('of what was never told only the latest is kept', async () => {
  const { disk, openTab, pass, site } = createStage()
  site.isOnline = false
  const tab = openTab()
  await tab.store.write(Array.from({ length: 600 }, (_, i) => [['ledger', `0${1000 + i}`, 1], lengthOf(`0${1000 + i}`, 1)]))
  tab.track()
  await pass(1000)
  const left = disk.values('ledger') as { stream: string }[]
  expect([left.length, left[0]?.stream]).toEqual([500, '01100'])
})
