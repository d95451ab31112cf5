// Trackers over a disk that can be told to fail, offline, each test with a database of its own.
// Must not decide what is expected. Time passes only when a test says so.
import { afterEach, beforeEach, vi } from 'vitest'
import { createTracker } from '../../../src/tracker.js'
import type { Event as TrackerEvent, Options, Tracker } from '../../../src/types.js'
import { createFaultyIndexedDb, type FaultyIndexedDb } from '../../support/faultyIndexedDb.js'
import { memoryKeyRange } from '../../support/memoryDisk.js'

export type StoredIdentity = { anonymousId: string; userId?: string; version: number; former?: string[] }

/** Another visitor than any that a test makes. */
export const theirs = '0193a1b2-0000-7000-8000-00000000abcd'

export function useDisk() {
  let keys = 0
  let trackers: Tracker[] = []
  const stage = {
    indexedDb: undefined as unknown as FaultyIndexedDb,
    name: '',
    create(more: Partial<Options> = {}): Tracker {
      const tracker = createTracker({ collector: '/collect', writeKey: 'shop', name: stage.name, flushDelayMs: 1_000_000, ...more })
      trackers.push(tracker)
      return tracker
    },
    identityOnDisk: () => stage.indexedDb.values('identity')[0] as StoredIdentity,
    eventsOnDisk: () => stage.indexedDb.values('event').flatMap((text) => JSON.parse(text as string) as TrackerEvent[]),
    setCookie: (value: string) => (document.cookie = `${stage.name}=${value};path=/`),
    cookie: () => document.cookie.split('; ').flatMap((pair) => pair.split(`${stage.name}=`)[1] || []),
    show: () => document.dispatchEvent(new Event('visibilitychange')),
    /** Until what was asked of the disk, and said to other tabs, has been done. */
    settle: () => vi.advanceTimersByTimeAsync(100),
  }
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
    stage.indexedDb = createFaultyIndexedDb()
    trackers = []
    stage.name = `site-${++keys}`
    localStorage.clear()
    vi.stubGlobal('indexedDB', stage.indexedDb.factory)
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
  return stage
}
