// When to flush, and what to send when the page goes.
// Owns the one timer and what is to be sent if the page goes; the flush itself is in flush.ts.

import { writeLosses } from '../outbox/ledger.js'
import { eventsOf, type Item, takeOut } from '../outbox/records.js'
import { retain } from '../outbox/retention.js'
import { list } from '../store/list.js'
import type { Entry } from '../store/store.js'
import type { FlushResult } from '../types.js'
import { dropped } from './dropped.js'
import { createFlusher } from './flush.js'
import type { DeliveryMessage, DeliveryPorts } from './ports.js'
import { unlessAborted } from './send.js'

/** Another tab may just have sent what it had, and takes a moment to read the answer. */
const courtesyMs = 250
/** Characters kept in memory of what is on disk: no page can send more on its way out. */
const maxRecent = 64_000
/** Events after which the outbox is measured again. */
const measureEvery = 500
/** What a collector refused for good is kept for people to look at, and what it is to be told until it hears; not for ever. */
const maxKept = 500

/** What {@link createDelivery} returns. */
export type Delivery = {
  /** So many events are new, and these records are on disk. What is not has no time to lose, unless it is not meant to be. */
  wake(events: number, records: readonly Entry[], isMemoryMeant?: boolean): void
  /** Another tab has spoken. */
  hear(message: DeliveryMessage): void
  /** What this page has on disk, as far as memory has it too, in case the disk loses it. */
  recent(): Entry[]
  /** The page, the network or the visitor is back: soon. */
  hurry(): void
  flush(): Promise<FlushResult>
  /** The page may go: sends at once what it can. */
  leave(): void
  /** The page goes: ends what is under way and gives the lock back. `hurry` resumes. */
  pause(): void
  /** All that is on disk. */
  stored(): Promise<Entry[]>
  /** Consent was withdrawn: forgets what was to be sent. */
  clear(): void
}

/** Creates the delivery of one page. */
export function createDelivery(ports: DeliveryPorts): Delivery {
  const { disk, store, settings, now, outbox, emit } = ports
  const { flushDelayMs = 6000 } = settings
  const flusher = createFlusher(ports)
  const { lock, recent } = flusher
  let controller = new AbortController()
  let running: Promise<unknown> | undefined
  let measured: Promise<unknown> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let due = Infinity
  let lastAt = -Infinity
  let fresh = 0
  let sinceMeasured = measureEvery
  let isUrgent: boolean | undefined

  const cancel = (): void => {
    clearTimeout(timer)
    due = Infinity
  }
  const pause = (): void => {
    cancel()
    controller.abort()
  }
  /** One timer, for the earliest time that is asked for; none while offline, because `online` hurries by itself. */
  const runIn = (ms: number): void => {
    const at = now() + (isUrgent ? ms : Math.max(ms, flusher.leftToWaitMs()))
    if (at >= due || controller.signal.aborted || !ports.isOnline()) return
    cancel()
    due = at
    timer = setTimeout(run, at - now())
  }
  /** Holds the outbox to its bounds. Never while somebody sends, so with the lock held: what is just arriving is not lost. */
  const measure = async (): Promise<void> => {
    sinceMeasured = 0
    const [events, ...others] = await list(disk, ['event'], ['quarantine'], ['ledger'])
    const lost = Object.entries(retain(events, settings.outbox, now())) as ['expired' | 'evicted', Item[]][]
    const entries = lost.flatMap(([reason, items]) => [...takeOut(items), ...writeLosses(reason, eventsOf(items))])
    for (const records of others) for (const [key] of records.slice(0, -maxKept)) entries.push([key, undefined])
    if (!entries.length || !ports.gate() || !(await store.write(entries))) return
    for (const [reason, items] of lost) if (items[0]) emit('dropped', dropped(reason, eventsOf(items)))
  }
  const isToMeasure = (): boolean => sinceMeasured >= measureEvery
  const run = async (): Promise<FlushResult> => {
    cancel()
    await measured
    // One under way may have read the disk before the last event was on it.
    while (running) await running
    const urgent = isUrgent
    let result = { delivered: 0, kept: 0, dropped: 0 }
    fresh = 0
    isUrgent = false
    lastAt = now()
    const going = lock.run(async () => {
      if (isToMeasure()) await measure()
      result = await flusher.flush(urgent, controller.signal)
    })
    running = going
    const isDone = await going
    running = undefined
    // Nothing is left, so nothing is to be measured; what was refused for good is put aside, and is.
    if (isDone && !result.kept && !result.dropped) sinceMeasured = 0
    if (ports.gate() && (!isDone || fresh || result.kept)) runIn(flusher.leftToWaitMs() ? 0 : flushDelayMs)
    if (!isDone) result.kept = (await list(disk, ['event']))[0].length
    return result
  }

  const measureAlone = async (): Promise<void> => {
    sinceMeasured = 0 // once
    await running
    if (!(await lock.run(measure))) sinceMeasured = measureEvery
  }

  return {
    wake(events, records, isMemoryMeant) {
      let length = 0
      for (const record of records) recent.set(`${record[0]}`, record)
      for (const [name, [, text]] of [...recent].reverse()) if ((length += (text as string).length) > maxRecent) recent.delete(name)
      fresh += events
      sinceMeasured += events
      // Else it comes before the next flush.
      if (isToMeasure() && (!ports.isOnline() || flusher.leftToWaitMs()) && !controller.signal.aborted) measured = measureAlone()
      // Once: while offline there is no flush that would begin to count anew.
      if (fresh === events && !ports.isOnline()) ports.callWorker()
      // The first after a quiet time soon, and with it what a closed tab has left. What is in memory only has no time to lose.
      if (!running) runIn((records[0] || isMemoryMeant) && fresh < flusher.maxEvents ? Math.max(courtesyMs, lastAt + flushDelayMs - now()) : 0)
    },
    hear: flusher.hear,
    recent: () => [...recent.values()],
    hurry() {
      if (controller.signal.aborted) controller = new AbortController()
      isUrgent = true
      // Not what was due anyway: the tab that is hidden when this one is shown sends in this very moment.
      cancel()
      runIn(courtesyMs)
    },
    flush() {
      isUrgent = true
      return run()
    },
    leave() {
      if (ports.isNextPageOurs()) return
      const { signal } = controller
      const mustWait = flusher.leftToWaitMs()
      // Again, because the browser gives up after three attempts, and this page may have been open for longer.
      if ((mustWait || !ports.isOnline()) && (recent.size || outbox.unsaved()[0])) ports.callWorker()
      // Nor against a collector that wants to be left alone.
      if (mustWait) return
      const left = flusher.flush().then(() => recent.size && runIn(flushDelayMs))
      // With the lock no other tab sends the same meanwhile; a page in the back/forward cache must not hold it.
      if (!signal.aborted) void lock.run(() => unlessAborted(left, signal))
    },
    pause,
    stored: async () => (await list(disk, []))[0],
    clear() {
      pause()
      recent.clear()
    },
  }
}
