// @vitest-environment happy-dom
// What is left on disk, in the cookie and with other tabs where a visitor consents to less, or wants to be forgotten.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTracker } from '../../../src/tracker.js'
import type { Event as TrackerEvent, Options, Tracker } from '../../../src/types.js'
import { createFaultyIndexedDb } from '../../support/faultyIndexedDb.js'
import { memoryKeyRange } from '../../support/memoryDisk.js'

let trackers: Tracker[]
let requests: string[][]
let keys = 0
let name: string
let indexedDb: ReturnType<typeof createFaultyIndexedDb>
const theirs = '0193a1b2-0000-7000-8000-00000000abcd'

const create = (more: Partial<Options> = {}): Tracker => {
  const tracker = createTracker({ collector: '/collect', writeKey: 'shop', name, flushDelayMs: 1_000_000, ...more })
  trackers.push(tracker)
  return tracker
}
const onDisk = (kind: string) => indexedDb.values(kind)
const eventsOnDisk = () => onDisk('event').flatMap((text) => JSON.parse(text as string) as TrackerEvent[])
const setCookie = (value: string) => (document.cookie = `${name}=${value};path=/`)
const cookie = () => document.cookie.split('; ').flatMap((pair) => pair.split(`${name}=`)[1] || [])
const online = (is: boolean) => vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(is)
/** Until what was asked of the disk, and said to other tabs, has been done. */
const settle = async (ms = 100) => {
  await vi.advanceTimersByTimeAsync(ms)
  await new Promise((done) => setImmediate(done))
  await vi.advanceTimersByTimeAsync(ms)
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  indexedDb = createFaultyIndexedDb()
  trackers = []
  requests = []
  name = `site-${++keys}`
  localStorage.clear()
  sessionStorage.clear()
  vi.stubGlobal('indexedDB', indexedDb.factory)
  vi.stubGlobal('IDBKeyRange', memoryKeyRange)
  vi.stubGlobal('fetch', async (_: string, { body }: { body: Uint8Array }) => {
    const { batch } = JSON.parse(new TextDecoder().decode(body)) as { batch: { event: string }[] }
    requests.push(batch.map(({ event }) => event))
    return new Response('{"success":true}')
  })
  online(false)
})
afterEach(() => {
  for (const tracker of trackers) tracker.stop()
  vi.useRealTimers() // the stubs stay: what a stopped tracker has begun may still ask for them
})

describe.each(['session', 'anonymous'] as const)('%s', (mode) => {
  test('chosen now: what was on disk is gone, and nothing is put there any more', async () => {
    const tracker = create()
    tracker.identify('alice')
    await tracker.saved()
    expect([onDisk('event').length, onDisk('identity').length, cookie().length]).toEqual([1, 1, 1])
    tracker.consent({ analytics: mode })
    tracker.track('A')
    await settle()
    online(true)
    await tracker.flush()
    await settle()
    expect(requests.flat()).toEqual(['Consent Updated', 'A'])
    expect([onDisk('event'), onDisk('identity'), onDisk('delivery'), cookie()]).toEqual([[], [], [], []])
    expect(onDisk('consent')).toEqual([{ analytics: mode }]) // where tracking starts by itself
  })

  test('chosen by the site: what is left of a time when more was allowed is taken away', async () => {
    const before = create()
    before.track('A')
    await before.saved()
    before.stop()
    const tracker = create({ consent: mode })
    await tracker.saved()
    await settle()
    expect([onDisk('event'), onDisk('identity'), onDisk('consent'), cookie()]).toEqual([[], [], [], []])
  })

  test('the cookie of another subdomain and the visitor of another tab are nobody here', async () => {
    setCookie(theirs)
    const tracker = create({ consent: mode })
    await tracker.saved()
    expect(cookie()).toEqual([])
    const { anonymousId } = tracker.identity()
    expect(anonymousId).not.toBe(theirs)
    const channel = new BroadcastChannel(name)
    channel.postMessage({ identity: { anonymousId: theirs, sessionId: 's', activeAt: Date.now(), version: 1e9 } })
    await settle()
    setCookie(theirs)
    document.dispatchEvent(new Event('visibilitychange'))
    await settle()
    channel.close()
    expect(tracker.identity().anonymousId).toBe(anonymousId)
    setCookie('')
    tracker.identify('alice')
    expect(cookie()).toEqual([])
  })

  test('what is in memory only waits for the others all the same', async () => {
    online(true)
    const tracker = create({ consent: mode, flushDelayMs: 1000 })
    await tracker.saved()
    await settle(1000)
    for (const event of ['A', 'B', 'C']) {
      tracker.track(event)
      await settle(20)
    }
    await settle(1000)
    expect(requests[0]).toEqual(['A', 'B', 'C'])
  })
})

test('what the session has kept is not there any more once more is allowed', async () => {
  const tracker = create({ consent: 'session' })
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('unreachable')))
  tracker.track('A')
  await tracker.saved()
  dispatchEvent(new Event('pagehide'))
  expect(sessionStorage.length).toBe(1)
  tracker.consent({ analytics: true })
  await settle()
  expect([sessionStorage.length, eventsOnDisk().map((event) => event.name)]).toEqual([0, ['A', 'Consent Updated']])
})

test('a change is recorded by the tab in which it was made, and again by no later page', async () => {
  const [one, two] = [create(), create()]
  await Promise.all([one.saved(), two.saved()])
  one.consent({ marketing: false })
  await settle()
  expect(eventsOnDisk().map((event) => event.name)).toEqual(['Consent Updated'])
  const later = create()
  later.consent({ marketing: false })
  await later.saved()
  dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
  await settle()
  expect(eventsOnDisk().map((event) => event.name)).toEqual(['Consent Updated'])
})

test('a page that was put away while another one was told of a change says nothing of it', async () => {
  await create().saved()
  dispatchEvent(new Event('pagehide'))
  const other = create()
  await other.saved()
  other.consent({ marketing: false })
  await settle()
  dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
  await settle()
  expect(eventsOnDisk().map((event) => event.name)).toEqual(['Consent Updated'])
})

test('forget: of all that waited in two tabs only the request is left, and the visitor from then on', async () => {
  const [one, two] = [create(), create()]
  one.identify('alice')
  await one.saved()
  await settle()
  one.track('A')
  two.track('B')
  await Promise.all([one.saved(), two.saved()])
  const id = one.forget()
  await settle()
  expect(eventsOnDisk().map((event) => [event.id, event.identity.userId])).toEqual([[id, 'alice']])
  expect((onDisk('identity')[0] as { userId?: string }).userId).toBeUndefined()
  // What the other tab had in memory goes with it, also if that tab is closed now.
  online(true)
  two.track('C')
  dispatchEvent(new Event('pagehide'))
  await settle()
  expect(requests.flat()).not.toContain('B')
})
