// Tabs of one site over one disk and one collector, in fake time: the delivery wired as the tracker wires it.
// Must not decide what is expected.
import { vi } from 'vitest'
import { createDelivery, type Delivery } from '../../../src/delivery/delivery.js'
import type { DeliveryMessage, DeliveryPorts } from '../../../src/delivery/ports.js'
import { createEventIds } from '../../../src/event/eventId.js'
import { createOutbox } from '../../../src/outbox/outbox.js'
import { connect, type UseDisk } from '../../../src/store/idb.js'
import { createStore } from '../../../src/store/store.js'
import type { TrackerEvents } from '../../../src/types.js'
import type { FaultyIndexedDb } from '../../support/faultyIndexedDb.js'
import { createMemoryDisk, memoryKeyRange } from '../../support/memoryDisk.js'
import { createScriptedCollector } from './scriptedCollector.js'

/** Lets everything happen that needs no time. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 2; i++) await new Promise((resolve) => setImmediate(resolve))
}
/** Waits for what happens on another thread, such as compression. */
export const until = async (isSo: () => boolean): Promise<void> => {
  for (let i = 0; i < 1_000_000 && !isSo(); i++) await settle()
}

/** A clock and timers that stand still until told to go on, and then let everything happen in between. */
function createFakeTime(start: number) {
  let time = start
  let count = 0
  const timers = new Map<number, { readonly at: number; readonly run: () => void }>()
  const set = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): number => {
    // As browsers do: not at once, and what does not fit into 31 bits is 1.
    const delayMs = ms > 2 ** 31 - 1 ? 1 : Math.max(1, Math.floor(ms))
    timers.set(++count, { at: time + delayMs, run: () => run(...args) })
    return count
  }
  const pass = async (ms: number): Promise<void> => {
    const end = time + ms
    await settle()
    for (;;) {
      const [next] = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)
      if (!next) break
      timers.delete(next[0])
      time = Math.max(time, next[1].at)
      next[1].run()
      await settle()
    }
    time = end
  }
  vi.stubGlobal('setTimeout', set)
  vi.stubGlobal('clearTimeout', (id: number) => timers.delete(id))
  return { now: () => time, pass, timers: () => timers.size }
}

/** Creates the stage; call it inside a test. Globals are put back when the test ends. */
export function createStage({
  locks,
  settings = {},
  indexedDb,
}: { locks?: LockManager; settings?: Partial<DeliveryPorts['settings']>; indexedDb?: FaultyIndexedDb } = {}) {
  const { now, pass, timers } = createFakeTime(Date.UTC(2026, 10, 21))
  const disk = createMemoryDisk()
  const collector = createScriptedCollector(now)
  vi.stubGlobal('IDBKeyRange', memoryKeyRange)
  vi.stubGlobal('fetch', collector.fetch)
  vi.stubGlobal('navigator', { locks })
  if (indexedDb) vi.stubGlobal('indexedDB', indexedDb.factory)
  if (indexedDb) vi.stubGlobal('addEventListener', () => {}) // `pagehide`
  const site = { isOnline: true, maySend: true as boolean | undefined, isNextPageOurs: false }
  const tabs: { readonly delivery: Delivery; readonly hear: Delivery['hear'] }[] = []

  /** `host`: what lies between this tab and the disk and the other tabs' messages, where that is of interest. */
  const openTab = (host: { use?: UseDisk; hear?: (hear: () => void) => void } = {}) => {
    const { stream, next } = createEventIds(now(), BigInt(tabs.length + 1))
    const log = {
      delivered: [] as string[],
      dropped: [] as (readonly [reason: string, id: string])[],
      failed: [] as string[],
      /** How often the service worker was asked for. */
      calls: 0,
    }
    const again = async (): Promise<void> => {
      delivery.hurry()
      outbox.put(['identity'], 'v')
      await outbox.saved()
    }
    const { signal } = new AbortController()
    const failed = () => log.failed.push('storage: IndexedDB fails')
    const emptied = () => delivery.recent().forEach((record) => outbox.put(...record))
    /** A disk without a connection: what failed is tried again all the same. */
    const retried = (use: UseDisk): UseDisk => {
      let isWaiting = false
      return (...how) =>
        use(...how).catch((cause) => {
          if (!isWaiting) setTimeout(() => ((isWaiting = false), again()), 5000)
          isWaiting = true
          throw cause
        })
    }
    const use = indexedDb ? connect('shop', () => true, { emptied, failed, again, signal }) : retried(host.use ?? disk.use)
    const store = createStore(use)
    let n = 0
    const track = (name = 'Viewed', text = ''): string => {
      const id = next(now())
      const event = {
        id,
        type: 'track',
        name,
        properties: { text },
        time: now(),
        identity: { anonymousId: 'v', sessionId: 's' },
        channel: 'website',
        context: { page: { url: 'https://shop.example/', path: '/' }, library: { name: 'throughline', version: '0' } },
        stream,
        n,
      }
      outbox.append(JSON.stringify(event), n++)
      own.add(id)
      return id
    }
    const own = new Set<string>()
    // Structured, as messages between tabs are, and never heard by the one who speaks.
    const tell = (message: DeliveryMessage): void => {
      for (const tab of tabs) if (tab.delivery !== delivery) tab.hear(structuredClone(message))
    }
    const outbox = createOutbox(store, stream, (events, records) => {
      if (events || records[0]) delivery.wake(events, records)
    })
    const delivery = createDelivery({
      disk: use,
      store,
      ids: { stream },
      settings: { name: 'shop', collector: 'https://collect.example/v1/batch', writeKey: 'shop', ...settings },
      outbox,
      channel: { post: tell },
      now,
      isOnline: () => site.isOnline,
      isNextPageOurs: () => site.isNextPageOurs,
      callWorker: () => void log.calls++,
      gate: () => site.maySend,
      emit(type, detail) {
        const { ids } = detail
        if (type === 'delivered') log.delivered.push(...ids)
        else log.dropped.push(...ids.map((id) => [(detail as TrackerEvents['dropped']).reason, id] as const))
      },
      failed: (source, message) => log.failed.push(`${source}: ${message}`),
    })
    const { hear = (listen) => listen() } = host
    tabs.push({ delivery, hear: (message) => hear(() => delivery.hear(message)) })
    return { ...delivery, stream, track, store, outbox, log, own }
  }
  return { disk, collector, site, openTab, pass, now, timers }
}
