// A collector that refuses: a batch, one event, the compression, the key, or everything.
import { expect, test } from 'vitest'
import { createStage, settle, until } from './stage.js'

const long = 'x'.repeat(2000)
const minuteMs = 60_000

test('413 splits the batch until it fits, and later batches are small from the start', async () => {
  const { disk, collector, openTab, pass } = createStage()
  const tab = openTab()
  collector.mode = 'small'
  collector.maxBytes = 20_000
  const ids = Array.from({ length: 100 }, () => tab.track())
  await pass(5000)
  expect([...collector.taken]).toEqual(ids.map((id) => [id, 1]))
  expect(disk.values('event')).toEqual([])
  const before = collector.seen.length
  for (let i = 0; i < 100; i++) tab.track()
  await pass(5000)
  expect(collector.seen.slice(before).map(({ status }) => status)).not.toContain(413)
  expect(collector.taken.size).toBe(200)
})

test('one poison event is found in a batch, put aside and named; the rest goes through once', async () => {
  const { disk, collector, openTab, pass } = createStage()
  const tab = openTab()
  const good = Array.from({ length: 30 }, () => tab.track())
  const bad = tab.track('Poison')
  good.push(...Array.from({ length: 30 }, () => tab.track()))
  await pass(30_000)
  expect(good.map((id) => collector.taken.get(id))).toEqual(good.map(() => 1))
  expect(tab.log.dropped).toEqual([['rejected', bad]])
  expect(disk.values('quarantine').map((text) => JSON.parse(text as string).id)).toEqual([bad])
  expect(disk.values('event')).toEqual([])
  expect(tab.log.failed.join()).toContain('no such event')
})

test('an answer event by event: taken, put aside, and offered again', async () => {
  const { disk, collector, openTab, pass } = createStage()
  const tab = openTab()
  collector.mode = 'partial'
  collector.isPrecise = true
  const ids = [tab.track(), tab.track(), tab.track(), tab.track()]
  const bad = tab.track('Poison')
  await pass(300)
  expect([...collector.taken.keys()]).toEqual([ids[0], ids[1], ids[3]])
  expect(tab.log.dropped).toEqual([['rejected', bad]])
  const left = (disk.values('event') as string[]).flatMap((text) => JSON.parse(text) as { id: string; name: string }[])
  expect(left.filter(({ name }) => name === 'Viewed').map(({ id }) => id)).toEqual([ids[2]])
  collector.mode = 'healthy'
  await pass(minuteMs)
  expect(collector.taken.get(ids[2] as string)).toBe(1)
  expect([...collector.taken.values()].every((count) => count === 1)).toBe(true)
})

test.each([401, 403, 404])('%i pauses, says what to look at, and keeps everything', async (status) => {
  const { disk, collector, openTab, pass } = createStage()
  const tab = openTab()
  collector.mode = { status, body: 'unknown write key' }
  tab.track()
  await pass(4 * minuteMs)
  expect(collector.seen).toHaveLength(1)
  expect(tab.log.failed).toHaveLength(1)
  expect(tab.log.failed[0]).toMatch(new RegExp(`${status}.*unknown write key`))
  expect(disk.values('event')).toHaveLength(1)
  collector.mode = 'healthy'
  await pass(6 * minuteMs)
  expect(collector.taken.size).toBe(1)
})

test('410 stops for good and keeps the events', async () => {
  const { disk, collector, openTab, pass, timers } = createStage()
  const tab = openTab()
  collector.mode = { status: 410 }
  tab.track()
  await pass(5000)
  collector.mode = 'healthy'
  tab.track()
  tab.hurry()
  await pass(24 * 60 * minuteMs)
  expect(collector.seen).toHaveLength(1)
  expect(disk.values('event')).toHaveLength(2)
  expect(timers()).toBe(0)
})

test('gzip begins once the collector has said that it takes it, and large bodies only', async () => {
  const { collector, openTab, pass } = createStage()
  collector.takesGzip = true
  const tab = openTab()
  for (const [i, text] of [long, long, ''].entries()) {
    tab.track('Viewed', text)
    await pass(5000)
    await until(() => collector.taken.size > i)
    await settle()
  }
  expect(collector.seen.map(({ isGzip }) => isGzip)).toEqual([false, true, false])
})

test.each([
  [true, true],
  [false, false],
])('compress: %s is obeyed', async (compress, isGzip) => {
  const { collector, openTab, pass } = createStage({ settings: { compress } })
  const tab = openTab()
  for (let i = 0; i < 2; i++) {
    tab.track('Viewed', long)
    await pass(5000)
    await until(() => collector.taken.size > i)
    await settle()
  }
  expect(collector.seen.map((seen) => seen.isGzip)).toEqual([isGzip, isGzip])
})

test('415 turns gzip off and the same events go plain, at once', async () => {
  const { collector, openTab, pass } = createStage()
  collector.takesGzip = true
  const tab = openTab()
  tab.track('Viewed', long)
  await pass(5000)
  collector.mode = 'unzipped'
  const id = tab.track('Viewed', long)
  await pass(5000)
  await until(() => collector.taken.has(id))
  expect(collector.seen.slice(1).map(({ isGzip, status }) => [isGzip, status])).toEqual([
    [true, 415],
    [false, 200],
  ])
})

test('a damaged record is reported and does not stand in the way', async () => {
  const { disk, collector, openTab, pass } = createStage()
  const tab = openTab()
  await tab.store.write([[['event', '0', 0], '[{"id":"half']])
  const id = tab.track()
  await pass(5000)
  expect([...collector.taken.keys()]).toEqual([id])
  expect(disk.values('event')).toEqual([])
  expect(tab.log.failed.join()).toContain('damaged')
})

test('what the format cannot encode is put aside at once, also alone: that is no fault of the collector', async () => {
  const { disk, openTab, pass } = createStage()
  const tab = openTab()
  await tab.store.write([[['event', '0', 0], '[{"id":"x","stream":"0","n":0}]']])
  tab.hurry()
  await pass(1000)
  expect(tab.log.dropped).toEqual([['rejected', 'x']])
  expect(disk.values('event')).toEqual([])
})

test('a poison event that travels alone holds up what follows for seconds, not for minutes', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  const bad = tab.track('Poison')
  await pass(300)
  expect(collector.seen.map(({ status }) => status)).toEqual([400])
  const good = tab.track()
  await pass(10_000)
  expect(collector.taken.get(good)).toBe(1)
  expect(tab.log.dropped).toEqual([['rejected', bad]])
})

test('where everything is refused, nothing is put aside for minutes, and each attempt is a handful of requests', async () => {
  const { disk, collector, openTab, pass } = createStage()
  const tab = openTab()
  collector.mode = { status: 400, body: 'a proxy' }
  const ids = Array.from({ length: 200 }, () => tab.track())
  await pass(2 * minuteMs)
  expect(disk.values('quarantine')).toEqual([])
  expect(collector.seen.length).toBeLessThan(150)
  collector.mode = 'healthy'
  await pass(6 * minuteMs)
  expect([...collector.taken.keys()]).toEqual(ids)
  expect(tab.log.dropped).toEqual([])
})
