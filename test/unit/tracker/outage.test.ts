// @vitest-environment happy-dom
// The wiring while storage fails and when it works again: who the visitor is, whether tracking is allowed, and what waits.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTracker } from '../../../src/tracker.js'
import type { Options, Tracker } from '../../../src/types.js'
import { createFaultyIndexedDb } from '../../support/faultyIndexedDb.js'
import { memoryKeyRange } from '../../support/memoryDisk.js'

type Item = { event?: string; type: string; anonymousId: string; userId?: string; messageId: string }
let items: Item[]
let trackers: Tracker[]
let errors: string[]
let indexedDb: ReturnType<typeof createFaultyIndexedDb>

const create = (more: Partial<Options> = {}): Tracker => {
  const tracker = createTracker({ collector: '/collect', writeKey: 'shop', ...more })
  tracker.on('error', ({ message }) => errors.push(message))
  trackers.push(tracker)
  return tracker
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const stored = { anonymousId: 'known', sessionId: 's', activeAt: Date.now(), version: 1005, userId: 'bob' }
const identityOnDisk = () => indexedDb.values('identity')[0] as typeof stored
const named = (name: string): Item[] => items.filter(({ event }) => event === name)

beforeEach(() => {
  vi.useFakeTimers()
  indexedDb = createFaultyIndexedDb()
  items = []
  trackers = []
  errors = []
  localStorage.clear()
  vi.stubGlobal('indexedDB', indexedDb.factory)
  vi.stubGlobal('IDBKeyRange', memoryKeyRange)
  vi.stubGlobal('fetch', async (_: string, { body }: { body: Uint8Array }) => {
    items.push(...(JSON.parse(new TextDecoder().decode(body)) as { batch: Item[] }).batch)
    return new Response('{"success":true}')
  })
})
afterEach(() => {
  for (const tracker of trackers) tracker.stop()
  vi.useRealTimers()
})

test('saved says false while there is no disk, and true once it works again', async () => {
  indexedDb.fault = 'refused'
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  const tracker = create()
  tracker.track('A')
  expect(await tracker.saved()).toBe(false)
  indexedDb.fault = 'none'
  await pass(10_000)
  expect(indexedDb.values('event')).toHaveLength(1)
  expect(await tracker.saved()).toBe(true)
  expect(errors).toEqual(['IndexedDB fails'])
})

test('saved says false for what is held until consent is given', async () => {
  const tracker = create({ consent: 'pending' })
  expect(await tracker.saved()).toBe(true)
  tracker.track('A')
  expect(await tracker.saved()).toBe(false)
})

test('storage that does not answer at the start delays tracking by three seconds, and holds up nothing', async () => {
  indexedDb.fault = 'silent'
  const tracker = create()
  tracker.track('A')
  const saved = tracker.saved()
  await pass(3000)
  expect(await saved).toBe(false)
  await tracker.flush()
  expect(named('A')).toHaveLength(1)
})

test('one who could not be read stays on disk, and the page keeps to its own visitor', async () => {
  indexedDb.put(['identity'], stored)
  indexedDb.fault = 'refused'
  const tracker = create()
  await tracker.saved()
  const { anonymousId } = tracker.identity()
  tracker.track('A')
  indexedDb.fault = 'none'
  await pass(130_000)
  tracker.track('B') // late enough for the session to be written down
  await tracker.flush()
  expect(items.map((item) => item.anonymousId)).toEqual([anonymousId, anonymousId])
  expect(identityOnDisk()).toEqual(stored)
})

test('a login while the disk fails is not undone by who was on it before', async () => {
  indexedDb.put(['identity'], stored)
  indexedDb.fault = 'refused'
  const tracker = create()
  await tracker.saved()
  tracker.identify('alice')
  indexedDb.fault = 'none'
  await pass(10_000)
  dispatchEvent(new Event('online'))
  await tracker.saved()
  tracker.track('A')
  await tracker.flush()
  expect(named('A')[0]?.userId).toBe('alice')
  expect(identityOnDisk().userId).toBe('alice')
})

test('a visitor of a page without a disk is put on it when it works', async () => {
  indexedDb.fault = 'denied'
  const tracker = create()
  await tracker.saved()
  indexedDb.fault = 'none'
  await pass(10_000)
  expect(identityOnDisk().anonymousId).toBe(tracker.identity().anonymousId)
})

test('where there is never a disk a login goes on with the next page, from localStorage', async () => {
  indexedDb.fault = 'denied'
  const first = create()
  await first.saved()
  first.identify('alice')
  dispatchEvent(new Event('pagehide'))
  first.stop()
  const second = create()
  await second.saved()
  expect(second.identity()).toEqual(first.identity())
})

test('what an earlier page spilled stays spilled until it is on disk or delivered', async () => {
  indexedDb.fault = 'denied'
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('unreachable')
  })
  const first = create()
  await first.saved()
  const id = first.track('A')
  dispatchEvent(new Event('pagehide'))
  first.stop()
  const second = create()
  await second.saved()
  await pass(100)
  expect(Object.values(localStorage).join()).toContain(id)
  indexedDb.fault = 'none'
  await pass(10_000)
  expect(indexedDb.values('event')).toHaveLength(1)
  expect(Object.values(localStorage).join()).not.toContain(id)
})

test('a refusal that could not be read is heeded as soon as it can', async () => {
  indexedDb.put(['consent'], { analytics: 'denied' })
  indexedDb.fault = 'refused'
  const tracker = create()
  await tracker.saved()
  indexedDb.fault = 'none'
  await pass(10_000)
  tracker.track('A')
  await tracker.flush()
  expect([named('A'), tracker.identity().anonymousId]).toEqual([[], undefined])
  expect(indexedDb.entries()).toEqual([[['consent'], { analytics: 'denied' }]])
})

test('a refusal that could not be written wipes the disk as soon as it can', async () => {
  const tracker = create({ flushDelayMs: 1_000_000 })
  await tracker.flush()
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  tracker.track('A')
  await tracker.saved()
  indexedDb.fault = 'refused'
  indexedDb.drop(false)
  tracker.consent({ analytics: false })
  await pass(100)
  expect(indexedDb.values('event')).toHaveLength(1)
  indexedDb.fault = 'none'
  await pass(10_000)
  expect(indexedDb.entries()).toEqual([[['consent'], { analytics: 'denied' }]])
})

test.each([[{}], ['x'], [5], [[]]])('an identity on disk that is none (%j) is replaced', async (junk) => {
  indexedDb.put(['identity'], junk)
  const tracker = create()
  await tracker.saved()
  expect(tracker.identity().anonymousId).toMatch(/^[\da-f-]{36}$/)
  expect(identityOnDisk().anonymousId).toBe(tracker.identity().anonymousId)
})

test.each([
  ['no text', 5],
  ['no JSON', '{'],
  ['JSON of something else', '[1,null,"x",{"a":1},{"id":{}}]'],
  ['another shape', '{"id":"x"}'],
])('a record that is %s is taken away and told, and stands in nobody else\'s way', async (_, junk) => {
  indexedDb.put(['event', '00000000-0000-7000-8000-000000000000', 0], junk)
  for (const kind of ['delivery', 'lease', 'consent']) indexedDb.put([kind], junk)
  const tracker = create()
  tracker.track('A')
  await tracker.flush()
  expect(named('A')).toHaveLength(1)
  expect(indexedDb.values('event')).toEqual([])
  expect(errors).toEqual(['damaged records'])
})

test('a choice that could not be written is nobody: the next page has a visitor, not a choice, for its identity', async () => {
  const first = create()
  await first.saved()
  indexedDb.fault = 'refused'
  indexedDb.drop(false)
  first.consent({ marketing: true })
  dispatchEvent(new Event('pagehide'))
  first.stop()
  indexedDb.fault = 'none'
  const second = create()
  await second.saved()
  expect(second.identity().anonymousId).toBe(first.identity().anonymousId)
})
