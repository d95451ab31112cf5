// When to flush, and what to send when the page goes.
// Owns the one timer and what this page knows to be on its way; the flush itself is in flush.ts.

import { segment } from '../formats/segment.js'
import { readEntry, writeLosses } from '../outbox/ledger.js'
import type { OutboxRecord } from '../outbox/outbox.js'
import { readEvents, retain } from '../outbox/retention.js'
import { list } from '../store/list.js'
import type { Entry, Key } from '../store/store.js'
import type { DropReason, Event, FlushResult } from '../types.js'
import { createFlusher } from './flush.js'
import { judge } from './judge.js'
import { createFlushLock } from './lock.js'
import type { DeliveryMessage, DeliveryPorts } from './ports.js'
import { createSender, unlessAborted } from './send.js'

/** Another tab may just have sent what it had, and takes a moment to read the answer. */
const courtesyMs = 250
/** For so long another tab is believed that something is on its way: it may have died meanwhile. */
const busyMs = 5000
/** Characters kept in memory of what is on disk: no page can send more on its way out. */
const maxRecent = 64_000
/** Events after which the outbox is measured again. */
const measureEvery = 500
/** What a collector refused for good is kept for people to look at, and what it is to be told until it hears; not for ever. */
const maxKept = 500

/** What {@link createDelivery} returns. */
export type Delivery = {
  /** So many events are new: their record, and whether it is on disk. */
  wake(events: number, record: OutboxRecord, isOnDisk: boolean): void
  /** Another tab has spoken. */
  hear(message: DeliveryMessage): void
  /** What this page has on disk, as far as memory has it too, in case the disk loses it. */
  recent(): OutboxRecord[]
  /** The page, the network or the visitor is back: soon. */
  hurry(): void
  flush(): Promise<FlushResult>
  /** The page may go: sends at once what it can. */
  leave(): void
  /** The page goes: ends what is under way and gives the lock back. `hurry` resumes. */
  pause(): void
  /** Consent was withdrawn: forgets what was to be sent. */
  clear(): void
}

/** Creates the delivery of one page or worker. */
export function createDelivery(ports: DeliveryPorts): Delivery {
  const { disk, store, settings, now, outbox, channel, emit } = ports
  const { collector, writeKey = '', flushDelayMs = 5000, timeoutMs = 15_000, credentials = 'omit' } = settings
  const format = typeof collector === 'string' ? segment({ url: collector, writeKey }) : collector
  const lock = createFlushLock(settings.name, ports.ids.stream, store, now)
  const sender = createSender(timeoutMs, credentials)
  /** What this page has on disk and nobody is known to have accepted. */
  const recent = new Map<string, OutboxRecord>()
  /** What is on its way: in the loop, or sent when the page was leaving. */
  let inLoop: readonly string[] = []
  const leaving = new Set<string>()
  /** What another tab said to be on its way, and until when that is believed. */
  let busyElsewhere: readonly string[] = []
  let busyUntil = 0
  let controller = new AbortController()
  let running: Promise<unknown> | undefined
  let measured: Promise<unknown> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let due = Infinity
  let fresh = 0
  let sinceMeasured = measureEvery
  let isUrgent = false

  const settled = (keys: readonly Key[]): void => {
    for (const key of keys) recent.delete(`${key}`)
    if (!keys.length) return
    outbox.forget(keys)
    channel.post({ accepted: keys })
  }
  /** Tells the other tabs what is on its way here. */
  const say = (busy: readonly Key[]): readonly string[] => {
    channel.post({ busy })
    return busy.map(String)
  }
  const idsOf = (events: readonly Event[]): string[] => events.map(({ id }) => id)
  const delivered = (events: readonly Event[]): void => emit('delivered', { ids: idsOf(events) })
  const dropped = (reason: DropReason, events: readonly Event[]): void => {
    if (events.length) emit('dropped', { reason, count: events.length, ids: idsOf(events) })
  }
  const isOnItsWay = (keys: readonly Key[]): boolean => {
    const busy = new Set([...inLoop, ...leaving, ...(busyUntil > now() ? busyElsewhere : [])])
    return keys.some((key) => busy.has(`${key}`))
  }
  const unsaved = (kind: string): Entry[] => outbox.unsaved().filter(([key]) => key[0] === kind)
  const flusher = createFlusher(ports, format, lock, sender, {
    isOnItsWay,
    sending: (keys) => void (inLoop = say(keys)),
    settled,
    delivered,
    dropped,
    unsaved: () => unsaved('event'),
  })

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
    clearTimeout(timer)
    due = at
    timer = setTimeout(run, at - now())
  }
  const run = async (): Promise<FlushResult> => {
    cancel()
    await measured
    // One under way may have read the disk before the last event was on it.
    while (running) await running
    const urgent = isUrgent
    let result = { delivered: 0, dropped: 0, kept: 0, isFailed: false }
    fresh = 0
    isUrgent = false
    const going = lock.run(async () => void (result = await flusher.flush(controller.signal, urgent)))
    running = going
    const isDone = await going
    running = undefined
    const { isFailed, ...counts } = result
    // Also when the timer was a little early.
    if (isFailed || (counts.kept && flusher.leftToWaitMs())) runIn(0)
    else if (!isDone || fresh || (counts.kept && ports.gate())) runIn(flushDelayMs)
    if (!isDone) counts.kept = (await list(disk, 'event')).length
    return counts
  }

  /** Holds the outbox to its bounds. Never while somebody sends: what is just arriving is not lost. */
  const measure = async (): Promise<void> => {
    sinceMeasured = 0
    await running
    const isDone = await lock.run(async () => {
      const { entries, expired, evicted } = retain(await list(disk, 'event'), settings.outbox, now())
      const gone = [...entries, ...writeLosses('expired', expired), ...writeLosses('evicted', evicted)]
      for (const kind of ['quarantine', 'ledger']) for (const [key] of (await list(disk, kind)).slice(0, -maxKept)) gone.push([key, undefined])
      if (!gone.length || !ports.gate() || !(await store.write(gone))) return
      dropped('expired', expired)
      dropped('evicted', evicted)
    })
    if (!isDone) sinceMeasured = measureEvery
  }
  const sendLast = async (records: readonly OutboxRecord[]): Promise<void> => {
    const events = records.flatMap(({ text }) => readEvents(text)).sort((a, b) => a.n - b.n)
    if (!events.length) return
    const answering = sender.sendLast(format.encode(events, now(), unsaved('ledger').map(readEntry)))
    // No room for all: the first half, which is what is not on disk and then the newest.
    if (!answering) {
      ports.callWorker()
      return sendLast(records.slice(0, records.length >> 1))
    }
    const keys = records.map(({ key }) => key)
    for (const key of say(keys)) leaving.add(key)
    const finish = async (): Promise<void> => {
      const { batch, events: exceptions = {} } = judge(format, events, await answering)
      // Anything but a plain yes is for the loop, which goes through it event by event.
      const isAccepted = batch === 'accepted' && !Object.keys(exceptions).length
      for (const key of keys) leaving.delete(`${key}`)
      if (isAccepted) {
        settled(keys)
        delivered(events)
        await store.write(keys.map((key) => [key, undefined]))
      } else ports.callWorker()
      if (recent.size) runIn(flushDelayMs)
    }
    const finished = finish()
    const { signal } = controller
    // With the lock no other tab sends the same meanwhile; a page in the back/forward cache must not hold it.
    if (!signal.aborted) await lock.run(() => unlessAborted(finished, signal))
  }
  /** Those not on disk first, then the newest. */
  const unaccepted = (): OutboxRecord[] => [
    ...unsaved('event').map(([key, text]) => ({ key, text: text as string })),
    ...[...recent.values()].reverse(),
  ]

  return {
    wake(events, record, isOnDisk) {
      let length = 0
      if (isOnDisk) recent.set(`${record.key}`, record)
      for (const { key, text } of [...recent.values()].reverse()) if ((length += text.length) > maxRecent) recent.delete(`${key}`)
      fresh += events
      if ((sinceMeasured += events) >= measureEvery && !controller.signal.aborted) measured = measure()
      // Once: while offline there is no flush that would begin to count anew.
      if (fresh === events && !ports.isOnline()) ports.callWorker()
      // What is in memory only has no time to lose.
      if (!running) runIn(isOnDisk && fresh < format.maxEvents ? flushDelayMs : 0)
    },
    hear({ accepted: done = [], busy }) {
      for (const key of done) recent.delete(`${key}`)
      flusher.skip(done)
      if (!busy) return
      busyElsewhere = busy.map(String)
      busyUntil = now() + busyMs
    },
    recent: () => [...recent.values()],
    hurry() {
      if (controller.signal.aborted) controller = new AbortController()
      isUrgent = true
      runIn(courtesyMs)
    },
    flush() {
      isUrgent = true
      return run()
    },
    leave() {
      if (ports.isNextPageOurs()) return
      const waiting = unaccepted()
      const mustWait = flusher.leftToWaitMs()
      // Again, because the browser gives up after three attempts, and this page may have been open for longer.
      if (waiting.length && (mustWait || !ports.isOnline())) ports.callWorker()
      // Nor against a collector that wants to be left alone; what cannot be encoded is for the loop.
      if (!mustWait) sendLast(waiting.filter(({ key }) => !isOnItsWay([key]))).catch(() => {})
    },
    pause,
    clear() {
      pause()
      recent.clear()
    },
  }
}
