// Delivery as the tracker and the worker see it: wake it, flush it, let it go.
// Owns the schedule and what is on its way; the loop itself is in flush.ts.

import type { Batch, Outbox } from '../outbox/outbox.js'
import type { Entry, Key } from '../store/store.js'
import type { Event, FlushResult } from '../types.js'
import { createFlusher, type FlushOutcome, type FlushPorts } from './flush.js'
import { createSchedule } from './schedule.js'
import { verdictOf } from './verdict.js'

/** The encoded events must fit into the budget of the sender, and are a little longer than what is stored. */
const lastLength = 24_000
/** Another tab may just have sent what it had, and says so a moment later. */
const courtesyMs = 250
/** For so long what was sent on the way out counts as under way, if nobody has heard of an answer. */
const heldMs = 5000

/** The neighbours of the delivery. */
export type DeliveryPorts = Omit<FlushPorts, 'isHeld' | 'sending'> & {
  readonly outbox: Pick<Outbox, 'unaccepted' | 'forget'>
  readonly flushDelayMs: number
  isOnline(): boolean
  /** Tells the other tabs which records are on their way, and which are accepted. */
  tell(message: DeliveryMessage): void
}

/** What tabs tell each other, so that none sends what another is sending. */
export type DeliveryMessage = { readonly offered?: readonly Key[]; readonly accepted?: readonly Key[] }

/** What {@link createDelivery} returns. */
export type Delivery = {
  /** So many events are new on disk. */
  wake(events: number): void
  /** The network or the visitor is back: soon. */
  hurry(): void
  flush(): Promise<FlushResult>
  /** The page may go: sends at once what it can. `isNextPageOurs`: what is on disk will be found there anyway. */
  leave(isNextPageOurs: boolean): void
  /** The page goes: ends what is under way and gives the lock back. */
  pause(): void
  /** Another tab has spoken. */
  hear(message: DeliveryMessage): void
  stop(): void
}

/** Creates the delivery of one page or worker. */
export function createDelivery(ports: DeliveryPorts): Delivery {
  const { outbox, store, sender, format, now } = ports
  /** Records on their way outside of the loop, by when they may be offered again if nothing is heard. */
  const held = new Map<string, number>()
  let sending: readonly Key[] = []
  let controller = new AbortController()
  let running: Promise<FlushOutcome> | undefined
  let fresh = 0
  let notBefore = 0
  let isUrgent = false
  let isStopped = false

  const isHeld = (key: Key): boolean => (held.get(String(key)) ?? 0) > now()
  const accepted = (ids: readonly string[], keys: readonly Key[]): void => {
    outbox.forget(keys)
    ports.tell({ accepted: keys })
    ports.delivered(ids, keys)
  }
  const flushOnce = createFlusher({
    ...ports,
    isHeld,
    sending: (keys) => void (sending = keys),
    delivered: accepted,
  })

  const run = (): Promise<FlushOutcome> => {
    schedule.cancel()
    fresh = 0
    const urgent = isUrgent
    isUrgent = false
    running = flushOnce(controller.signal, urgent).finally(() => (running = undefined))
    void running.then(next, (cause: unknown) => ports.failed('delivery', `a flush failed: ${String(cause)}`))
    return running
  }
  const next = ({ isBusy, retryAt }: FlushOutcome): void => {
    if (isStopped || controller.signal.aborted) return
    notBefore = retryAt ?? 0
    if (retryAt !== undefined) schedule.by(retryAt)
    else if (isBusy || fresh > 0 || held.size > 0) schedule.by(now() + ports.flushDelayMs)
    for (const [key, until] of held) if (until <= now()) held.delete(key)
  }
  const schedule = createSchedule({ now, isOnline: ports.isOnline, run: () => void (running ?? run()) })

  const sendLast = (batches: readonly Batch[]): void => {
    const events = batches.flatMap(({ texts }) => texts.map((text) => JSON.parse(text) as Event))
    if (!events.length) return
    events.sort((a, b) => a.n - b.n)
    const answer = sender.sendLast(format.encode(events, now()))
    // No room for all: the newest half. `batches` begins with what is not on disk, and with the newest of that.
    if (!answer) return batches.length > 1 ? sendLast(batches.slice(0, batches.length >> 1)) : undefined
    const keys = batches.map((batch) => batch.key)
    for (const key of keys) held.set(String(key), now() + heldMs)
    ports.tell({ offered: keys })
    void answer.then(async ({ status, body }) => {
      for (const key of keys) held.delete(String(key))
      const verdict = status ? format.verdict?.({ status, body }, events) : undefined
      const isAccepted = (verdict?.batch ?? verdictOf(status)) === 'accepted' && !Object.keys(verdict?.events ?? {}).length
      // Anything else is for the loop, which reads the answer event by event.
      if (!isAccepted) return schedule.by(Math.max(now() + ports.flushDelayMs, notBefore))
      await store.write(keys.map((key): Entry => [key, undefined]))
      accepted(events.map((event) => event.id), keys)
    })
  }

  return {
    wake(events) {
      fresh += events
      if (running || isStopped) return
      schedule.by(Math.max(now() + (fresh < format.maxEvents ? ports.flushDelayMs : 0), notBefore))
    },
    hurry() {
      if (controller.signal.aborted) controller = new AbortController()
      isUrgent = true
      if (!isStopped) schedule.by(now() + courtesyMs)
    },
    async flush() {
      // One under way may have read the disk before the last event was on it.
      await running?.catch(() => {})
      isUrgent = true
      const { delivered, kept, dropped } = await run()
      return { delivered, kept, dropped }
    },
    leave(isNextPageOurs) {
      if (isStopped || !ports.mayStillSend()) return
      let length = 0
      const going = outbox.unaccepted().filter((batch) => {
        if (isHeld(batch.key) || sending.some((key) => String(key) === String(batch.key))) return false
        if (isNextPageOurs && batch.isStored) return false
        return (length += batch.texts.join().length) <= lastLength
      })
      sendLast(going)
    },
    pause() {
      schedule.cancel()
      controller.abort()
    },
    hear({ offered = [], accepted: done = [] }) {
      for (const key of offered) held.set(String(key), now() + heldMs)
      for (const key of done) held.delete(String(key))
      outbox.forget(done)
    },
    stop() {
      isStopped = true
      schedule.cancel()
      controller.abort()
    },
  }
}
