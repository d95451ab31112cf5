// The connection: what becomes of each use when IndexedDB does not do what it is asked to.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { connect, type UseDisk } from '../../../src/store/idb.js'
import { createStore } from '../../../src/store/store.js'
import { createFaultyIndexedDb, type Fault } from '../../support/faultyIndexedDb.js'

let indexedDb: ReturnType<typeof createFaultyIndexedDb>
let told: unknown[]
let ended: AbortController
let tried: number
let emptied: number
let mayCreate: boolean

const open = (): UseDisk => {
  const use = connect('shop', () => mayCreate, {
    emptied: () => emptied++,
    failed: (cause) => told.push(cause),
    async again() {
      tried++
      await createStore(use).write([[['again'], tried]])
    },
    signal: ended.signal,
  })
  return use
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers()
  indexedDb = createFaultyIndexedDb()
  vi.stubGlobal('indexedDB', indexedDb.factory)
  vi.stubGlobal('addEventListener', () => {})
  told = []
  ended = new AbortController()
  tried = emptied = 0
  mayCreate = true
})
afterEach(() => {
  vi.useRealTimers()
})

test('the connection is opened once, at the first use', async () => {
  const store = createStore(open())
  expect(indexedDb.opens()).toBe(0)
  await Promise.all([store.write([[['a'], 1]]), store.write([[['b'], 2]])])
  expect(await store.exchange(['a'])).toBe(1)
  expect([indexedDb.opens(), vi.getTimerCount()]).toEqual([1, 0])
})

test.each<[fault: Fault, seconds: number]>([
  ['denied', 0],
  ['refused', 0],
  ['closed', 0],
  ['aborted', 0],
  ['readonly', 0],
  ['unsure', 0],
  ['full', 0],
  ['late', 3],
  ['silent', 3],
])('%s: each use says so within %i s, the site is told once, and afterwards everything is well', async (fault, seconds) => {
  indexedDb.fault = fault
  const store = createStore(open())
  const write = store.write([[['a'], 1]])
  await pass(seconds * 1000)
  expect(await write).toBe(false)
  expect(await store.write([[['a'], 1]])).toBe(false)
  expect(told).toHaveLength(1)
  indexedDb.fault = 'none'
  await pass(5000)
  expect(tried).toBe(1)
  expect(await store.write([[['a'], 2]])).toBe(true)
  expect(indexedDb.values('again')).toEqual([1])
  expect([told.length, vi.getTimerCount()]).toEqual([1, 0])
})

test('an outage is tried again as long as it lasts, told once, and the next one is told again', async () => {
  indexedDb.fault = 'refused'
  const store = createStore(open())
  await store.write([[['a'], 1]])
  await pass(4999)
  // Who asks meanwhile has the answer at once.
  expect(await store.write([[['a'], 1]])).toBe(false)
  expect(indexedDb.opens()).toBe(1)
  await pass(15_001)
  expect([indexedDb.opens(), tried, told.length]).toEqual([5, 4, 1])
  indexedDb.fault = 'none'
  await pass(10_000)
  expect(vi.getTimerCount()).toBe(0)
  indexedDb.fault = 'aborted'
  await store.write([[['a'], 1]])
  expect(told).toHaveLength(2)
})

test('nothing is tried again after the end', async () => {
  indexedDb.fault = 'refused'
  const store = createStore(open())
  await store.write([[['a'], 1]])
  ended.abort()
  await store.write([[['a'], 1]])
  await pass(1_000_000)
  expect([tried, vi.getTimerCount()]).toEqual([0, 0])
})

test.each([true, false])('a lost connection is opened anew once, for all who wait (told: %s)', async (isTold) => {
  const store = createStore(open())
  await store.write([[['a'], 1]])
  indexedDb.drop(isTold)
  const written = await Promise.all([1, 2, 3].map((n) => store.write([[['b', n], n]])))
  expect([written, indexedDb.opens(), indexedDb.connections(), told]).toEqual([[true, true, true], 2, 1, []])
})

test('a write that the browser has aborted, without a cause, on the way into the back/forward cache is made anew', async () => {
  const store = createStore(open())
  await store.write([[['a'], 1]])
  indexedDb.fault = 'aborted'
  const written = store.write([[['b'], 1]])
  indexedDb.fault = 'none'
  expect([await written, await store.exchange(['b']), told]).toEqual([true, 1, []])
})

test('a full disk is asked at once the next time, because it takes what makes room', async () => {
  const store = createStore(open())
  await store.write([[['a'], 1]])
  indexedDb.fault = 'full'
  expect(await store.write([[['b'], 1]])).toBe(false)
  expect(await store.write([[['a'], undefined]])).toBe(true)
  expect([indexedDb.entries(), indexedDb.opens()]).toEqual([[], 1])
})

test('a database that opens late is used as soon as it is there, and only one connection stays', async () => {
  const store = createStore(open())
  indexedDb.fault = 'late'
  void store.write([[['a'], 1]])
  await pass(6999)
  expect(await store.write([[['a'], 1]])).toBe(false)
  await pass(1)
  expect(await store.write([[['a'], 1]])).toBe(true)
  await pass(20_000)
  expect(indexedDb.connections()).toBe(1)
})

test('what the page itself holds up is not the fault of the disk', async () => {
  const store = createStore(open())
  await store.write([[['a'], 1]])
  const write = store.write([[['a'], 2]])
  // A long task: the timer is over before the answer can be heard.
  vi.advanceTimersByTime(2500)
  expect(await write).toBe(true)
})

test('a newer library that changes the database is let through, and both go on', async () => {
  const store = createStore(open())
  await store.write([[['a'], 1]])
  expect(indexedDb.upgrade()).toBe(true)
  expect(await store.write([[['b'], 2]])).toBe(true)
  indexedDb.deleteDatabase()
  expect(await store.write([[['c'], 3]])).toBe(true)
  // Those who still have in memory what was on it are told.
  expect([indexedDb.entries(), told, emptied]).toEqual([[[['c'], 3]], [], 3])
})

test('without consent no database is created, which is no fault; with it there is one at once', async () => {
  mayCreate = false
  const store = createStore(open())
  expect(await store.exchange(['a'])).toBeUndefined()
  expect([indexedDb.connections(), told, vi.getTimerCount()]).toEqual([0, [], 0])
  mayCreate = true
  expect(await store.write([[['a'], 1]])).toBe(true)
})

test('the worker, which has nobody to tell, tries each time', async () => {
  const store = createStore(connect('shop', () => true))
  indexedDb.fault = 'refused'
  expect(await store.write([[['a'], 1]])).toBe(false)
  indexedDb.fault = 'none'
  expect(await store.write([[['a'], 1]])).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})
