// Delivery against every kind of collector: what arrives, what stays, and when it is asked again.
import { expect, test } from 'vitest'
import { createFakeLocks } from './fakeLocks.js'
import { createStage, settle, until } from './stage.js'

const long = 'x'.repeat(2000)
const minuteMs = 60_000

test('an event is sent after a short delay, once, and is gone from the disk once it is accepted', async () => {
  const { disk, collector, openTab, pass } = createStage()
  const tab = openTab()
  const id = tab.track()
  await pass(4999)
  expect(collector.seen).toEqual([])
  expect(disk.values('event')).toHaveLength(1)
  await pass(1)
  expect(collector.seen.map(({ ids }) => ids)).toEqual([[id]])
  expect(disk.values('event')).toEqual([])
  expect(tab.log.delivered).toEqual([id])
  await pass(60 * minuteMs)
  expect(collector.seen).toHaveLength(1)
})

test('what is tracked within the delay goes in one request, in the order of the calls', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  const ids = [tab.track()]
  await pass(2000)
  ids.push(tab.track(), tab.track())
  await pass(3000)
  expect(collector.seen.map((seen) => seen.ids)).toEqual([ids])
})

test('a full batch does not wait', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  for (let i = 0; i < 250; i++) tab.track()
  await pass(1)
  expect(collector.seen.map(({ ids }) => ids.length)).toEqual([250])
})

test('more than a batch goes in several, none above the number or the bytes of the format', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  for (let i = 0; i < 600; i++) tab.track('Viewed', long)
  await pass(1)
  expect(collector.taken.size).toBe(600)
  for (const { ids, bytes } of collector.seen) {
    expect(ids.length).toBeLessThanOrEqual(250)
    expect(bytes).toBeLessThan(500_000)
  }
})

test('a request is what a collector and a browser expect of it', async () => {
  const { collector, openTab, pass, now } = createStage()
  openTab().track()
  await pass(5000)
  expect(collector.seen[0]?.init).toMatchObject({ method: 'POST', credentials: 'omit', redirect: 'error', keepalive: true })
  expect(collector.seen[0]?.sentAt).toBe(new Date(now()).toISOString())
})

test('each attempt says when it was sent', async () => {
  const { collector, openTab, pass } = createStage()
  collector.mode = 'broken'
  openTab().track()
  await pass(minuteMs)
  collector.mode = 'healthy'
  await pass(10 * minuteMs)
  expect(collector.seen.length).toBeGreaterThan(2)
  expect(new Set(collector.seen.map(({ sentAt }) => sentAt)).size).toBe(collector.seen.length)
})

test('no timer runs with nothing to do, and none while offline', async () => {
  const { collector, site, openTab, pass, timers } = createStage()
  const tab = openTab()
  tab.track()
  await pass(5000)
  expect(timers()).toBe(0)
  site.isOnline = false
  tab.track()
  await settle()
  expect(timers()).toBe(0)
  site.isOnline = true
  tab.hurry()
  await pass(1000)
  expect(collector.taken.size).toBe(2)
  expect(timers()).toBe(0)
})

test.each(['broken', 'unreachable', 'proxy'] as const)('a collector that is %s is asked again, ever more rarely, and nothing is lost', async (mode) => {
  const { disk, collector, openTab, pass } = createStage()
  const tab = openTab()
  collector.mode = mode
  const id = tab.track()
  await pass(60 * minuteMs)
  expect(disk.values('event')).toHaveLength(1)
  expect(collector.seen.length).toBeGreaterThan(8)
  expect(collector.seen.length).toBeLessThan(120)
  collector.mode = 'healthy'
  await pass(6 * minuteMs)
  expect([...collector.taken]).toEqual([[id, 1]])
  expect(disk.values('event')).toEqual([])
})

test('a collector that never answers is given up after the time-out, and asked again', async () => {
  const { collector, openTab, pass } = createStage()
  collector.mode = 'silent'
  const id = openTab().track()
  await pass(5000)
  expect(collector.seen).toHaveLength(1)
  collector.mode = 'healthy'
  await pass(14_999)
  expect(collector.seen).toHaveLength(1)
  await pass(minuteMs)
  expect(collector.taken.get(id)).toBe(1)
})

test('when the answer is lost the same event comes again under the same id', async () => {
  const { disk, collector, openTab, pass } = createStage()
  collector.mode = 'lost'
  const id = openTab().track()
  await pass(5000)
  collector.mode = 'healthy'
  await pass(minuteMs)
  expect([...collector.taken]).toEqual([[id, 2]])
  expect(disk.values('event')).toEqual([])
})

test.each([
  ['seconds', (_now: number) => '120'],
  ['a date', (now: number) => new Date(now + 125_000).toUTCString()],
])('Retry-After in %s is waited for, by every tab, whatever happens meanwhile', async (_, header) => {
  const { collector, openTab, pass, now } = createStage()
  const tabs = [openTab(), openTab()] as const
  collector.mode = 'busy'
  collector.retryAfter = header(now())
  tabs[0].track()
  await pass(5000)
  expect(collector.seen).toHaveLength(1)
  collector.mode = 'healthy'
  for (let i = 0; i < 5; i++) {
    tabs[1].track()
    for (const tab of tabs) {
      tab.hurry()
      await pass(5000)
      expect((await tab.flush()).delivered).toBe(0)
    }
  }
  expect(collector.seen).toHaveLength(1)
  await pass(2 * minuteMs)
  expect(collector.taken.size).toBe(6)
})

test('waiting for Retry-After keeps nobody busy, also after the visitor has come back', async () => {
  const { disk, collector, openTab, pass } = createStage()
  const tab = openTab()
  collector.mode = 'busy'
  collector.retryAfter = '3000'
  tab.track()
  await pass(5000)
  tab.hurry()
  const before = disk.counts.reads
  await pass(40 * minuteMs)
  expect(disk.counts.reads - before).toBeLessThan(10)
})

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
  await pass(5000)
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
  expect(collector.seen.slice(1).map(({ isGzip, status }) => [isGzip, status])).toEqual([[true, 415], [false, 200]])
})

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

test.each([['with Web Locks', createFakeLocks], ['with the lease', () => undefined]])('two tabs send each event once, %s', async (_, createLocks) => {
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
  expect(await tab.flush()).toMatchObject({ delivered: 0, dropped: 1 })
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
  const left = (disk.values('event') as string[]).flatMap((text) => JSON.parse(text) as { id: string }[]).map(({ id }) => id)
  expect(left.length).toBeLessThanOrEqual(101)
  const evicted = tab.log.dropped.map(([reason, id]) => (expect(reason).toBe('evicted'), id))
  expect([...evicted, ...left.filter((id) => !tab.reports.has(id))]).toEqual(ids)
})
