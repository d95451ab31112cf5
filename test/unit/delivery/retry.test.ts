// A collector that fails: it is asked again, never too often, and nothing is lost.
import { expect, test, vi } from 'vitest'
import { createStage } from './stage.js'

const minuteMs = 60_000

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

test.each(['broken', 'unreachable', 'proxy'] as const)(
  'a collector that is %s is asked again, ever more rarely, and nothing is lost',
  async (mode) => {
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
  },
)

test('a collector that never answers is given up after the time-out, and asked again', async () => {
  const { collector, openTab, pass } = createStage()
  collector.mode = 'silent'
  const id = openTab().track()
  await pass(250)
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
  await pass(250)
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

test('who hurries waits for what the collector has asked for, and not for what was added to it', async () => {
  const { collector, openTab, pass } = createStage()
  vi.spyOn(Math, 'random').mockReturnValue(0.9)
  const tab = openTab()
  collector.mode = 'broken'
  const id = tab.track()
  await pass(20 * minuteMs)
  collector.mode = 'busy'
  collector.retryAfter = '1'
  await pass(6 * minuteMs)
  collector.mode = 'healthy'
  await pass(2000)
  await tab.flush()
  expect(collector.taken.get(id)).toBe(1)
})
