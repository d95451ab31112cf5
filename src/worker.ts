// The service-worker entry: delivers the same outbox when the browser says that the network is back.
// Never imports page/; runs without a document.

import { createDelivery } from './delivery/delivery.js'
import { createClock } from './lib/clock.js'
import { connect } from './store/idb.js'
import { createStore } from './store/store.js'
import type { FlushResult, Format } from './types.js'
import type { Consent } from './privacy/consent.js'

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
  const now = createClock(Date.now, () => performance.now())
  const disk = connect(name, () => false)
  const store = createStore(disk, () => {})
  const consent = await store.exchange<Consent>(['consent'])
  const delivery = createDelivery({
    owner: 'worker',
    settings: { name, collector, ...(compress !== undefined && { compress }) },
    disk,
    store,
    now,
    isOnline: () => false,
    isNextPageOurs: () => false,
    unsaved: () => [],
    tell() {},
    maySend: () => consent?.analytics !== 'denied',
    delivered() {},
    settled() {},
    dropped() {},
    failed() {},
  })
  const result = await delivery.flush()
  if (result.kept) throw new Error(`throughline: ${result.kept} event(s) are still waiting`)
  return result
}
