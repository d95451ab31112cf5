// @vitest-environment happy-dom
// The wiring, in a page without IndexedDB: everything is in memory and is delivered all the same.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTracker } from '../../src/tracker.js'
import type { Capture, Options, Tracker } from '../../src/types.js'

type Body = { batch: { type: string; event?: string; anonymousId: string; userId?: string; messageId: string }[] }
type Listener = (detail: unknown) => void
let bodies: Body[]
let trackers: Tracker[]

const create = (more: Partial<Options> = {}): Tracker => {
  const tracker = createTracker({ collector: '/collect', writeKey: 'shop', ...more })
  trackers.push(tracker)
  return tracker
}
const items = () => bodies.flatMap(({ batch }) => batch)

beforeEach(() => {
  bodies = []
  trackers = []
  localStorage.clear()
  vi.stubGlobal('IDBKeyRange', { bound: () => ({}) })
  vi.stubGlobal('fetch', async (_: string, { body }: { body: Uint8Array }) => {
    bodies.push(JSON.parse(new TextDecoder().decode(body)) as Body)
    return new Response('{"success":true}')
  })
})
afterEach(() => {
  for (const tracker of trackers) tracker.stop()
  vi.unstubAllGlobals()
})

test('what is tracked is delivered, once, with its id, and flush says so', async () => {
  const tracker = create()
  const delivered = new Promise<readonly string[]>((resolve) => tracker.on('delivered', ({ ids }) => resolve(ids)))
  const ids = [tracker.track('A'), tracker.page('B'), tracker.identify('alice')]
  await tracker.flush()
  expect(items().map(({ messageId }) => messageId)).toEqual(ids)
  expect(await delivered).toEqual(ids)
  expect(await tracker.flush()).toEqual({ delivered: 0, kept: 0, dropped: 0 })
  expect(bodies).toHaveLength(1)
})

test('that storage is refused is told', async () => {
  const tracker = create()
  const failed = vi.fn<Listener>()
  tracker.on('error', failed)
  await tracker.saved()
  expect(failed).toHaveBeenCalledWith(expect.objectContaining({ source: 'storage' }))
})

test('the identity is there once storage has answered, follows the calls, and is told of', async () => {
  const tracker = create()
  expect(tracker.identity()).toEqual({ identifiers: {}, traits: {} })
  await tracker.saved()
  const before = tracker.identity()
  expect(before.anonymousId).toMatch(/^[\da-f-]{36}$/)
  const heard = vi.fn<Listener>()
  tracker.on('identity', heard)
  tracker.identify('alice', { plan: 'gold' })
  expect(tracker.identity()).toMatchObject({
    anonymousId: before.anonymousId,
    userId: 'alice',
    traits: { plan: 'gold' },
  })
  tracker.reset()
  expect(tracker.identity().userId).toBeUndefined()
  expect(tracker.identity().anonymousId).not.toBe(before.anonymousId)
  expect(heard).toHaveBeenCalledTimes(2)
})

test('while consent is pending nothing is minted, written or sent; granted, it comes in its order', async () => {
  const tracker = create({ consent: 'pending' })
  const ids = [tracker.track('A'), tracker.track('B')]
  await tracker.saved()
  await tracker.flush()
  expect([bodies, localStorage.length, tracker.identity()]).toEqual([[], 0, { identifiers: {}, traits: {} }])
  tracker.consent({ analytics: true })
  await tracker.saved()
  await tracker.flush()
  expect(items().map(({ messageId }) => messageId).slice(0, 2)).toEqual(ids)
  expect(items().map(({ event }) => event)).toEqual(['A', 'B', 'Consent Updated'])
})

test('consent refused drops what was held and forgets the visitor', async () => {
  const tracker = create()
  tracker.track('A')
  await tracker.saved()
  const dropped = vi.fn<Listener>()
  const told = vi.fn<Listener>()
  tracker.on('dropped', dropped)
  tracker.on('consent', told)
  tracker.consent({ analytics: false })
  tracker.track('B')
  expect(told).toHaveBeenCalledWith(expect.objectContaining({ analytics: 'denied' }))
  expect(dropped).toHaveBeenCalledWith(expect.objectContaining({ reason: 'consent' }))
  expect(tracker.identity()).toEqual({ identifiers: {}, traits: {} })
  await tracker.flush()
  expect(items().map(({ event }) => event)).not.toContain('B')
})

test('what was stored before consent was withdrawn is never sent, also when it is given again', async () => {
  const tracker = create({ flushDelayMs: 1_000_000 })
  await tracker.flush()
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  tracker.track('A')
  await tracker.saved()
  tracker.consent({ analytics: false })
  tracker.consent({ analytics: true })
  tracker.track('B')
  await tracker.flush()
  expect(items().map(({ event }) => event)).toEqual(['Consent Updated', 'B'])
})

test.each([
  ['shared', 1],
  ['all', 0],
  ['ignore', 1],
] as const)('Global Privacy Control with gpc: %s sends %i events', async (gpc, count) => {
  Object.defineProperty(navigator, 'globalPrivacyControl', { value: true, configurable: true })
  const tracker = create({ gpc })
  tracker.track('A')
  await tracker.flush()
  expect(items()).toHaveLength(count)
  Reflect.deleteProperty(navigator, 'globalPrivacyControl')
})

test('steps see every event, until they are taken away', async () => {
  const tracker = create()
  const stop = tracker.use((event) => (event.name === 'A' ? null : event))
  await tracker.saved()
  tracker.track('A')
  tracker.track('B')
  stop()
  tracker.track('A')
  await tracker.flush()
  expect(items().map(({ event }) => event)).toEqual(['B', 'A'])
})

test('captures are started with the tracker and stopped with it', () => {
  const undo = vi.fn<() => void>()
  const capture = vi.fn<Capture>(() => undo)
  const tracker = create({ capture: [capture] })
  expect(capture).toHaveBeenCalledExactlyOnceWith(tracker, expect.any(Function))
  tracker.stop()
  expect(undo).toHaveBeenCalledOnce()
})

test('after stop nothing is taken, and nothing throws', async () => {
  const tracker = create()
  await tracker.saved()
  tracker.stop()
  tracker.track('A')
  document.dispatchEvent(new Event('visibilitychange'))
  dispatchEvent(new Event('pagehide'))
  await tracker.flush()
  expect(items()).toEqual([])
})

test('a listener that throws disturbs neither the page nor the tracker', async () => {
  vi.stubGlobal('reportError', () => {})
  const tracker = create()
  for (const type of ['delivered', 'identity', 'error', 'consent', 'dropped'] as const) {
    tracker.on(type, () => {
      throw new Error('mine')
    })
  }
  tracker.track('A')
  tracker.identify('null')
  tracker.consent({ marketing: false })
  await tracker.flush()
  expect(items().map(({ event }) => event)).toEqual(['A', 'Consent Updated'])
})

test('leaving the page sends at once and spills what no disk has taken', async () => {
  const tracker = create()
  await tracker.saved()
  await tracker.flush()
  tracker.track('A')
  dispatchEvent(new Event('pagehide'))
  expect(items().map(({ event }) => event)).toEqual(['A'])
  expect(localStorage.length).toBe(1)
})

test('mistaken options throw at once', () => {
  expect(() => createTracker({ collector: 'collect.example' })).toThrow(/URL or one format/)
})
