// A browser without a page: the library's own outbox and delivery over a disk in memory, in real time, with real requests.
// Must not decide what is expected.
import { createDelivery } from '../../../src/delivery/delivery.js'
import { createEventIds } from '../../../src/event/eventId.js'
import { createOutbox } from '../../../src/outbox/outbox.js'
import { createStore } from '../../../src/store/store.js'
import { createMemoryDisk } from '../../support/memoryDisk.js'

export type Tracked = { id: string; type: string; anonymousId: string; userId: string | undefined; stream: string; n: number }

/** `number` makes it another one; needs `IDBKeyRange` and `navigator` as globals. */
export function createVirtualBrowser({ number, collectorUrl, flushDelayMs = 300 }: { number: number; collectorUrl: string; flushDelayMs?: number }) {
  const { stream, next } = createEventIds(Date.now(), BigInt(number + 1))
  const disk = createMemoryDisk()
  const store = createStore(disk.use)
  const counts = { delivered: 0, dropped: 0 }
  const tracked: Tracked[] = []
  const anonymousId = `v${number}`
  let userId: string | undefined
  const outbox = createOutbox(store, stream, (events, records) => {
    if (events || records[0]) delivery.wake(events, records)
  })
  const delivery = createDelivery({
    disk: disk.use,
    store,
    ids: { stream },
    settings: { name: `shop-${number}`, collector: `${collectorUrl}/v1/batch`, writeKey: 'shop', flushDelayMs },
    outbox,
    channel: { post: () => {} },
    now: Date.now,
    isOnline: () => true,
    isNextPageOurs: () => false,
    callWorker: () => {},
    gate: () => true,
    emit(type, { ids }) {
      counts[type] += ids.length
    },
    failed: () => {},
  })
  let n = 0
  const track = (type: string, name: string | undefined, more: object = {}) => {
    const id = next(Date.now())
    const identity = { anonymousId, sessionId: `s${number}`, ...(userId && { userId }) }
    const context = { page: { url: 'https://shop.example/shoes?size=42', path: '/shoes', title: 'Shoes' }, locale: 'en', library: { name: 'throughline', version: '0' } }
    outbox.append(JSON.stringify({ id, type, ...(name && { name }), ...more, time: Date.now(), identity, channel: 'website', context, stream, n }), n)
    tracked.push({ id, type, anonymousId, userId, stream, n: n++ })
  }
  return {
    tracked,
    counts,
    view: () => track('track', 'Product Viewed', { properties: { product_id: `p${n}`, price: 19.9, currency: 'EUR' } }),
    logIn(user: string) {
      userId = user
      track('identify', undefined, { traits: { plan: 'gold' } })
    },
    hurry: () => delivery.hurry(),
    flush: () => delivery.flush(),
    /** What is not delivered yet. */
    left: () => disk.values('event').length + outbox.unsaved().length,
    stop: () => delivery.pause(),
  }
}
