// One flush, with the lock held: peek, batch, encode, send, verdict, acknowledge.
// Runs in pages and workers. Nothing leaves the disk without a verdict; knows no timer.

import { segment } from '../formats/segment.js'
import { readEntry, writeLosses } from '../outbox/ledger.js'
import { eventsOf, type Item, itemsOf, readWaiting, takeOut } from '../outbox/records.js'
import { list } from '../store/list.js'
import type { Entry, Key } from '../store/store.js'
import type { FlushResult } from '../types.js'
import { backoffMs, retryAfterMs } from './backoff.js'
import { type DeliveryState, noTrouble, stateKey } from './deliveryState.js'
import { dropped } from './dropped.js'
import { judge } from './judge.js'
import { createFlushLock, type FlushLock } from './lock.js'
import type { DeliveryMessage, FlushPorts } from './ports.js'
import { createSender } from './send.js'
import { batchSize } from './batchSize.js'

/** Records read at once. */
const maxRecords = 500
/** Of the ledger read at once: it is no more than a rider. */
const maxEntries = 100
/** What is remembered of what is done. */
const maxDone = 10_000
/** For so long another tab is believed that something is on its way: it may have died meanwhile. */
const busyMs = 5000
/** What a flush may need besides the request, to be heard of again. */
const graceMs = 5000
/** A wrong key or address is mended by people. */
const pauseMs = 300_000
/** So many failures in a row, some ten minutes, before an event is held to be the fault although nothing at all is taken. */
const patience = 10
/** So many failures in a row before the ledger stays behind. */
const maxRides = 3
/** Single events that are refused while none is taken, before the others are not even tried. */
const maxSuspects = 4
/** However little a collector takes at once. */
const minEvents = 10

/** What {@link createFlusher} returns. */
export type Flusher = {
  /** Events per request. */
  readonly maxEvents: number
  /** One at a time over all tabs and the worker. */
  readonly lock: FlushLock
  /** What this page has on disk and nobody is known to have accepted. */
  readonly recent: Map<string, Entry>
  /**
   * Offers what waits; call it with the lock held. `isUrgent` overrides our own backoff, never what the collector asked
   * for. Never rejects. Without a signal the page is leaving: it offers what this page has, the newest first, within the
   * same task and the bytes that may outlive the page; it needs no lock then, and ends with the answers.
   */
  flush(isUrgent?: boolean, signal?: AbortSignal): Promise<FlushResult>
  /** Another tab has spoken. */
  hear(message: DeliveryMessage): void
  /** How long to wait yet, in ms; if it is urgent, only as long as the collector has asked for. */
  leftToWaitMs(isUrgent?: boolean): number
}

/** Creates the flusher. */
export function createFlusher(ports: FlushPorts): Flusher {
  const { store, now, failed, emit, outbox, channel } = ports
  const { collector, writeKey, compress, timeoutMs = 15_000, credentials = 'omit' } = ports.settings
  const format = typeof collector === 'string' ? segment({ url: collector, writeKey: writeKey! }) : collector
  const lock = createFlushLock(ports.settings.name, ports.ids.stream, store, now, timeoutMs + graceMs)
  const send = createSender(timeoutMs, credentials)
  let { maxEvents } = format
  let state = noTrouble
  let isGone = false
  /**
   * Until when a record is not to be sent, by its key: for good what is done and may still be on disk or in memory, and so
   * are events by their id; for a while what is on its way, because whoever sent it may have died meanwhile.
   */
  const until = new Map<string, number>()
  const recent = new Map<string, Entry>()
  const isDone = (name: string): boolean => until.get(name) === Infinity
  const isBusy = (key: Key): boolean => until.get(`${key}`)! > now()
  const keepBusy = (keys: readonly Key[], ms: number): void => {
    for (const name of keys.map(String)) if (!isDone(name)) until.set(name, now() + ms)
  }
  const unsaved = (kind: string): Entry[] => outbox.unsaved().filter(([key]) => key[0] === kind)
  const leftToWaitMs = (isUrgent?: boolean): number => {
    const sinceMs = now() - state.failedAt
    // Before it failed is only after the clock was set back.
    return isGone ? Infinity : sinceMs < 0 ? 0 : Math.max(0, (isUrgent ? state.askedMs : state.waitMs) - sinceMs)
  }
  const forget = (keys: readonly Key[]): void => {
    outbox.forget(keys)
    if (until.size > maxDone) until.clear()
    for (const name of keys.map(String)) {
      recent.delete(name)
      until.set(name, Infinity)
    }
  }
  /** Takes the events out of their records, in one transaction with the heartbeat and what else there is to write; after a refusal nothing is. */
  const write = async (items: readonly Item[], change?: Partial<DeliveryState>, riders: readonly Key[] = []): Promise<boolean> => {
    const entries = [...riders.map((key): Entry => [key, undefined]), ...takeOut(items)]
    const deletions = entries.filter(([, text]) => !text)
    const whole = deletions.map(([key]) => key)
    for (const { event, record } of items) if (record.events[0]) until.set(event.id, Infinity)
    forget(whole)
    if (whole.length) channel.post({ accepted: whole })
    entries.push([stateKey, (state = { ...state, ...change })])
    const isOnDisk = await store.write(ports.gate() === false ? deletions : [...entries, ...lock.beat()])
    // A full disk may still take what makes room on it.
    if (!isOnDisk) await store.write(deletions)
    return isOnDisk
  }
  const flush = async (isUrgent?: boolean, signal?: AbortSignal): Promise<FlushResult> => {
    const result = { delivered: 0, kept: 0, dropped: 0 }
    const retryIn = async (waitMs: number, askedMs = 0): Promise<void> => {
      // Once for each trouble, in all tabs: what the worker tries is tried again by the browser.
      if (!state.failures) ports.callWorker()
      await write([], { failures: state.failures + 1, failedAt: now(), waitMs, askedMs })
    }
    const retryAfter = (header?: string | null): Promise<void> => {
      const asked = retryAfterMs(header, now())
      return retryIn(Math.max(asked, backoffMs(state.failures, Math.random())), asked)
    }
    /** Answers that others may follow. */
    const quarantine = async (items: readonly Item[], reason = ''): Promise<unknown> => {
      if (!items.length) return
      failed('delivery', `${items.length} refused for good: ${reason}`)
      const events = eventsOf(items)
      for (const event of events) outbox.put(['quarantine', event.id], JSON.stringify(event))
      for (const [key, losses] of writeLosses('rejected', events)) outbox.put(key, losses)
      await outbox.saved() // before their record may go
      await write(items)
      result.dropped += items.length
      emit('dropped', dropped('rejected', events))
      return true
    }
    let ledger: readonly Entry[] = []
    const suspects: Item[] = []
    let why: string | undefined
    /** Offers the halves, or suspects a single event; answers whether to go on. */
    const split = async (items: readonly Item[], status: number, reason?: string): Promise<unknown> => {
      if (!signal) return
      const half = items.length >> 1
      if (!half) {
        // What cannot be encoded is no fault of the collector.
        if (!status) return quarantine(items, reason)
        why = reason
        return suspects.push(...items) < maxSuspects || result.delivered
      }
      // Too large for it once is too large for it again; but one huge event must not make all others travel alone.
      if (status === 413) maxEvents = Math.max(half, minEvents)
      return (await deliver(items.slice(0, half))) && deliver(items.slice(half))
    }
    /** Sends these events; answers whether to go on with others. */
    const deliver = async (items: readonly Item[]): Promise<unknown> => {
      const events = eventsOf(items)
      const keys = [...new Set(items.map(({ record }) => record.key))]
      if (signal?.aborted || !ports.gate() || keys.some(isBusy)) return
      const gzip = compress ?? state.gzip
      let answering
      const riders = ledger
      ledger = []
      try {
        answering = send(format.encode(events, now(), riders.map(readEntry)), gzip, signal)
      } catch (cause) {
        return split(items, 0, `${cause}`)
      }
      if (!answering) {
        // What there is no room for is for the worker.
        ports.callWorker()
        return items.length > 1 && deliver(items.slice(-(items.length >> 1)))
      }
      // In Firefox what a page sent before it went into the back/forward cache is never answered.
      keepBusy(keys, signal ? timeoutMs : busyMs)
      channel.post({ busy: keys })
      const answer = await answering
      const { status, takesGzip } = answer
      const { batch, events: exceptions, reason } = judge(format, events, answer, failed)
      const of = (kind: string): Item[] => items.filter(({ event }) => (exceptions?.[event.id] ?? batch) === kind)
      const [good, later, rest] = [of('accepted'), of('retry'), of(batch)]
      // Both before the page has a chance to leave, and to send again what has just been accepted.
      const change = { ...(later.length ? state : noTrouble), gzip: takesGzip || state.gzip }
      const writing = good.length && write(good, change, riders.map(([key]) => key))
      // A page that leaves is told so twice, and what it has just sent may still arrive.
      keepBusy(keys, signal?.aborted ? busyMs : 0)
      if (good.length) emit('delivered', { ids: eventsOf(good).map(({ id }) => id) })
      if (signal?.aborted) return
      result.delivered += good.length
      await quarantine(of('rejected'), reason)
      await writing
      if (later.length) {
        // A proxy or a preflight may have refused the encoding rather than the events.
        if (!status) state = { ...state, gzip: false }
        return retryAfter(answer.retryAfter)
      }
      if (batch === 'accepted' || !rest.length) return true
      // First without the riders, because they must not cost an event.
      if (batch === 'split') return riders.length ? deliver(rest) : split(rest, status, reason)
      if (batch === 'unsupported' && gzip && !compress) return write([], { gzip: false }).then(() => deliver(rest))
      isGone = batch === 'stop'
      failed('delivery', `${status} ${reason}: check collector and writeKey`)
      return retryIn(pauseMs)
    }

    for (;;) {
      let known = [...recent.values()]
      ledger = unsaved('ledger')
      if (signal) {
        const [events, rest, states] = await list(ports.disk, ['event', maxRecords], ['ledger', maxEntries], [stateKey[0]])
        const stored = states[0]?.[1] as DeliveryState | undefined
        if (stored && stored.failures >= 0) state = stored
        known = events
        // They may not stand in the way where nothing is taken for long.
        ledger = state.failures < maxRides ? rest : []
      }
      const byName = new Map([...known, ...unsaved('event')].map((entry) => [`${entry[0]}`, entry]))
      const waiting = [...byName.values()].filter(([key]) => signal || !isBusy(key)).map((entry) => readWaiting(entry, isDone))
      const items = itemsOf(waiting)
      let isGoingOn: unknown = items.length < waiting.length || (items.length && !leftToWaitMs(isUrgent))
      let isWritten = true
      // What is delivered already goes as soon as the disk lets it, and what cannot be read would stand in the way for ever.
      const empty = waiting.filter(({ events }) => !events.length)
      if (signal && isGoingOn && empty[0]) {
        if (empty.some(({ eventLength }) => eventLength === Infinity)) failed('storage', 'damaged records')
        isWritten = await write([], undefined, empty.map(({ key }) => key))
      }
      const going: Promise<unknown>[] = []
      while (isGoingOn && items.length) {
        if (!signal) going.push(deliver(items.splice(-maxEvents)))
        else isGoingOn = await deliver(items.splice(0, batchSize(items, maxEvents, format.maxBytes)))
      }
      await Promise.all(going)
      result.kept = itemsOf(waiting).length
      // Where nothing at all is taken, and not for long, it is hardly the events: a proxy, or a collector out of order.
      if (suspects.length) isGoingOn = await (result.delivered || state.failures > patience ? quarantine(suspects.splice(0), why) : retryAfter())
      if (!signal || !isGoingOn || !isWritten || known.length < maxRecords) return result
    }
  }

  return {
    maxEvents,
    lock,
    recent,
    leftToWaitMs,
    hear({ accepted = [], busy = [] }) {
      forget(accepted)
      keepBusy(busy, busyMs)
    },
    flush,
  }
}
