// The second half of the wiring, loaded once the first events are on disk: delivery, connected to the page.
// A part of its own, so that it does not delay the page; until it is there, events wait on disk.

import { createDelivery, type Delivery } from '../delivery/delivery.js'
import type { DeliveryMessage } from '../delivery/ports.js'
import type { EventIds } from '../event/eventId.js'
import type { Settings } from '../options.js'
import type { Outbox } from '../outbox/outbox.js'
import type { Channel } from '../page/channel.js'
import { findWorker } from '../page/findWorker.js'
import { onLaterSpill } from '../page/laterSpill.js'
import { watchNextPage } from '../page/nextPage.js'
import { isOnline } from '../page/online.js'
import type { UseDisk } from '../store/idb.js'
import type { Store } from '../store/store.js'
import type { ErrorSource, Tracker, TrackerEvents } from '../types.js'

/** What delivery needs of the tracker. */
export type TrackerCore = {
  readonly settings: Settings
  readonly ids: Pick<EventIds, 'stream'>
  readonly disk: UseDisk
  readonly store: Store
  readonly outbox: Outbox
  readonly signal: AbortSignal
  readonly channel: Pick<Channel<DeliveryMessage>, 'post'>
  readonly calls: Pick<Tracker, 'track'>
  now(): number
  gate(): boolean | undefined
  emit<K extends keyof TrackerEvents>(type: K, detail: TrackerEvents[K]): void
  failed(source: ErrorSource, message: string): void
  /** Reads again what the page read at its start. */
  again(): void
}

/** Starts the delivery of this page. */
export function startDelivery({ settings, ids, disk, store, outbox, signal, channel, calls, now, gate, emit, failed, again }: TrackerCore): Delivery {
  onLaterSpill(settings.name, signal, () => gate() && again())
  const reports = new Set<string>()
  return createDelivery({
    settings,
    owner: ids.stream,
    disk,
    store,
    now,
    maySend: gate,
    tell: channel.post,
    failed,
    unsaved: outbox.unsaved,
    isOnline,
    isNextPageOurs: watchNextPage(signal),
    callWorker: findWorker(settings.name),
    delivered: (events) => emit('delivered', { ids: events.map(({ id }) => id) }),
    settled(accepted) {
      outbox.forget(accepted)
      channel.post({ accepted })
    },
    dropped(reason, gone) {
      // A report of a loss that is lost itself is not reported again.
      const lost = gone.map(({ id }) => id).filter((id) => !reports.has(id))
      const count = lost.length
      if (!count) return
      emit('dropped', { reason, count, ids: lost })
      reports.add(calls.track('Events Dropped', { reason, count }))
    },
  })
}
