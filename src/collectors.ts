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
import { onLifecycle, whenActivated } from './page/lifecycle.js'
import { watchNextPage } from './page/nextPage.js'
import { isOnline } from './page/online.js'
import { type Place, readSpill, writeSpill } from './page/spill.js'
import { connect } from './store/idb.js'
import { createStore, type Key } from './store/store.js'
import type { Capture, ConsentState, ErrorSource, Event, FlushResult, Options, TrackerEvents } from './types.js'

/** What the tabs of one site tell each other. */
type Message = DeliveryMessage & { readonly isForgotten?: boolean }

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
 * the same consent; what `consent()` and `forget()` delete, and what `export()` gives, is both outboxes. The price is a second record on disk, and that each event is read and written as JSON once more.
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
    const { use, on, saved, flush, export: exported } = tracker

    /** What the visitor has consented to; unknown until the tracker has read it. */
    let analytics: ConsentState | undefined
    const isAny = (...states: readonly ConsentState[]): boolean => states.includes(analytics!)
    const isGranted = (): boolean => isAny('granted')
    const gate = (): boolean | undefined => (signal.aborted || isAny('denied') ? false : isAny('granted', 'session', 'anonymous') || undefined)
    /** Before it is known, somebody who has an id may be kept for as long as the tab. */
    const place = (): Place => (isGranted() ? 'localStorage' : isAny('session') || (!analytics && tracker.identity().anonymousId) ? 'sessionStorage' : undefined)
    const places: readonly Place[] = ['localStorage', 'sessionStorage']

    let delivery: Delivery | undefined
    let isSpilled = false
    let n = 0
    const disk = connect(name, isGranted, {
      emptied: () => delivery?.recent().forEach((record) => outbox.put(...record)),
      failed: (cause) => failed('storage', 'IndexedDB fails', cause),
      again: () => start(),
      signal,
    })
    const store = createStore((...asked) => (isGranted() ? disk(...asked) : Promise.reject(null)))
    const spill = (): void => {
      const unsaved = outbox.unsaved()
      if (unsaved.length || isSpilled) writeSpill(place(), name, stream, unsaved)
      isSpilled = unsaved.length > 0
    }
    const outbox = createOutbox(store, stream, (events, records) => {
      if (isSpilled) spill()
      if (events || records[0]) delivery?.wake(events, records, !isGranted())
    })
    const channel = openChannel<Message>(name, (message) => {
      if (message.isForgotten) {
        forget()
        delivery?.hurry()
      }
      delivery?.hear(message)
    })
    /** What this page knows of what has happened so far. */
    const forget = (): void => {
      outbox.forget()
      delivery?.clear()
      for (const each of places) readSpill(each, name).clear()
    }
    /** What may not be kept, also of a time when more was allowed. */
    const wipe = (): void => {
      forget()
      void createStore(disk).write([], true)
    }

    /** Sends what there is, also what earlier pages have left. */
    const start = async (): Promise<void> => {
      if (isAny('denied')) wipe()
      if (!gate()) return
      try {
        const { createDelivery } = await import('./delivery/delivery.js')
        delivery ??= createDelivery({ settings, ids, disk, store, outbox, channel, now, gate, emit, failed, isOnline, isNextPageOurs: watchNextPage(signal), callWorker: findWorker(name) })
      } catch (cause) {
        // What is stored stays for the next page.
        return failed('delivery', 'no code', cause)
      }
      const left = places.map((each) => readSpill(each, name, stream))
      for (const [key, value] of left.flatMap(({ entries }) => entries) as [Key, unknown][]) outbox.put(key, value)
      delivery.hurry()
      if (await outbox.saved()) for (const { clear } of left) clear()
    }
    const learn = async (): Promise<void> => {
      // What the tracker waits for then must not wait for this.
      const wrapped = tracker.saved
      tracker.saved = saved
      const asked = exported()
      tracker.saved = wrapped
      const { consent } = await asked
      const isNew = !analytics
      analytics ??= consent.analytics
      if (isNew && !isGranted() && gate()) await createStore(disk).write([], true)
      await start()
    }
    let started: Promise<void> | undefined
    const look = (event: Event): Event => {
      const isEnd = event.type === 'forget'
      if (isEnd) forget()
      // The place in the stream is given by the tracker only later; here it has another anyway.
      outbox.append(`${JSON.stringify(event).slice(0, -1)},"stream":"${stream}","n":${n}}`, n++)
      if (isEnd) {
        channel.post({ isForgotten: true })
        queueMicrotask(() => {
          outbox.commit()
          void store.write(outbox.unsaved(), true)
          delivery?.hurry()
        })
      }
      return event
    }
    const stopListening = on('consent', ({ analytics: next }) => {
      if (next === analytics) return
      if (next !== 'granted') wipe()
      analytics = next
      started = start()
    })
    let undo = use(look)
    const leave = (): void => {
      delivery?.pause()
      channel.pause()
    }
    onLifecycle(
      signal,
      () => {
        outbox.commit()
        spill()
        if (gate()) delivery?.leave()
      },
      leave,
      (isRestored) => {
        channel.resume()
        if (isRestored) {
          // Somebody may have refused meanwhile.
          analytics = undefined
          started = learn()
        } else if (gate()) delivery?.hurry()
      },
    )
    // After the tracker has begun to read what it has to know.
    whenActivated(() => void (started = learn()))

    const together = async (): Promise<void> => {
      await saved()
      await started
    }
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
      await together()
      const isSaved = await outbox.saved()
      return (await saved()) && isSaved
    }
    tracker.export = async () => {
      const theirs = await exported()
      const own = [...((await delivery?.stored()) ?? []), ...outbox.unsaved()].map(([key, value]) => ({ key, value }))
      return { ...theirs, stored: [...theirs.stored, ...own] }
    }
    tracker.flush = async () => {
      const first = flush()
      await together()
      await outbox.saved()
      const own: FlushResult = (await delivery?.flush()) ?? { delivered: 0, kept: 0, dropped: 0 }
      const theirs = await first
      return { delivered: theirs.delivered + own.delivered, kept: theirs.kept + own.kept, dropped: theirs.dropped + own.dropped }
    }
    return () => {
      ended.abort()
      stopListening()
      undo()
      leave()
    }
  }
}
