// What was promised to the customer: made, kept or missed, each an event.
// Notices on its own that one has been missed, once over all tabs; no timer runs for it.

import type { Memory } from '../memory/createMemory.js'
import { type PromiseState, promisesOf } from './promisesOf.js'

/** What is promised. */
export type PromiseMade = {
  /** In words: `arrives`, `answer`. */
  readonly what: string
  /** A date, or epoch ms. */
  readonly by: Date | number
  /** The same promise made again under the same id is not another one. Default: what, by and order. */
  readonly id?: string
  /** The event that keeps it, such as `Order Delivered`; of the same order, if there is one. */
  readonly keptBy?: string
  readonly orderId?: string
}

/** What {@link createPromises} returns. */
export type Promises = {
  /** Makes a promise; returns its id. */
  promise(made: PromiseMade): string
  /** It was kept: in time or not is told by the time of this call. */
  kept(id: string): void
  /** It will not be kept. */
  missed(id: string): void
  /** All that this browser knows of. */
  list(): readonly PromiseState[]
  stop(): void
}

/** Creates the promises to whoever is here. */
export function createPromises(memory: Memory): Promises {
  const { tracker } = memory
  const list = (): readonly PromiseState[] => promisesOf(memory.interactions(), Date.now())
  const isTold = (id: string): boolean =>
    memory.interactions().some(({ name, properties }) => /^Promise (Kept|Missed)$/.test(name) && properties?.['promise'] === id)
  const tell = (id: string, what: 'Kept' | 'Missed'): void => {
    // What has been said is not said again: it would move the score twice.
    if (isTold(id)) return
    const { lateMs = 0, orderId } = list().find((each) => each.id === id) ?? {}
    tracker.track(`Promise ${what}`, { promise: id, ...(orderId && { order_id: orderId }), ...(lateMs && { late_ms: lateMs }) })
  }
  let isChecking = false
  /** Says what nobody has said yet: that the time is over, or that the event has come which keeps it. */
  const check = async (): Promise<void> => {
    const due = list().filter(({ id, status }) => status !== 'open' && !isTold(id))
    if (isChecking || !due[0]) return
    isChecking = true
    const owner = memory.owner()
    let ours: readonly string[] = []
    await memory.update<readonly string[]>('promises', (told = []) => {
      ours = due.map(({ id }) => id).filter((id) => !told.includes(id))
      return [...told, ...ours].slice(-100)
    })
    isChecking = false
    if (memory.owner()?.anonymousId !== owner?.anonymousId) return
    for (const { id, status } of due) if (ours.includes(id)) tell(id, status === 'kept' ? 'Kept' : 'Missed')
  }
  const stop = memory.on(() => void check())
  void memory.ready().then(check)
  return {
    promise({ what, by, id, keptBy, orderId }) {
      const promise = id ?? [what, +by, orderId].filter(Boolean).join(' ')
      if (!list().some((each) => each.id === promise)) {
        tracker.track('Promise Made', { promise, what, by: +by, ...(keptBy && { kept_by: keptBy }), ...(orderId && { order_id: orderId }) })
      }
      return promise
    },
    kept: (id) => tell(id, list().find((each) => each.id === id)?.status === 'missed' ? 'Missed' : 'Kept'),
    missed: (id) => tell(id, 'Missed'),
    list,
    stop,
  }
}
