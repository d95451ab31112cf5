// The second half of the wiring, loaded once the first events are on disk: delivery, connected to the page.
// A part of its own, so that it does not delay the page; until it is there, events wait on disk.

import { createDelivery, type Delivery } from './delivery/delivery.js'
import type { Settings } from './options.js'
import { watchNextPage } from './page/nextPage.js'
import type { UseDisk } from './store/idb.js'
import type { Key, Store } from './store/store.js'
import type { DropReason, ErrorSource, TrackerEvents } from './types.js'

/** What delivery needs of the tracker. */
export type TrackerCore = {
  readonly settings: Settings
  readonly stream: string
  readonly disk: UseDisk
  readonly store: Store
  readonly signal: AbortSignal
  now(): number
  maySend(): boolean | undefined
  /** These need no disk any more. */
  forget(keys: readonly Key[]): void
  /** Tells the other tabs. */
  post(message: { readonly accepted: readonly Key[] }): void
  emit<K extends keyof TrackerEvents>(type: K, detail: TrackerEvents[K]): void
  failed(source: ErrorSource, message: string): void
  track(name: string, properties: { readonly reason: DropReason; readonly count: number }): string
}

/** Starts the delivery of this page. */
export function startDelivery({ settings, stream, disk, store, signal, now, maySend, forget, post, emit, failed, track }: TrackerCore): Delivery {
  const reports = new Set<string>()
  return createDelivery({
    settings,
    owner: stream,
    disk,
    store,
    now,
    maySend,
    failed,
    isOnline: () => navigator.onLine,
    isNextPageOurs: watchNextPage(signal),
    delivered(ids, accepted) {
      forget(accepted)
      post({ accepted })
      emit('delivered', { ids })
    },
    dropped(reason, gone) {
      // A report of a loss that is lost itself is not reported again.
      const ids = gone.filter((id) => !reports.has(id))
      const count = ids.length
      if (!count) return
      emit('dropped', { reason, count, ids })
      reports.add(track('Events Dropped', { reason, count }))
    },
  })
}
