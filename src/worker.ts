// The service-worker entry: delivers the same outbox when the browser says that the network is back.
// Never imports page/; runs without a document.

import { createDelivery } from './delivery/delivery.js'
import { createFlushLock } from './delivery/lock.js'
import { createSender } from './delivery/send.js'
import { createClock } from './lib/clock.js'
import { connect } from './store/idb.js'
import { createDiskStore } from './store/store.js'
import type { FlushResult, Format } from './types.js'
import { type Consent } from './privacy/consent.js'

/** Options of {@link deliverOutbox}. */
export type WorkerOptions = {
  /** The same format as on the page, such as `segment({ url, writeKey })`. */
  readonly collector: Format
  /** The name of the database: that of the tracker. */
  readonly name: string
  /** See `Options.compress`. */
  readonly compress?: boolean
}

/**
 * Offers what waits on disk to the collector. Call it in the site's own service worker, in a `sync` event:
 * `event.waitUntil(deliverOutbox(options))`. Rejects if anything is left, so that the browser tries again later.
 */
export async function deliverOutbox({ collector, name, compress }: WorkerOptions): Promise<FlushResult> {
  const clock = createClock(Date.now, () => performance.now())
  const store = createDiskStore(connect(indexedDB, name, () => false))
  const consent = await store.get<Consent>(['consent'])
  let isAllowed = consent?.analytics !== 'denied'
  const delivery = createDelivery({
    format: collector,
    compress,
    flushDelayMs: 0,
    store,
    outbox: { unaccepted: () => [], forget() {} },
    lock: createFlushLock(name, 'worker', store, navigator.locks, clock),
    sender: createSender(15_000, 'omit'),
    now: clock,
    random: Math.random,
    isOnline: () => false,
    mayStillSend: () => isAllowed,
    tell() {},
    delivered() {},
    dropped() {},
    failed() {},
  })
  const result = await delivery.flush()
  isAllowed = false
  store.close()
  if (result.kept) throw new Error(`throughline: ${result.kept} event(s) are still waiting`)
  return result
}
