// One flush, with the lock held: peek, batch, encode, send, verdict, acknowledge.
// Runs in pages and workers. Nothing leaves the disk without a verdict; knows no timer.

import { readEvents, writeEvents } from '../outbox/retention.js'
import type { UseDisk } from '../store/idb.js'
import { list } from '../store/list.js'
import type { Entry, Key, Store } from '../store/store.js'
import type { DropReason, ErrorSource, Event, Format } from '../types.js'
import { backoffMs, retryAfterMs } from './backoff.js'
import { judge } from './judge.js'
import type { FlushLock } from './lock.js'
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
/** A wrong key or address is mended by people. */
const pauseMs = 300_000

type Waiting = { readonly key: Key; events: Event[]; readonly eventLength: number }
type Item = { readonly event: Event; readonly record: Waiting }
/** What a flush came to; `isFailed`: it is to be tried again. */
type Result = { delivered: number; dropped: number; kept: number; isFailed: boolean }

/** The neighbours of the flusher. */
export type FlushPorts = {
  readonly disk: UseDisk
  readonly store: Store
  readonly lock: FlushLock
  readonly sender: Sender
  readonly format: Format
  readonly compress: boolean | undefined
  /** What is not on disk, or not yet. */
  unsaved(): Entry[]
  now(): number
  /** Asked before each request: consent may have been withdrawn meanwhile. */
  maySend(): boolean | undefined
  /** Whether one of these is on its way already, sent by a leaving page or by another tab. */
  isOnItsWay(keys: readonly Key[]): boolean
  /** These are on their way until the next call. */
  sending(keys: readonly Key[]): void
  accepted(events: readonly Event[], keys: readonly Key[]): void
  dropped(reason: DropReason, ids: readonly string[]): void
  failed(source: ErrorSource, message: string): void
}

/** What {@link createFlusher} returns. */
export type Flusher = {
  /** Offers what waits. `isUrgent` overrides our own backoff, never what the collector asked for. Never rejects. */
  flush(signal: AbortSignal, isUrgent: boolean): Promise<Result>
  /** How long to wait yet, in ms. */
  leftToWaitMs(): number
}

/** Creates the flusher; call it with the lock held. */
export function createFlusher(ports: FlushPorts): Flusher {
  const { store, lock, format, compress, now, failed } = ports
  let { maxEvents } = format
  let state = noTrouble
  let isGone = false

  const leftToWaitMs = (): number => {
    const ms = state.retryAt - now()
    return isGone ? Infinity : ms > state.waitMs ? 0 : Math.max(0, ms)
  }
  /** Takes the events out of their records, in one transaction with the heartbeat and what else there is to write. */
  const write = (done: readonly Item[], change?: Partial<DeliveryState>, more: Entry[] = []): Promise<boolean> => {
    const gone = new Set(done.map(({ event }) => event))
    for (const record of new Set(done.map((item) => item.record))) {
      record.events = record.events.filter((event) => !gone.has(event))
      more.push([record.key, writeEvents(record.events)])
    }
    if (change) more.push([stateKey, (state = { ...state, ...change })])
    return store.write([...more, lock.beat()])
  }
  const wait = (ms: number, isAsked = false): Promise<boolean> =>
    write([], { failures: state.failures + 1, retryAt: now() + ms, waitMs: ms, isAsked })
  const waitAfter = ({ retryAfter }: Answer): Promise<boolean> => {
    const asked = retryAfter ? retryAfterMs(retryAfter, now()) : NaN
    return asked >= 0 ? wait(asked, true) : wait(backoffMs(state.failures, Math.random()))
  }

  const flush = async (signal: AbortSignal, isUrgent: boolean, result: Result): Promise<void> => {
    const quarantine = async (items: readonly Item[], reason = ''): Promise<true> => {
      if (!items.length) return true
      failed('delivery', `${items.length} refused for good: ${reason}`)
      await write(items, undefined, items.map(({ event }) => [['quarantine', event.id], JSON.stringify(event)]))
      result.dropped += items.length
      ports.dropped('rejected', items.map(({ event }) => event.id))
      return true
    }
    /** Sends these events; answers whether to go on with others. */
    const deliver = async (items: readonly Item[]): Promise<unknown> => {
      const events = items.map(({ event }) => event)
      const keys = keysOf(items)
      if (signal.aborted || !ports.maySend() || ports.isOnItsWay(keys)) return
      ports.sending(keys)
      const answer = await ports.sender.send(format.encode(events, now()), compress ?? state.gzip ?? false, signal)
      const { status, wasGzip, takesGzip } = answer
      const { batch, events: exceptions = {}, reason } = judge(format, events, answer)
      const of = (kind: string): Item[] => items.filter(({ event }) => (exceptions[event.id] ?? batch) === kind)
      const good = of('accepted')
      // First of all, so that no leaving page sends again what has just been accepted.
      ports.accepted(good.map(({ event }) => event), keysOf(good))
      ports.sending([])
      if (signal.aborted && !status) return
      if (batch === 'accepted') {
        const isNews = state.failures || (takesGzip && !state.gzip)
        await write(good, isNews ? { ...noTrouble, gzip: state.gzip || takesGzip } : undefined)
        result.delivered += good.length
        await quarantine(of('rejected'), reason)
        if (!of('retry').length) return true
        return retryLater(answer)
      }
      if (batch === 'split') {
        const half = items.length >> 1
        if (!half) return quarantine(items, reason)
        // Too large for it once is too large for it again.
        if (status === 413) maxEvents = half
        return (await deliver(items.slice(0, half))) && deliver(items.slice(half))
      }
      if (batch === 'unsupported' && wasGzip && !compress) return write([], { gzip: false }).then(() => deliver(items))
      if (batch === 'retry') {
        // A proxy or a preflight may have refused the encoding rather than the events.
        if (!status && wasGzip) state = { ...state, gzip: false }
        return retryLater(answer)
      }
      isGone = batch === 'stop'
      failed('delivery', `answered ${status} ${reason}: check collector, writeKey and compress`)
      await wait(pauseMs)
      result.isFailed = true
    }
    const retryLater = async (answer: Answer): Promise<void> => {
      result.isFailed = true
      await waitAfter(answer)
    }

    for (;;) {
      state = (await store.exchange<DeliveryState>(stateKey)) ?? state
      const onDisk = await list(ports.disk, 'event', maxRecords)
      const isElsewhere = ([key]: Entry): boolean => key[0] === 'event' && !onDisk.some(([other]) => `${other}` === `${key}`)
      const entries = [...onDisk, ...ports.unsaved().filter(isElsewhere)]
      const waiting = entries.map(([key, text]): Waiting => {
        const events = readEvents(text)
        return { key, events, eventLength: `${text as string}`.length / events.length }
      })
      const items = waiting.flatMap((record) => record.events.map((event): Item => ({ event, record })))
      let isGoingOn: unknown = items.length < entries.length || (items.length && (!leftToWaitMs() || (isUrgent && !state.isAsked && !isGone)))
      if (isGoingOn) {
        // A record that cannot be read would stand in the way for ever.
        const damaged = waiting.filter(({ events }) => !events.length)
        if (damaged.length) failed('storage', 'damaged records are gone')
        await write([], undefined, damaged.map(({ key }) => [key, undefined]))
      }
      while (isGoingOn && items.length) isGoingOn = await deliver(items.splice(0, batchSize(items, maxEvents, format.maxBytes)))
      result.kept = waiting.reduce((sum, { events }) => sum + events.length, 0)
      if (!isGoingOn || onDisk.length < maxRecords) return
    }
  }

  return {
    leftToWaitMs,
    async flush(signal, isUrgent) {
      const result = { delivered: 0, dropped: 0, kept: 0, isFailed: false }
      try {
        await flush(signal, isUrgent, result)
      } catch (cause) {
        // A format that throws must not end the delivery for good.
        failed('format', `${cause}`)
        await wait(pauseMs)
      }
      return result
    },
  }
}

/** One event at least: what is too large alone must be heard from the collector. */
function batchSize(items: readonly Item[], maxEvents: number, maxBytes: number): number {
  let length = 0
  const end = items.findIndex(({ record }, i) => i >= maxEvents || ((length += record.eventLength) > maxBytes && i > 0))
  return end < 0 ? items.length : end
}

const keysOf = (items: readonly Item[]): Key[] => [...new Set(items.map(({ record }) => record.key))]
