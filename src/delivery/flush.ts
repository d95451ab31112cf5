// One flush, with the lock held: peek, batch, encode, send, verdict, acknowledge.
// Runs in pages and workers. Nothing leaves the disk without a verdict; knows no timer.

import { readEntry, writeLosses } from '../outbox/ledger.js'
import { readEvents, writeEvents } from '../outbox/retention.js'
import { list } from '../store/list.js'
import type { Entry, Key } from '../store/store.js'
import type { DropReason, Event, Format, FormatRequest } from '../types.js'
import { backoffMs, retryAfterMs } from './backoff.js'
import { judge } from './judge.js'
import type { FlushLock } from './lock.js'
import type { FlushPorts } from './ports.js'
import type { Answer, Sender } from './send.js'

/** Shared by all tabs: how often it failed, and when the collector may be asked again. */
type DeliveryState = {
  readonly failures: number
  readonly retryAt: number
  /** How long that was: more than this is left only if the clock was set back. */
  readonly waitMs: number
  /** The collector itself named the time. */
  readonly isAsked: boolean
  readonly gzip?: boolean
}

const stateKey: Key = ['delivery']
const noTrouble: DeliveryState = { failures: 0, retryAt: 0, waitMs: 0, isAsked: false }
/** Records read at once. */
const maxRecords = 500
/** Of the ledger read at once: it is no more than a rider. */
const maxEntries = 100
/** What is remembered of what is delivered and may still be on disk. */
const maxDone = 10_000
/** A wrong key or address is mended by people. */
const pauseMs = 300_000
/** So many pauses, while nothing at all is taken, before an event itself is held to be the fault. */
const patience = 2
/** However little a collector takes at once. */
const minEvents = 10

type Waiting = { readonly key: Key; events: Event[]; readonly eventLength: number }
type Item = { readonly event: Event; readonly record: Waiting }
/** What a flush came to; `isFailed`: it is to be tried again. */
type Result = { delivered: number; dropped: number; kept: number; isFailed: boolean }

/** What the flusher tells while it goes. */
export type FlushListener = {
  /** The records that are not on disk. */
  unsaved(): readonly Entry[]
  /** These events are accepted. */
  delivered(events: readonly Event[]): void
  /** These events are gone for good. */
  dropped(reason: DropReason, events: readonly Event[]): void
  /** Whether one of these is on its way already, sent by a leaving page or by another tab. */
  isOnItsWay(keys: readonly Key[]): boolean
  /** These are on their way until the next call. */
  sending(keys: readonly Key[]): void
  /** Nothing of these records is left to do. */
  settled(keys: readonly Key[]): void
}

/** What {@link createFlusher} returns. */
export type Flusher = {
  /** Offers what waits. `isUrgent` overrides our own backoff, never what the collector asked for. Never rejects. */
  flush(signal: AbortSignal, isUrgent: boolean): Promise<Result>
  /** Another tab has delivered these records, and may be unable to delete them. */
  skip(keys: readonly Key[]): void
  /** How long to wait yet, in ms. */
  leftToWaitMs(): number
}

/** Creates the flusher; call it with the lock held. */
export function createFlusher(ports: FlushPorts, format: Format, lock: FlushLock, sender: Sender, listener: FlushListener): Flusher {
  const { store, now, failed } = ports
  const { compress } = ports.settings
  let { maxEvents } = format
  let state = noTrouble
  let isGone = false
  /** Ids of events, and keys of records. */
  const done = new Set<string>()
  /** What is to be put aside, and what is to be said of it, before its record may go: the disk did not take it yet. */
  const pending: Entry[] = []

  const leftToWaitMs = (): number => {
    const ms = state.retryAt - now()
    // One more, because fractions of so large numbers are rounded.
    return isGone ? Infinity : ms > state.waitMs + 1 ? 0 : Math.max(0, ms)
  }
  /** Takes the events out of their records, in one transaction with the heartbeat and what else there is to write. */
  const write = async (items: readonly Item[], change?: Partial<DeliveryState>, more: Entry[] = []): Promise<boolean> => {
    // Consent withdrawn meanwhile has wiped the disk, and so it stays.
    if (!ports.gate()) {
      pending.length = 0
      return false
    }
    const aside = more.filter(([, value]) => value)
    const late = [...pending.splice(0), ...aside]
    const gone = new Set(items.map(({ event }) => event))
    const records = [...new Set(items.map((item) => item.record))]
    for (const record of records) {
      record.events = record.events.filter((event) => !gone.has(event))
      more.push([record.key, writeEvents(record.events)])
    }
    const whole = records.filter(({ events }) => !events.length)
    const settle = (): void => listener.settled(whole.map(({ key }) => key))
    if (!aside.length) settle()
    const entries = [...late, ...more, lock.beat()]
    if (change) entries.push([stateKey, (state = { ...state, ...change })])
    const isOnDisk = await store.write(entries)
    if (isOnDisk && aside.length) settle()
    // Where a record is still there, on disk or in memory, this page does not offer them again.
    if (!isOnDisk || whole.length < records.length) for (const event of gone) done.add(event.id)
    if (!isOnDisk) pending.push(...late)
    // A full disk may still take what makes room on it.
    if (!isOnDisk && !late.length) await store.write(more.filter(([, value]) => value === undefined))
    return isOnDisk
  }

  const flush = async (signal: AbortSignal, isUrgent: boolean): Promise<Result> => {
    const result = { delivered: 0, dropped: 0, kept: 0, isFailed: false }
    const retryIn = async (ms: number, isAsked = false): Promise<void> => {
      result.isFailed = true
      // Once for each trouble, in all tabs: what the worker tries is tried again by the browser.
      if (!state.failures) ports.callWorker()
      await write([], { failures: state.failures + 1, retryAt: now() + ms, waitMs: ms, isAsked })
    }
    const retryAfter = (answer: Answer): Promise<void> => {
      const asked = answer.retryAfter ? retryAfterMs(answer.retryAfter, now()) : NaN
      const own = backoffMs(state.failures, Math.random())
      return asked >= 0 ? retryIn(Math.max(asked, own), true) : retryIn(own)
    }
    const quarantine = async (items: readonly Item[], reason = ''): Promise<void> => {
      if (!items.length) return
      failed('delivery', `${items.length} refused for good: ${reason}`)
      const events = items.map(({ event }) => event)
      const aside = events.map((event): Entry => [['quarantine', event.id], JSON.stringify(event)])
      await write(items, undefined, [...aside, ...writeLosses('rejected', events)])
      result.dropped += items.length
      listener.dropped('rejected', events)
    }
    let ledger: readonly Entry[] = []
    const suspects: Item[] = []
    let why: string | undefined
    /** Offers the halves, or suspects a single event; answers whether to go on. */
    const split = async (items: readonly Item[], status: number, reason?: string): Promise<unknown> => {
      const half = items.length >> 1
      if (!half) {
        why = reason
        return suspects.push(...items)
      }
      // Too large for it once is too large for it again; but one huge event must not make all others travel alone.
      if (status === 413) maxEvents = Math.max(half, minEvents)
      return (await deliver(items.slice(0, half))) && deliver(items.slice(half))
    }
    /** Sends these events; answers whether to go on with others. */
    const deliver = async (items: readonly Item[]): Promise<unknown> => {
      const events = items.map(({ event }) => event)
      const keys = items.map(({ record }) => record.key)
      if (signal.aborted || !ports.gate() || listener.isOnItsWay(keys)) return
      let request: FormatRequest
      const riders = ledger
      ledger = []
      try {
        request = format.encode(events, now(), riders.map(readEntry))
      } catch (cause) {
        return split(items, 0, `${cause}`)
      }
      listener.sending(keys)
      const answer = await sender.send(request, compress ?? state.gzip ?? false, signal)
      const { status, wasGzip, takesGzip } = answer
      const { batch, events: exceptions = {}, reason } = judge(format, events, answer)
      const of = (kind: string): Item[] => items.filter(({ event }) => (exceptions[event.id] ?? batch) === kind)
      const [good, later] = [of('accepted'), of('retry')]
      // Both before the page has a chance to leave, and to send again what has just been accepted.
      const change = state.failures && !later.length ? noTrouble : takesGzip && !state.gzip ? { gzip: true } : {}
      const writing = good.length && write(good, change, riders.map(([key]) => [key, undefined]))
      listener.sending([])
      if (good.length) listener.delivered(good.map(({ event }) => event))
      if (signal.aborted) return
      if (batch === 'accepted') {
        result.delivered += good.length
        await quarantine(of('rejected'), reason)
        await writing
        return later.length ? retryAfter(answer) : true
      }
      // First without the riders, because they must not cost an event.
      if (batch === 'split') return riders.length ? deliver(items) : split(items, status, reason)
      if (batch === 'unsupported' && wasGzip && !compress) return write([], { gzip: false }).then(() => deliver(items))
      if (batch === 'retry') {
        // A proxy or a preflight may have refused the encoding rather than the events.
        if (!status && wasGzip) state = { ...state, gzip: false }
        return retryAfter(answer)
      }
      isGone = batch === 'stop'
      failed('delivery', `answered ${status} ${reason}: check collector and writeKey`)
      return retryIn(pauseMs)
    }

    for (;;) {
      const stored = await store.exchange<DeliveryState>(stateKey)
      if (stored && stored.failures >= 0) state = stored
      const onDisk = await list(ports.disk, 'event', maxRecords)
      const isElsewhere = ([key]: Entry): boolean => !onDisk.some(([other]) => `${other}` === `${key}`)
      const entries = [...onDisk, ...listener.unsaved().filter(isElsewhere)]
      const waiting = entries.map(([key, text]): Waiting => {
        const events = readEvents(text)
        const eventLength = `${text as string}`.length / events.length
        return { key, events: events.filter(({ id }) => !done.has(id) && !done.has(`${key}`)), eventLength }
      })
      const items = waiting.flatMap((record) => record.events.map((event): Item => ({ event, record })))
      let isGoingOn: unknown = items.length < entries.length || (items.length && (!leftToWaitMs() || (isUrgent && !state.isAsked && !isGone)))
      let isWritten = true
      if (isGoingOn) {
        // Nor may they stand in the way where nothing is taken for long.
        ledger = state.failures > patience ? [] : await list(ports.disk, 'ledger', maxEntries)
        // What is delivered already goes as soon as the disk lets it, and what cannot be read would stand in the way for ever.
        const empty = waiting.filter(({ events }) => !events.length)
        if (empty.some(({ eventLength }) => eventLength === Infinity)) failed('storage', 'damaged records')
        isWritten = await write([], undefined, empty.map(({ key }) => [key, undefined]))
        if (isWritten && empty.length) listener.settled(empty.map(({ key }) => key))
      }
      while (isGoingOn && items.length) isGoingOn = await deliver(items.splice(0, batchSize(items, maxEvents, format.maxBytes)))
      result.kept = waiting.reduce((sum, { events }) => sum + events.length, 0)
      // Where nothing at all is taken, and not for long, it is hardly the events: a proxy, or a collector out of order.
      if (suspects.length) await (result.delivered || state.failures > patience ? quarantine(suspects.splice(0), why) : retryIn(pauseMs))
      if (!isGoingOn || !isWritten || result.isFailed || onDisk.length < maxRecords) return result
    }
  }

  return {
    leftToWaitMs,
    skip(keys) {
      if (done.size > maxDone) done.clear()
      for (const key of keys) done.add(`${key}`)
    },
    flush,
  }
}

/** One event at least: what is too large alone must be heard from the collector. */
function batchSize(items: readonly Item[], maxEvents: number, maxBytes: number): number {
  let length = 0
  const end = items.findIndex(({ record }, i) => i >= maxEvents || ((length += record.eventLength) > maxBytes && i > 0))
  return end < 0 ? items.length : end
}
