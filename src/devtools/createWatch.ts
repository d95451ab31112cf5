// What has happened, as far as a tracker tells: events and what became of them, who is here and why, consent, errors.
// Looks and never changes anything. Knows the tracker by its type only.

import type { ConsentState, Event, Identity, Tracker, TrackerError } from '../types.js'
import type { Validate } from './validate.js'

/** What became of an event. */
export type EventState = 'in memory' | 'on disk' | 'delivered' | 'dropped'

/** One event. */
export type WatchedEvent = { readonly event: Event; state: EventState; reason?: string; readonly hints: readonly string[] }
/** One change of the identity. */
export type IdentityChange = { readonly time: number; readonly identity: Identity; readonly why: string }
/** One error. */
export type WatchedError = TrackerError & { readonly time: number }

/** What {@link createWatch} returns. */
export type Watch = {
  readonly events: readonly WatchedEvent[]
  readonly changes: readonly IdentityChange[]
  readonly errors: readonly WatchedError[]
  consent(): { readonly [purpose: string]: ConsentState }
  counts(): { readonly waiting: number; readonly delivered: number; readonly dropped: number }
  stop(): void
}

const maxKept = 200

/** Why the identity has changed: from what is different, and from what was called last. */
function whyOf(before: Identity | undefined, after: Identity): string {
  if (!after.anonymousId) return 'consent is not given: nobody is known'
  if (!before?.anonymousId) return 'storage has been read'
  if (before.anonymousId !== after.anonymousId) {
    if (before.userId && after.userId) return 'another customer has logged in: a new visitor first'
    return after.userId ? 'a new visitor, known in another tab' : 'reset(), or another visitor in the cookie: a new visitor'
  }
  if (before.userId !== after.userId) return after.userId ? 'identify(): this visitor is that customer' : 'the customer is not known any more'
  if (before.sessionId !== after.sessionId) return 'a new session after a long silence'
  if (JSON.stringify(before.identifiers) !== JSON.stringify(after.identifiers)) return 'link() or unlink()'
  return 'traits have changed'
}

/** Starts watching; `changed` is called once for all that happens in one task. */
export function createWatch(tracker: Tracker, validate: Validate, changed: () => void): Watch {
  const events: WatchedEvent[] = []
  const byId = new Map<string, WatchedEvent>()
  const changes: IdentityChange[] = []
  const errors: WatchedError[] = []
  let consent: { readonly [purpose: string]: ConsentState } = {}
  let delivered = 0
  let dropped = 0
  let isTelling = false
  const tell = (): void => {
    if (isTelling) return
    isTelling = true
    queueMicrotask(() => ((isTelling = false), changed()))
  }
  const keep = <T>(list: T[], item: T): T | undefined => (list.unshift(item), tell(), list.length > maxKept ? list.pop() : undefined)
  const become = (ids: readonly string[], state: EventState, reason?: string): void => {
    for (const id of ids) {
      const watched = byId.get(id)
      if (watched) Object.assign(watched, { state, ...(reason && { reason }) })
    }
    tell()
  }
  const stops = [
    tracker.use((event) => {
      // A copy: later steps may change the event itself.
      const watched: WatchedEvent = { event: structuredClone(event), state: 'in memory', hints: validate(event) }
      byId.set(event.id, watched)
      const gone = keep(events, watched)
      if (gone) byId.delete(gone.event.id)
      void tracker.saved().then((isSaved) => {
        if (isSaved && watched.state === 'in memory') become([event.id], 'on disk')
      })
      return event
    }),
    tracker.on('delivered', ({ ids }) => ((delivered += ids.length), become(ids, 'delivered'))),
    tracker.on('dropped', ({ ids, count, reason }) => ((dropped += count), become(ids, 'dropped', reason))),
    tracker.on('identity', (identity) => void keep(changes, { time: Date.now(), identity, why: whyOf(changes[0]?.identity, identity) })),
    tracker.on('consent', (now) => ((consent = now), tell())),
    tracker.on('error', (error) => void keep(errors, { ...error, time: Date.now() })),
  ]
  return {
    events,
    changes,
    errors,
    consent: () => consent,
    counts: () => ({ waiting: events.filter(({ state }) => state === 'in memory' || state === 'on disk').length, delivered, dropped }),
    stop: () => stops.forEach((stop) => stop()),
  }
}
