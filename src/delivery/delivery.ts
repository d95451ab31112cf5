// Empties the outbox: when to flush, then peek, batch, encode, send, verdict, acknowledge.
// Runs in pages and workers. Nothing leaves the disk without a verdict; owns the one timer.

import { segment } from '../formats/segment.js'
import type { OutboxRecord } from '../outbox/outbox.js'
import { readEvents, retain } from '../outbox/retention.js'
import type { UseDisk } from '../store/idb.js'
import { list } from '../store/list.js'
import type { Entry, Key, Store } from '../store/store.js'
import type { BatchVerdict, DropReason, ErrorSource, Event, FlushResult, Options } from '../types.js'
import { backoffMs, retryAfterMs } from './backoff.js'
import { createFlushLock } from './lock.js'
import { type Answer, createSender } from './send.js'
import { verdictOf } from './verdict.js'

/** Shared by all tabs: how often it failed, when the collector may be asked again, whether it named that time itself. */
type DeliveryState = {
  readonly failures: number
  readonly retryAt: number
  /** How long that was: more than this is left only if the clock was set back. */
  readonly waitMs: number
  readonly isAsked: boolean
  readonly gzip?: boolean
}

const stateKey: Key = ['delivery']
const noTrouble: DeliveryState = { failures: 0, retryAt: 0, waitMs: 0, isAsked: false }
/** Records read at once. */
const maxRecords = 500
/** A flush gives the lock back after this long, so that no tab waits for another. */
const turnMs = 10_000
/** A wrong key or address is mended by people. */
const pauseMs = 300_000
/** Another tab may just have sent what it had, and takes a moment to read the answer. */
const courtesyMs = 250
/** Characters kept in memory of what is on disk. */
const maxRecent = 64_000
/** Events after which the outbox is measured again. */
const measureEvery = 500
/** More records than an outbox can hold. */
const everything = 100_000

type Waiting = { readonly key: Key; events: Event[] }
type Item = { readonly event: Event; readonly record: Waiting }

/** The neighbours of the delivery. */
export type DeliveryPorts = {
  readonly disk: UseDisk
  readonly store: Store
  /** Who is asking for the lock. */
  readonly owner: string
  readonly settings: Pick<Options, 'collector' | 'outbox' | 'writeKey' | 'compress' | 'credentials'> & Required<Pick<Options, 'name' | 'flushDelayMs' | 'timeoutMs'>>
  /** What is not on disk, or not yet. */
  unsaved(): Entry[]
  now(): number
  isOnline(): boolean
  isNextPageOurs(): boolean
  /** Asked before each request: consent may have been withdrawn meanwhile. */
  maySend(): boolean | undefined
  delivered(ids: readonly string[], keys: readonly Key[]): void
  dropped(reason: DropReason, ids: readonly string[]): void
  failed(source: ErrorSource, message: string): void
}

/** What {@link createDelivery} returns. */
export type Delivery = {
  /** A record is being stored, or has been. */
  wake(record: OutboxRecord): void
  /** Other tabs have delivered these. */
  forget(keys: readonly Key[]): void
  /** The page, the network or the visitor is back: soon. */
  hurry(): void
  flush(): Promise<FlushResult>
  /** The page may go: sends at once what it can. */
  leave(): void
  /** The page goes: ends what is under way and gives the lock back. `hurry` resumes. */
  pause(): void
}

/** Creates the delivery of one page or worker. */
export function createDelivery(ports: DeliveryPorts): Delivery {
  const { store, settings, now, dropped, failed } = ports
  const { collector, writeKey = '' } = settings
  const format = typeof collector === 'string' ? segment({ url: collector, writeKey }) : collector
  const lock = createFlushLock(settings.name, ports.owner, store, navigator.locks, now)
  const sender = createSender(settings.timeoutMs, settings.credentials ?? 'omit')
  let { maxEvents } = format
  let state = noTrouble
  /** What this page has stored and nobody is known to have accepted, and which of it is on its way. */
  const recent = new Map<string, OutboxRecord>()
  let onTheirWay: readonly Key[] = []
  let controller = new AbortController()
  let running: Promise<FlushResult> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let due = Infinity
  let fresh = 0
  let sinceMeasured = measureEvery
  let isUrgent = false
  let isGone = false

  const leftToWait = (): number => {
    const ms = state.retryAt - now()
    return ms > state.waitMs ? 0 : Math.max(0, ms)
  }
  /** One timer, for the earliest time that is asked for; none while offline, because `online` hurries by itself. */
  const runBy = (time: number): void => {
    const at = Math.max(time, isUrgent ? 0 : now() + leftToWait())
    if (at >= due || isGone || controller.signal.aborted || !ports.isOnline()) return
    clearTimeout(timer)
    due = at
    timer = setTimeout(run, at - now())
  }
  const judge = (events: readonly Event[], { status, body }: Answer): BatchVerdict =>
    (status && format.verdict?.({ status, body }, events)) || { batch: verdictOf(status), reason: body.slice(0, 200) }
  const forget = (keys: readonly Key[]): void => {
    for (const key of keys) recent.delete(`${key}`)
  }
  const accept = (items: readonly Item[]): void => {
    const keys = keysOf(items)
    forget(keys)
    ports.delivered(idsOf(items), keys)
  }
  /** Takes the events out of their records, in one transaction with the heartbeat and what else there is to write. */
  const write = (done: readonly Item[], change?: Partial<DeliveryState>, more: Entry[] = []): Promise<boolean> => {
    for (const { event, record } of done) record.events = record.events.filter((other) => other !== event)
    for (const record of new Set(done.map((item) => item.record))) {
      more.push([record.key, record.events.length ? JSON.stringify(record.events) : undefined])
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

  /** One flush, with the lock held. */
  const empty = async (result: { delivered: number; dropped: number; kept: number }): Promise<void> => {
    const { signal } = controller
    const until = now() + turnMs

    /** Sends these events; answers whether to go on with others. */
    const deliver = async (items: Item[]): Promise<unknown> => {
      if (signal.aborted || !ports.maySend()) return
      const events = items.map(({ event }) => event)
      onTheirWay = keysOf(items)
      const answer = await sender.send(format.encode(events, now()), settings.compress ?? state.gzip ?? false, signal)
      onTheirWay = []
      const { status, wasGzip, takesGzip } = answer
      if (signal.aborted && !status) return
      const { batch, events: exceptions = {}, reason } = judge(events, answer)
      if (batch === 'accepted') {
        const of = (kind: string): Item[] => items.filter(({ event }) => (exceptions[event.id] ?? batch) === kind)
        const good = of(batch)
        const isNews = state.failures || (takesGzip && !state.gzip)
        await write(good, isNews ? { ...noTrouble, gzip: state.gzip || takesGzip } : undefined)
        result.delivered += good.length
        accept(good)
        await quarantine(of('rejected'), reason)
        return !of('retry').length || void (await waitAfter(answer))
      }
      if (batch === 'split') {
        const half = items.length >> 1
        if (!half) return quarantine(items, reason)
        // Too large for it once is too large for it again.
        if (status === 413) maxEvents = half
        return (await deliver(items.slice(0, half))) && deliver(items.slice(half))
      }
      if (batch === 'unsupported' && wasGzip && !settings.compress) return write([], { gzip: false }).then(() => deliver(items))
      if (batch === 'retry') {
        // A proxy or a preflight may have refused the encoding rather than the events.
        if (!status && wasGzip) state = { ...state, gzip: false }
        return void (await waitAfter(answer))
      }
      isGone = batch === 'stop'
      failed('delivery', `the collector answered ${status} ${reason}: check its address, the write key and compress`)
      return void (await wait(pauseMs))
    }
    const quarantine = async (items: readonly Item[], reason = ''): Promise<true> => {
      if (items.length) {
        failed('delivery', `the collector refused ${items.length} event(s) for good: ${reason}`)
        await write(items, undefined, items.map(({ event }) => [['quarantine', event.id], JSON.stringify(event)]))
        result.dropped += items.length
        dropped('rejected', idsOf(items))
      }
      return true
    }

    for (;;) {
      state = (await store.exchange<DeliveryState>(stateKey)) ?? state
      const onDisk = await list(ports.disk, 'event', maxRecords)
      const isElsewhere = ([key]: Entry): boolean => key[0] === 'event' && !onDisk.some(([other]) => `${other}` === `${key}`)
      const entries = [...onDisk, ...ports.unsaved().filter(isElsewhere)]
      const waiting = entries.map(([key, text]): Waiting => ({ key, events: readEvents(text) }))
      const items = waiting.flatMap((record) => record.events.map((event): Item => ({ event, record })))
      // A record that cannot be read would stand in the way for ever.
      const damaged = waiting.filter(({ events }) => !events.length)
      let at = 0
      let isGoingOn: unknown = !leftToWait() || (isUrgent && !state.isAsked)
      if (isGoingOn && entries.length) {
        isUrgent = false
        await write([], undefined, damaged.map(({ key }) => [key, undefined]))
        if (damaged.length) failed('storage', `${damaged.length} damaged record(s) are gone`)
      }
      while (isGoingOn && at < items.length) {
        isGoingOn = (await deliver(items.slice(at, (at += maxEvents)))) && now() < until
      }
      result.kept = waiting.reduce((sum, { events }) => sum + events.length, 0)
      if (!isGoingOn || onDisk.length < maxRecords) return
    }
  }
  const run = async (): Promise<FlushResult> => {
    clearTimeout(timer)
    due = Infinity
    // One under way may have read the disk before the last event was on it.
    while (running) await running
    fresh = 0
    const result = { delivered: 0, dropped: 0, kept: 0 }
    const orPause = (cause: unknown): void => {
      // A format that throws must not end the delivery for good.
      failed('format', `${cause}`)
      state = { ...state, retryAt: now() + pauseMs, waitMs: pauseMs }
    }
    running = lock.run(() => empty(result).catch(orPause)).then((ran) => {
      running = undefined
      if (!ran || result.kept || fresh) runBy(ran && result.kept ? now() : now() + settings.flushDelayMs)
      return result
    })
    return running
  }

  /** Holds the outbox to its bounds. */
  const measure = async (): Promise<void> => {
    sinceMeasured = 0
    const { entries, expired, evicted } = retain(await list(ports.disk, 'event', everything), settings.outbox, now())
    if (!entries.length) return
    await store.write(entries)
    dropped('expired', expired)
    dropped('evicted', evicted)
  }
  const sendLast = async (records: readonly OutboxRecord[]): Promise<void> => {
    const items = records.flatMap((record) => readEvents(record.text).map((event): Item => ({ event, record: { key: record.key, events: [] } })))
    if (!items.length) return
    const events = items.map(({ event }) => event).sort((a, b) => a.n - b.n)
    const answering = sender.sendLast(format.encode(events, now()))
    // No room for all: the first half, which is what is not on disk and then the newest.
    if (!answering) return sendLast(records.slice(0, records.length >> 1))
    const finish = async (): Promise<void> => {
      const answer = await answering
      const verdict = judge(events, answer)
      // Anything but a plain yes is for the loop, which goes through it event by event.
      const isAccepted = verdict.batch === 'accepted' && !Object.keys(verdict.events ?? {}).length
      if (!isAccepted) {
        for (const record of records) recent.set(`${record.key}`, record)
        return runBy(now() + settings.flushDelayMs)
      }
      await store.write(records.map(({ key }) => [key, undefined]))
      accept(items)
    }
    // The page tells twice that it goes.
    forget(records.map(({ key }) => key))
    const finished = finish()
    const { signal } = controller
    const left = new Promise((resolve) => signal.addEventListener('abort', resolve))
    // With the lock no other tab sends the same meanwhile; a page in the back/forward cache must not hold it.
    if (!signal.aborted) await lock.run(() => Promise.race([finished, left]))
  }

  /** Those not on disk first, then the newest. */
  const unaccepted = (): OutboxRecord[] => [...recent.values()].reverse().sort((a, b) => +(a.is === 'disk') - +(b.is === 'disk'))

  return {
    wake(record) {
      const { key, events, is } = record
      if (is === 'new') return void recent.set(`${key}`, record)
      let length = 0
      // No page can send more on its way out, and all of it is on disk as well.
      for (const old of unaccepted()) if ((length += old.text.length) > maxRecent && old.is === 'disk') forget([old.key])
      fresh += events
      if ((sinceMeasured += events) >= measureEvery) void measure()
      // What is in memory only has no time to lose.
      if (!running) runBy(now() + (is === 'disk' && fresh < format.maxEvents ? settings.flushDelayMs : 0))
    },
    forget,
    hurry() {
      if (controller.signal.aborted) controller = new AbortController()
      isUrgent = true
      runBy(now() + courtesyMs)
    },
    flush() {
      isUrgent = true
      return run()
    },
    leave() {
      const going = onTheirWay.map(String)
      if (!ports.isNextPageOurs()) void sendLast(unaccepted().filter(({ key }) => !going.includes(`${key}`)))
    },
    pause() {
      clearTimeout(timer)
      due = Infinity
      controller.abort()
    },
  }
}

const idsOf = (items: readonly Item[]): string[] => items.map(({ event }) => event.id)
const keysOf = (items: readonly Item[]): Key[] => [...new Set(items.map(({ record }) => record.key))]
