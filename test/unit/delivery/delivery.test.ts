// When what is sent, in which batches, and that nothing runs when there is nothing to do.
import { expect, test } from 'vitest'
import { createStage, settle } from './stage.js'

const long = 'x'.repeat(2000)
const minuteMs = 60_000

test('an event is sent after a short delay, once, and is gone from the disk once it is accepted', async () => {
  const { disk, collector, openTab, pass } = createStage()
  const tab = openTab()
  const id = tab.track()
  await pass(249)
  expect(collector.seen).toEqual([])
  expect(disk.values('event')).toHaveLength(1)
  await pass(1)
  expect(collector.seen.map(({ ids }) => ids)).toEqual([[id]])
  expect(disk.values('event')).toEqual([])
  expect(tab.log.delivered).toEqual([id])
  await pass(60 * minuteMs)
  expect(collector.seen).toHaveLength(1)
})

test('the first event after a quiet time goes soon; what is tracked within the delay after that goes in one request, in the order of the calls', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  const first = tab.track()
  await pass(2000)
  const ids = [tab.track()]
  await pass(2000)
  ids.push(tab.track(), tab.track())
  await pass(2249)
  expect(collector.seen.map((seen) => seen.ids)).toEqual([[first]])
  await pass(1)
  expect(collector.seen.map((seen) => seen.ids)).toEqual([[first], ids])
  await pass(minuteMs)
  tab.track()
  await pass(250)
  expect(collector.seen).toHaveLength(3)
})

test('ten events a second need at most twenty requests for a thousand', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  for (let i = 0; i < 1000; i++) {
    tab.track()
    await pass(100)
  }
  await pass(minuteMs)
  expect(collector.taken.size).toBe(1000)
  expect(collector.seen.length).toBeLessThanOrEqual(20)
})

test('what a closed tab has left begins to go within a second of another tab\'s next event', async () => {
  const { collector, openTab, pass } = createStage()
  const [other, gone] = [openTab(), openTab()]
  await pass(minuteMs)
  const left = gone.track()
  await settle()
  gone.pause()
  await pass(minuteMs)
  expect(collector.seen).toEqual([])
  other.track()
  await pass(1000)
  expect(collector.taken.has(left)).toBe(true)
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
  await pass(250)
  expect(collector.seen[0]?.init).toMatchObject({
    method: 'POST',
    credentials: 'omit',
    redirect: 'error',
    keepalive: true,
  })
  expect(collector.seen[0]?.sentAt).toBe(new Date(now()).toISOString())
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

test('who comes back waits for a moment, also if something was due: the tab that is hidden now sends just then', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  tab.track()
  await pass(300)
  tab.track()
  await pass(5900) // due in 50 ms
  tab.hurry()
  await pass(200)
  expect(collector.seen).toHaveLength(1)
  await pass(50)
  expect(collector.seen).toHaveLength(2)
})
