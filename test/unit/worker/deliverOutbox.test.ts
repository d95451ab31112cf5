// When the service worker delivers, how long it tries, and when it asks the browser to try again.
import { expect, test } from 'vitest'
import { settle } from '../delivery/stage.js'
import { channels, options, setUp, start } from './stage.js'

test('what pages have left is delivered once and deleted, and nothing else is written', async () => {
  const { disk, collector, sync, leave, pass } = setUp()
  const ids = await leave(250)
  const event = sync()
  await pass(1000)
  expect(event.outcome).toBe('done')
  expect([...collector.taken]).toEqual(ids.map((id) => [id, 1]))
  expect(disk.entries().map(([[kind]]) => kind).filter((kind) => kind !== 'lease' && kind !== 'delivery')).toEqual([])
  expect(channels.size).toBe(0)
})

test('a sync of somebody else is left alone', async () => {
  const { collector, sync, leave, pass } = setUp()
  await leave(1)
  expect(sync('workbox-background-sync').count).toBe(0)
  await pass(1000)
  expect(collector.seen).toEqual([])
})

test('the name of the tag is that of the database, by default made of the write key', async () => {
  const { sync } = setUp()
  start({ collector: options.collector, writeKey: 'web' })
  expect(sync('throughline-web').count).toBe(1)
})

test('a mistake in the options throws at once', () => {
  expect(() => start({ collector: 'collect.example' })).toThrow('collector must be a URL or one format; for more, alsoTo()')
  expect(() => start({ collector: '/v1/batch' })).toThrow('writeKey is missing')
})

test('a disk that fails is tried again later', async () => {
  const { disk, sync, leave, pass } = setUp()
  await leave(1)
  disk.setHealth('refused')
  const event = sync()
  await pass(31_000)
  expect(event.outcome).toContain('IndexedDB fails')
})

test('a collector that fails for a moment is asked again within the event', async () => {
  const { collector, sync, leave, pass } = setUp()
  await leave(5)
  collector.mode = 'broken'
  const event = sync()
  await pass(500)
  collector.mode = 'healthy'
  await pass(30_000)
  expect(event.outcome).toBe('done')
  expect(collector.taken.size).toBe(5)
})

test('what cannot be delivered within half a minute stays on disk, and the browser is to try again', async () => {
  const { disk, collector, sync, leave, pass } = setUp()
  await leave(5)
  collector.mode = 'broken'
  const event = sync()
  await pass(31_000)
  expect(event.outcome).toContain('throughline: events are still waiting')
  expect(collector.seen.length).toBeGreaterThan(1)
  expect(collector.seen.length).toBeLessThan(20)
  expect(disk.values('event').length).toBeGreaterThan(0)
  collector.mode = 'healthy'
  await pass(300_000)
  const next = sync()
  await pass(1000)
  expect(next.outcome).toBe('done')
  expect([...collector.taken.values()]).toEqual([1, 1, 1, 1, 1])
})

test('a wrong key is named in what the browser logs', async () => {
  const { collector, sync, leave, pass } = setUp()
  await leave(1)
  collector.mode = { status: 401, body: 'unknown write key' }
  const event = sync()
  await pass(1000)
  expect(event.outcome).toMatch(/401.*unknown write key/)
})

test.each([
  ['10', 'a short time that the collector has asked for is waited for', 'done', 1],
  ['120', 'a longer one is left to the next attempt', 'events are still waiting', 0],
])('Retry-After: %s, %s', async (retryAfter, _, outcome, taken) => {
  const { collector, sync, openTab, pass, now } = setUp()
  collector.mode = 'busy'
  collector.retryAfter = retryAfter
  const page = openTab()
  page.track()
  await settle()
  await page.flush()
  page.pause()
  collector.mode = 'healthy'
  const [refused] = collector.seen
  const event = sync()
  await pass(31_000)
  expect(event.outcome).toContain(outcome)
  expect(collector.taken.size).toBe(taken)
  for (const { at } of collector.seen.slice(1)) expect(at - (refused?.at ?? now())).toBeGreaterThanOrEqual(10_000)
})

test('one event that is refused for good is put aside, and the rest goes through', async () => {
  const { disk, collector, sync, leave, pass } = setUp()
  const good = await leave(3)
  const bad = await leave(1, 'Poison')
  const event = sync()
  await pass(1000)
  expect(event.outcome).toBe('done')
  expect([...collector.taken.keys()]).toEqual(good)
  expect(disk.values('quarantine').map((text) => JSON.parse(text as string).id)).toEqual(bad)
})

test('a collector that is gone for good is not asked again', async () => {
  const { disk, collector, sync, leave, pass } = setUp()
  await leave(1)
  collector.mode = { status: 410 }
  const event = sync()
  await pass(31_000)
  expect(event.outcome).toBe('done')
  expect(collector.seen).toHaveLength(1)
  expect(disk.values('event')).toHaveLength(1)
})
