// Subpath `throughline/collectors`: more collectors than one, each with an outbox and acknowledgements of its own.
// Opt-in wiring: it gets the tracker as a capture does, and never changes what the tracker stores or sends itself.

import type { Delivery } from './delivery/delivery.js'
import type { DeliveryMessage } from './delivery/ports.js'
import { createEventIds } from './event/eventId.js'
import { createClock } from './lib/clock.js'
import { createEmitter } from './lib/emitter.js'
import { readOptions } from './options.js'
import { createOutbox } from './outbox/outbox.js'
import { openChannel } from './page/channel.js'
import { findWorker } from './page/findWorker.js'
import { onLifecycle } from './page/lifecycle.js'
import { watchNextPage } from './page/nextPage.js'
import { isOnline } from './page/online.js'
import { readSpill, writeSpill } from './page/spill.js'
import { connect } from './store/idb.js'
import { createStore, type Key } from './store/store.js'
import type { Capture, ErrorSource, Event, FlushResult, Options, TrackerEvents } from './types.js'

/** Options of {@link alsoTo}: as those of `createTracker`, for this collector alone. */
export type AlsoToOptions = Pick<Options, 'collector' | 'writeKey' | 'compress' | 'timeoutMs' | 'credentials' | 'flushDelayMs' | 'outbox'> & {
  /** Name of the database that holds what this collector has not accepted yet. Another than that of the tracker; keep it. */
  readonly name: string
}

/**
 * Sends everything to one more collector:
 *
 *     createTracker({
 *       collector: 'https://collect.example.com/v1/batch', writeKey: 'shop-web',
 *       capture: [alsoTo({ collector: mixpanel({ token: '...' }), name: 'shop-mixpanel' }), pageViews()],
 *     })
 *
 * Put it before whatever captures by itself; for a third collector put one more. Each event is stored once per collector, so one that is down holds back and doubles
 * nothing of another; the ids are the same everywhere, stream and position are each collector's own. It passes the same steps and
 * the same consent, and withdrawing that deletes both outboxes. The price is a second record on disk, and that each event is read and written as JSON once more.
 *
 * The tracker speaks for all of them: `saved()` and `flush()` wait for each, and their counts are sums; `on('delivered')` and
 * `on('dropped')` tell of an event once for each collector. A service worker calls `deliverOutbox` once more, with this `name`.
 */
export function alsoTo(options: AlsoToOptions): Capture {
  const settings = readOptions(options)
  const { name } = settings
  if (!options.name) throw new Error('throughline: alsoTo: name is missing')
  return (tracker) => {
    const now = createClock(Date.now, () => performance.now())
    const ids = createEventIds(now(), crypto.getRandomValues(new BigUint64Array(1))[0] as bigint)
    const { stream } = ids
    const ended = new AbortController()
    const { signal } = ended
    const { on: listen, emit } = createEmitter<TrackerEvents>()
    const failed = (source: ErrorSource, message: string, cause?: unknown): void => emit('error', { source, message: `${name}: ${message}`, cause })
    const { use, on, saved, flush } = tracker
    // There is an anonymous id only once storage has been read, and only with consent.
    const gate = (): boolean | undefined => (signal.aborted ? false : tracker.identity().anonymousId ? true : undefined)

    let delivery: Delivery | undefined
    let isSpilled = false
    let n = 0
    const disk = connect(name, () => !!gate(), {
      emptied: () => delivery?.recent().forEach((record) => outbox.put(...record)),
      failed: (cause) => failed('storage', 'IndexedDB fails', cause),
      again: () => outbox.saved(),
      signal,
    })
    const store = createStore(disk)
    const spill = (): void => {
      const unsaved = outbox.unsaved()
      if (unsaved.length || isSpilled) writeSpill(name, stream, unsaved)
      isSpilled = unsaved.length > 0
    }
    const outbox = createOutbox(store, stream, (events, record, isOnDisk) => {
      if (isSpilled) spill()
      if (events) delivery?.wake(events, record, isOnDisk)
    })
    const channel = openChannel<DeliveryMessage>(name, (message) => delivery?.hear(message))

    let started: Promise<void> | undefined
    const start = async (): Promise<void> => {
      try {
        const { createDelivery } = await import('./delivery/delivery.js')
        const isNextPageOurs = watchNextPage(signal)
        delivery ??= createDelivery({ settings, ids, disk, store, outbox, channel, now, gate, emit, failed, isOnline, isNextPageOurs, callWorker: findWorker(name) })
      } catch (cause) {
        // What is stored stays for the next page.
        return failed('delivery', 'no code', cause)
      }
      const { entries, clear } = readSpill(name, stream)
      for (const [key, value] of entries as [Key, unknown][]) outbox.put(key, value)
      delivery.hurry()
      if (await outbox.saved()) clear()
    }
    /** As soon as there is somebody: what earlier pages have left is sent without a new event. */
    const begin = (): Promise<void> | undefined => {
      if (gate()) started ??= start()
      return started
    }
    const look = (event: Event): Event => {
      // Its place is given by the tracker only later; here it has another anyway.
      outbox.append(`${JSON.stringify(event).slice(0, -1)},"stream":"${stream}","n":${n}}`, n++)
      void begin()
      return event
    }

    const refuse = (): void => {
      started = undefined
      outbox.forget()
      delivery?.clear()
      readSpill(name).clear()
      void store.write([], true)
    }
    const stops = [
      on('identity', () => void begin()),
      on('consent', ({ analytics }) => void (analytics === 'denied' ? refuse() : begin())),
    ]
    let undo = use(look)
    const leave = (): void => {
      delivery?.pause()
      channel.pause()
    }
    onLifecycle(
      signal,
      () => {
        if (!gate()) return
        outbox.commit()
        spill()
        delivery?.leave()
      },
      leave,
      () => {
        channel.resume()
        if (gate()) delivery?.hurry()
      },
    )
    void begin()

    tracker.use = (step) => {
      const stop = use(step)
      // Always the last one: it stores what all others have made of the event.
      undo()
      undo = use(look)
      return stop
    }
    tracker.on = (type, listener) => {
      const each = [on(type, listener), listen(type, listener)]
      return () => each.forEach((stop) => stop())
    }
    tracker.saved = async () => {
      const isSaved = await saved()
      return (await outbox.saved()) && isSaved
    }
    tracker.flush = async () => {
      const first = flush()
      await saved()
      await begin()
      await outbox.saved()
      const own: FlushResult = (await delivery?.flush()) ?? { delivered: 0, kept: 0, dropped: 0 }
      const theirs = await first
      return { delivered: theirs.delivered + own.delivered, kept: theirs.kept + own.kept, dropped: theirs.dropped + own.dropped }
    }
    return () => {
      ended.abort()
      for (const stop of [...stops, undo]) stop()
      leave()
    }
  }
}
