// The loop that empties the outbox: peek, batch, encode, send, verdict, acknowledge.
// Runs in pages and workers. Nothing leaves the disk without a verdict; time, chance and network are arguments.

import type { Entry, Key, Store } from '../store/store.js'
import type { BatchVerdict, DropReason, ErrorSource, FlushResult, Format } from '../types.js'
import { backoffMs, retryAfterMs } from './backoff.js'
import type { FlushLock } from './lock.js'
import { nextBatch, readQueue, takeOut, type Waiting } from './queue.js'
import type { Answer, Sender } from './send.js'
import { verdictOf } from './verdict.js'

/** Shared by all tabs: when the collector may be asked again, and whether it takes gzip. */
type DeliveryState = {
  readonly attempt: number
  readonly retryAt: number
  /** The collector itself named the time. */
  readonly wasAsked: boolean
  readonly gzip: boolean
}

const stateKey: Key = ['delivery']
const freshState: DeliveryState = { attempt: 0, retryAt: 0, wasAsked: false, gzip: false }
/** Records read at once: a second of the busiest page, and never more than the outbox holds. */
const maxRecords = 500
/** A flush gives the lock back after this long, so that no tab waits for another. */
const turnMs = 10_000
/** A wrong key or address is mended by people. */
const pauseMs = 300_000

/** The neighbours of the flusher. */
export type FlushPorts = {
  readonly store: Store
  readonly lock: FlushLock
  readonly sender: Sender
  readonly format: Format
  readonly compress: boolean | undefined
  now(): number
  random(): number
  /** Asked again before each request: consent may have been withdrawn meanwhile. */
  mayStillSend(): boolean
  /** Whether this record is on its way already, outside of this loop. */
  isHeld(key: Key): boolean
  /** These records are on their way until the next call. */
  sending(keys: readonly Key[]): void
  delivered(ids: readonly string[], keys: readonly Key[]): void
  dropped(reason: DropReason, ids: readonly string[]): void
  failed(source: ErrorSource, message: string): void
}

/** What one flush came to. */
export type FlushOutcome = FlushResult & {
  /** Another tab is at it. */
  readonly isBusy: boolean
  /** Epoch ms of the next try, if one is due. */
  readonly retryAt: number | undefined
}

/** Creates the flusher. `isUrgent` overrides our own backoff, never what the collector asked for. */
export function createFlusher(ports: FlushPorts): (signal: AbortSignal, isUrgent: boolean) => Promise<FlushOutcome> {
  const { store, lock, sender, format, now } = ports
  let isStopped = false
  let maxEvents = format.maxEvents

  return async (signal, isUrgent) => {
    let delivered = 0
    let dropped = 0
    let kept = 0
    let retryAt: number | undefined
    let state = freshState

    const write = (entries: readonly Entry[]): Promise<boolean> => store.write([...entries, lock.beat()])
    const setState = (change: Partial<DeliveryState>): Entry => [stateKey, (state = { ...state, ...change })]

    const accept = async (items: readonly Waiting[], gzip: boolean): Promise<void> => {
      delivered += items.length
      const isNews = state.attempt > 0 || gzip !== state.gzip
      await write([...takeOut(items), ...(isNews ? [setState({ ...freshState, gzip })] : [])])
      ports.delivered(idsOf(items), keysOf(items))
    }
    const quarantine = async (items: readonly Waiting[], reason: string): Promise<void> => {
      dropped += items.length
      ports.failed('delivery', `the collector refused ${items.length} event(s) for good: ${reason}`)
      const put = items.map(({ event }): Entry => [['quarantine', event.id], JSON.stringify(event)])
      await write([...put, ...takeOut(items)])
      ports.dropped('rejected', idsOf(items))
    }
    const wait = (ms: number, wasAsked: boolean): Promise<unknown> => {
      retryAt = now() + ms
      return write([setState({ attempt: state.attempt + 1, retryAt, wasAsked })])
    }

    const waitAfter = (answer: Answer): Promise<unknown> => {
      const asked = retryAfterMs(answer.retryAfter, now())
      return wait(asked ?? backoffMs(state.attempt, ports.random()), asked !== undefined)
    }

    /** Sends these events; answers whether to go on with others. */
    const deliver = async (items: readonly Waiting[]): Promise<boolean> => {
      if (signal.aborted || !ports.mayStillSend()) return false
      const events = items.map((item) => item.event)
      const gzip = ports.compress ?? state.gzip
      ports.sending(keysOf(items))
      const answer = await sender.send(format.encode(events, now()), { gzip, signal })
      ports.sending([])
      if (signal.aborted && answer.status === 0) return false
      const { batch, events: exceptions = {}, reason = '' } = judge(format, answer, items)
      switch (batch) {
        case 'accepted': {
          const of = (kind: string): Waiting[] => items.filter(({ event }) => (exceptions[event.id] ?? 'accepted') === kind)
          const [good, bad, later] = [of('accepted'), of('rejected'), of('retry')]
          if (good.length) await accept(good, state.gzip || answer.takesGzip)
          if (bad.length) await quarantine(bad, reason)
          if (later.length) await waitAfter(answer)
          return !later.length
        }
        case 'split':
          if (items.length === 1) {
            await quarantine(items, reason || `status ${answer.status}`)
            return true
          }
          // Too large for it once is too large for it again.
          if (answer.status === 413) maxEvents = Math.max(1, items.length >> 1)
          return (await deliver(items.slice(0, items.length >> 1))) && deliver(items.slice(items.length >> 1))
        case 'unsupported':
          if (!answer.wasGzip || ports.compress) return pause('the collector takes no such body: check `compress` and the format')
          await write([setState({ gzip: false })])
          return deliver(items)
        case 'stop':
          isStopped = true
          ports.failed('delivery', 'the collector answered 410 Gone: nothing more is sent by this page')
          return false
        case 'pause':
          return pause(`the collector answered ${answer.status}: check its address and the write key`)
        case 'retry':
          // A proxy or a preflight may have refused the encoding rather than the events.
          if (answer.status === 0 && answer.wasGzip) setState({ gzip: false })
          await waitAfter(answer)
          return false
      }
    }
    const pause = async (message: string): Promise<boolean> => {
      ports.failed('delivery', message)
      await wait(pauseMs, false)
      return false
    }

    const empty = async (): Promise<void> => {
      const until = now() + turnMs
      for (;;) {
        const records = (await store.list('event', maxRecords)).filter(([key]) => !ports.isHeld(key))
        if (!records.length) return
        state = (await store.get<DeliveryState>(stateKey)) ?? freshState
        if (state.retryAt > now() && (state.wasAsked || !isUrgent)) {
          retryAt = state.retryAt
          return
        }
        const { waiting, damaged } = readQueue(records)
        if (damaged.length) ports.failed('storage', `${damaged.length} record(s) were damaged and are gone`)
        await write(damaged)
        while (waiting.length) {
          const batch = nextBatch(waiting, maxEvents, format.maxBytes)
          if (!(await deliver(batch))) {
            kept = waiting.filter(({ event, record }) => record.left.has(event)).length
            return
          }
          waiting.splice(0, batch.length)
          if (now() > until) {
            retryAt = now()
            return
          }
        }
      }
    }
    if (isStopped) return { delivered, kept, dropped, isBusy: false, retryAt }
    const ran = await lock.run(empty)
    return { delivered, kept, dropped, isBusy: !ran, retryAt }
  }
}

const idsOf = (items: readonly Waiting[]): string[] => items.map((item) => item.event.id)
const keysOf = (items: readonly Waiting[]): Key[] => [...new Set(items.map((item) => item.record.key))]

/** The format's word if it has one, else the table's. */
function judge(format: Format, answer: Answer, items: readonly Waiting[]): BatchVerdict {
  const fallback: BatchVerdict = { batch: verdictOf(answer.status), reason: answer.body.slice(0, 200) }
  if (answer.status === 0) return fallback
  try {
    const own = format.verdict?.({ status: answer.status, body: answer.body }, items.map((item) => item.event))
    return own ?? fallback
  } catch {
    return fallback
  }
}
