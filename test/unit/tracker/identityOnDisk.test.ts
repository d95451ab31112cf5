// @vitest-environment happy-dom
// Who is here, where disk, cookie and other tabs each have a say.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTracker } from '../../../src/tracker.js'
import type { Event as TrackerEvent, Options, Tracker } from '../../../src/types.js'
import { createFaultyIndexedDb } from '../../support/faultyIndexedDb.js'
import { memoryKeyRange } from '../../support/memoryDisk.js'

let trackers: Tracker[]
let keys = 0
let name: string
let indexedDb: ReturnType<typeof createFaultyIndexedDb>
const theirs = '0193a1b2-0000-7000-8000-00000000abcd'

const create = (more: Partial<Options> = {}): Tracker => {
  const tracker = createTracker({ collector: '/collect', writeKey: 'shop', name, flushDelayMs: 1_000_000, ...more })
  trackers.push(tracker)
  return tracker
}
type Stored = { anonymousId: string; userId?: string }
const identityOnDisk = () => indexedDb.values('identity')[0] as Stored
const eventsOnDisk = () => indexedDb.values('event').flatMap((text) => JSON.parse(text as string) as TrackerEvent[])
const typesOnDisk = () => eventsOnDisk().map(({ type }) => type)
const setCookie = (value: string) => (document.cookie = `${name}=${value};path=/`)
const cookie = () => document.cookie.split('; ').flatMap((pair) => pair.split(`${name}=`)[1] || [])
const show = () => document.dispatchEvent(new Event('visibilitychange'))
/** Until what was asked of the disk, and said to other tabs, has been done. */
const settle = () => vi.advanceTimersByTimeAsync(100)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  indexedDb = createFaultyIndexedDb()
  trackers = []
  name = `site-${++keys}`
  localStorage.clear()
  vi.stubGlobal('indexedDB', indexedDb.factory)
  vi.stubGlobal('IDBKeyRange', memoryKeyRange)
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('unreachable')
  })
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
})
afterEach(() => {
  for (const tracker of trackers) tracker.stop()
  vi.useRealTimers() // the stubs stay: what a stopped tracker has begun may still ask for them
})

test.each([
  ['a login', (tracker: Tracker) => tracker.identify('alice'), 'identify'],
  ['another customer', (tracker: Tracker) => (tracker.identify('bob'), tracker.identify('alice')), 'identify'],
  ['a link', (tracker: Tracker) => tracker.link('loyalty', '7'), 'link'],
])('%s is on disk together with the event that says so, or not at all', async (_, act, type) => {
  const tracker = create()
  await tracker.saved()
  const before = identityOnDisk()
  indexedDb.fault = 'aborted'
  act(tracker)
  await settle()
  expect([identityOnDisk(), typesOnDisk()]).toEqual([before, []])

  indexedDb.fault = 'none'
  await vi.advanceTimersByTimeAsync(10_000)
  await tracker.saved()
  const { userId, anonymousId, identifiers } = tracker.identity()
  expect(identityOnDisk()).toMatchObject({ anonymousId, ...(userId && { userId }), ...(type === 'link' && { identifiers }) })
  expect(typesOnDisk()).toContain(type)
})

test('identity and event need one transaction, not two', async () => {
  const tracker = create()
  await tracker.saved()
  indexedDb.fault = 'aborted'
  indexedDb.sparing = 1
  tracker.identify('alice')
  await settle()
  expect([identityOnDisk().userId, typesOnDisk()]).toEqual(['alice', ['identify']])
})

test('an event made before a login never gets the ids or traits of who logged in, however long it was held', async () => {
  indexedDb.fault = 'silent'
  const tracker = create()
  tracker.track('Before')
  tracker.identify('alice', { plan: 'gold' })
  indexedDb.fault = 'none'
  await tracker.saved()
  const [before] = eventsOnDisk()
  expect(before?.name).toBe('Before')
  expect(JSON.stringify(before)).not.toMatch(/alice|gold/)
})

test('the cookie says who is here where the disk has nobody, or somebody else; then nothing of theirs is left', async () => {
  setCookie(theirs)
  const first = create()
  await first.saved()
  expect(first.identity().anonymousId).toBe(theirs)
  first.identify('alice', { plan: 'gold' })
  const { sessionId } = first.identity()
  await first.saved()
  first.stop()

  const next = theirs.replace('abcd', 'ef01')
  setCookie(next)
  const second = create()
  const held = second.track('Held')
  await second.saved()
  expect(second.identity()).toMatchObject({ anonymousId: next, identifiers: {}, traits: {} })
  expect(second.identity().userId).toBeUndefined()
  expect(second.identity().sessionId).not.toBe(sessionId)
  expect(eventsOnDisk().find(({ id }) => id === held)?.identity.anonymousId).toBe(next)
  expect([identityOnDisk().anonymousId, cookie()]).toEqual([next, [next]])
})

test('a page that cannot ask the disk takes nobody from the cookie, whose login it could not know, and leaves it as it is', async () => {
  setCookie(theirs)
  indexedDb.put(['identity'], { anonymousId: theirs, sessionId: 's', activeAt: Date.now(), version: 5, userId: 'bob' })
  indexedDb.fault = 'refused'
  const tracker = create()
  await tracker.saved()
  const { anonymousId } = tracker.identity()
  expect(anonymousId).not.toBe(theirs)
  tracker.track('A')
  show()
  await settle()
  expect([tracker.identity().anonymousId, cookie()]).toEqual([anonymousId, [theirs]])
  tracker.identify('carol')
  expect(tracker.identity()).toMatchObject({ anonymousId, userId: 'carol' })
})

test('an id that this browser was rid of does not come back, neither at the start nor when the page is shown again', async () => {
  const first = create()
  await first.saved()
  const old: string[] = []
  for (const user of ['alice', 'bob', 'carol']) {
    first.identify(user)
    old.push(first.identity().anonymousId!)
  }
  first.reset()
  await first.saved()
  const { anonymousId } = first.identity()
  for (const id of old) {
    setCookie(id)
    show()
    await settle()
    expect([first.identity().anonymousId, cookie()]).toEqual([anonymousId, [anonymousId]])
  }
  first.stop()
  setCookie(old[0]!)
  const second = create()
  await second.saved()
  expect([second.identity().anonymousId, cookie()]).toEqual([anonymousId, [anonymousId]])
})

test('where the cookie of another tab is here before its message, the disk is asked who that is', async () => {
  const [first, second] = [create(), create()]
  await Promise.all([first.saved(), second.saved()])
  first.identify('alice')
  await vi.waitFor(() => expect(second.identity().userId).toBe('alice'))
  first.identify('bob')
  const { anonymousId } = first.identity()
  show()
  const held = second.track('Held')
  await settle()
  for (const tab of [first, second]) expect(tab.identity()).toMatchObject({ anonymousId, userId: 'bob' })
  expect(eventsOnDisk().find(({ id }) => id === held)?.identity).toMatchObject({ anonymousId, userId: 'bob' })
})

test('a page that has heard of nothing, shown again, neither overwrites a login nor lends its visitor to another customer', async () => {
  const tracker = create()
  tracker.identify('alice')
  await settle()
  // In the back/forward cache no message of another tab arrives.
  const before = identityOnDisk() as Stored & { version: number; former?: string[] }
  indexedDb.put(['identity'], { ...before, anonymousId: theirs, userId: 'bob', version: before.version + 1000, former: [before.anonymousId] })
  setCookie(theirs)
  show()
  tracker.identify('carol')
  await settle()
  const { anonymousId, userId } = tracker.identity()
  expect([anonymousId === theirs, anonymousId === before.anonymousId, userId]).toEqual([false, false, 'carol'])
  expect(identityOnDisk()).toMatchObject({ anonymousId, userId: 'carol', former: [theirs, before.anonymousId] })
  expect(eventsOnDisk().filter(({ identity }) => identity.anonymousId === theirs)).toEqual([])
})

test('a page that has heard of nothing, shown again, goes on with whoever has logged in', async () => {
  const tracker = create()
  await settle()
  const before = identityOnDisk() as Stored & { version: number }
  indexedDb.put(['identity'], { ...before, anonymousId: theirs, userId: 'bob', version: before.version + 1000, former: [before.anonymousId] })
  setCookie(theirs)
  show()
  const id = tracker.track('After')
  await settle()
  expect(eventsOnDisk().find((event) => event.id === id)?.identity).toMatchObject({ anonymousId: theirs, userId: 'bob' })
  expect(identityOnDisk()).toMatchObject({ anonymousId: theirs, userId: 'bob' })
})

test('a login while the page was in the back/forward cache outlasts what is tracked when it is shown', async () => {
  const tracker = create()
  await settle()
  const before = identityOnDisk() as Stored & { version: number }
  dispatchEvent(new Event('pagehide'))
  indexedDb.put(['identity'], { ...before, userId: 'bob', version: before.version + 1000 })
  await vi.advanceTimersByTimeAsync(120_000)
  show()
  const id = tracker.track('Shown')
  dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
  await settle()
  expect(eventsOnDisk().find((event) => event.id === id)?.identity.userId).toBe('bob')
  expect(identityOnDisk().userId).toBe('bob')
})

test('withdrawn consent takes the cookie along; a page that starts without consent writes none', async () => {
  const tracker = create()
  await tracker.saved()
  expect(cookie()).toEqual([tracker.identity().anonymousId])
  tracker.consent({ analytics: false })
  expect(cookie()).toEqual([])
  await tracker.saved()
  tracker.stop()
  const next = create()
  await next.saved()
  show()
  await settle()
  expect(cookie()).toEqual([])
  const pending = create({ name: `${name}-pending`, consent: 'pending' })
  pending.identify('alice')
  await pending.saved()
  expect(document.cookie).not.toContain('pending')
})

test('a change in another tab that crosses a refusal brings nobody back, in memory or on disk', async () => {
  const tracker = create()
  await tracker.saved()
  const { anonymousId } = tracker.identity()
  const otherTab = new BroadcastChannel(name)
  tracker.consent({ analytics: false })
  otherTab.postMessage({ identity: { anonymousId, sessionId: 's', activeAt: Date.now(), version: 5000, userId: 'alice' } })
  // It has been heard once what is said after it has an effect.
  otherTab.postMessage({ decided: { marketing: 'denied' } })
  await new Promise<void>((resolve) => tracker.on('consent', (consent) => consent.marketing === 'denied' && resolve()))
  otherTab.close()
  await settle()
  expect(tracker.identity()).toEqual({ identifiers: {}, traits: {} })
  expect(indexedDb.values('identity')).toEqual([])
})

test('what a page held to its end is never said of whoever logged in after it', async () => {
  const first = create()
  first.identify('alice')
  await settle()
  const second = create()
  second.track('Hers')
  await Promise.resolve()
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
  document.dispatchEvent(new Event('visibilitychange'))
  // Its end: what it did after that (here it goes on) must not count, so the call gets another id.
  const left = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i)!)
    .map((key) => [key, localStorage.getItem(key)!.replace(/-8001-/, '-8009-')] as const)
    .filter(([, text]) => text.includes('held'))
  hidden.mockRestore()
  second.stop()
  await vi.advanceTimersByTimeAsync(5_000)
  first.reset()
  first.identify('bob')
  await settle()
  for (const [key, value] of left) localStorage.setItem(key, value)
  create()
  await settle()
  expect(eventsOnDisk().filter(({ name: called }) => called === 'Hers').map(({ identity }) => identity.userId)).not.toContain('bob')
})

test('a login that an earlier page held to its end links nobody who came after it, and throws nobody out', async () => {
  const bob = create()
  bob.identify('bob')
  await settle()
  const before = bob.identity()
  const facts = ['0193a1b2-0000-7000-8000-0000000000aa', 'identify', null, null, Date.now() - 60_000, '"channel":"website","context":{}', [], 'alice']
  localStorage.setItem(`${name}:spill:other`, JSON.stringify([[['held'], facts]]))
  const next = create()
  await settle()
  expect(next.identity()).toMatchObject({ anonymousId: before.anonymousId, userId: 'bob' })
  const [said] = eventsOnDisk().filter(({ identity }) => identity.userId === 'alice')
  expect(said!.id).toBe(facts[0])
  expect(said!.identity.anonymousId).not.toBe(before.anonymousId)
})
