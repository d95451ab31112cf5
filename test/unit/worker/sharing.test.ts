// The service worker and pages at work at the same time.
import { expect, test } from 'vitest'
import { createStore } from '../../../src/store/store.js'
import { settle } from '../delivery/stage.js'
import { FakeChannel, type Message, setUp } from './stage.js'

test('while a page delivers the worker waits, and repeats nothing', async () => {
  const { collector, sync, openTab, pass } = setUp()
  collector.delayMs = 3000
  const page = openTab()
  page.track()
  await pass(1000)
  expect(collector.seen).toHaveLength(1)
  const event = sync()
  await pass(1500)
  expect(event.outcome).toBe('open')
  await pass(5000)
  expect(event.outcome).toBe('done')
  expect(collector.seen).toHaveLength(1)
})

test('what a page does not get done in that time is not forgotten', async () => {
  const { collector, locks, sync, leave, pass } = setUp()
  const ids = await leave(2)
  let die = (): void => {}
  void locks.request('shop', { ifAvailable: true }, () => new Promise<void>((resolve) => (die = resolve)))
  await settle()
  const event = sync()
  await pass(5000)
  expect(collector.seen).toEqual([])
  die()
  await pass(2000)
  expect(event.outcome).toBe('done')
  expect([...collector.taken.keys()]).toEqual(ids)
})

test('a page that has the lock for as long is left to the next attempt', async () => {
  const { disk, now, locks, sync, leave, pass } = setUp()
  await leave(1)
  void locks.request('shop', { ifAvailable: true }, () => new Promise(() => {}))
  await settle()
  const event = sync()
  for (let i = 0; i < 4; i++) {
    // It is heard of again and again.
    await disk.use('readwrite', (table) => (table.put({ owner: 'page', until: now() + 20_000 }, ['lease']), () => true))
    await pass(8000)
  }
  expect(event.outcome).toContain('events are still waiting')
})

test('a page that is frozen with the lock is waited for no longer than its request may take, and a moment', async () => {
  const { disk, collector, locks, sync, leave, pass } = setUp()
  const ids = await leave(1)
  // The last that was heard of it.
  await createStore(disk.use).write([[['lease'], { owner: 'page', until: Date.now() + 20_000 }]])
  const event = sync()
  void locks.request('shop', { ifAvailable: true }, () => new Promise(() => {})).catch(() => {}) // it is taken away
  await pass(19_000)
  expect(collector.seen).toEqual([])
  await pass(2000)
  expect([...collector.taken.keys()]).toEqual(ids)
  expect(event.outcome).toBe('done')
})

test('what a page has just sent is not sent again while that page is believed', async () => {
  const { disk, collector, sync, leave, pass } = setUp()
  await leave(1)
  const [[key] = []] = disk.entries()
  const event = sync()
  new FakeChannel().postMessage({ busy: [key] })
  await pass(4000)
  expect(collector.seen).toHaveLength(0)
  await pass(3000)
  expect(event.outcome).toBe('done')
  expect(collector.taken.size).toBe(1)
})

test('pages hear what the worker sends and what was accepted', async () => {
  const { sync, leave, pass } = setUp()
  await leave(1)
  const heard: Message[] = []
  new FakeChannel().onmessage = ({ data }) => void heard.push(data)
  sync()
  await pass(1000)
  expect(heard.map((message) => [Object.keys(message)[0], Object.values(message).flat().length])).toEqual([
    ['busy', 1],
    ['accepted', 1],
  ])
})

test('the worker keeps the pace of the pages', async () => {
  const { disk, collector, sync, openTab, pass } = setUp()
  collector.mode = 'broken'
  const page = openTab()
  page.track()
  await settle()
  for (let i = 0; i < 4; i++) await page.flush()
  page.pause()
  const before = collector.seen.length
  const [{ failedAt, waitMs }] = disk.values('delivery') as [{ failedAt: number; waitMs: number }]
  collector.mode = 'healthy'
  sync()
  await pass(29_000)
  expect(collector.seen.slice(before)).toHaveLength(1)
  expect(collector.seen[before]?.at).toBeGreaterThanOrEqual(failedAt + waitMs)
})
