// When a page asks for the service worker: only when something waits that it may not live to deliver, and not again
// and again.
import { expect, test } from 'vitest'
import { createStage, settle } from './stage.js'

const minuteMs = 60_000

test('what is delivered by the page needs no worker, also if the page leaves', async () => {
  const { openTab, pass } = createStage()
  const tab = openTab()
  tab.track()
  await pass(minuteMs)
  tab.track()
  await settle()
  tab.leave()
  await settle()
  expect(tab.log.calls).toBe(0)
})

test('it is asked for once while the collector fails, and again at the next trouble', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  collector.mode = 'broken'
  tab.track()
  await pass(10 * minuteMs)
  expect(collector.seen.length).toBeGreaterThan(3)
  expect(tab.log.calls).toBe(1)
  collector.mode = 'healthy'
  await pass(10 * minuteMs)
  collector.mode = 'broken'
  tab.track()
  await pass(10 * minuteMs)
  expect(tab.log.calls).toBe(2)
})

test('it is asked for once while offline, as soon as something is on disk', async () => {
  const { site, openTab, pass } = createStage()
  site.isOnline = false
  const tab = openTab()
  await pass(minuteMs)
  expect(tab.log.calls).toBe(0)
  for (let i = 0; i < 10; i++) {
    tab.track()
    await pass(minuteMs)
  }
  expect(tab.log.calls).toBe(1)
})

test.each([
  ['offline', (stage: ReturnType<typeof createStage>) => (stage.site.isOnline = false)],
  ['during a retry time', (stage: ReturnType<typeof createStage>) => (stage.collector.mode = 'broken')],
])('a page that leaves %s asks again, because the browser may have given up', async (_, spoil) => {
  const stage = createStage()
  spoil(stage)
  const tab = stage.openTab()
  tab.track()
  await stage.pass(5200)
  const before = tab.log.calls
  tab.leave()
  expect(tab.log.calls).toBe(before + 1)
})

test('a page that leaves during a retry time sends nothing', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  collector.mode = 'busy'
  tab.track()
  await pass(5200)
  tab.leave()
  expect(collector.seen).toHaveLength(1)
})

test('a page that leaves offline with nothing waiting, or to a page of the site, does not ask', async () => {
  const { site, openTab, pass } = createStage()
  const tab = openTab()
  tab.track()
  await pass(minuteMs)
  site.isOnline = false
  tab.leave()
  expect(tab.log.calls).toBe(0)
  site.isNextPageOurs = true
  site.isOnline = true
  tab.track()
  await settle()
  tab.leave()
  expect(tab.log.calls).toBe(0)
})

test('a page that leaves with more than it may send asks for the rest', async () => {
  const { openTab } = createStage()
  const tab = openTab()
  for (let i = 0; i < 40; i++) {
    tab.track('Viewed', 'x'.repeat(1000))
    await settle()
  }
  expect(tab.log.calls).toBe(0)
  tab.leave()
  expect(tab.log.calls).toBeGreaterThan(0)
})

test('a hidden page that hears that nothing has arrived asks at once', async () => {
  const { collector, openTab } = createStage()
  const tab = openTab()
  collector.mode = 'unreachable'
  tab.track()
  await settle()
  tab.leave()
  await settle()
  expect(tab.log.calls).toBe(1)
})
