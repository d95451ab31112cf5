// createTracker(): the wiring diagram. Data runs one way: call -> facts -> gate -> identity -> steps -> outbox -> delivery.
// Connects the stages and holds what they share: consent, the gate, and the life of the page.

import type { Delivery } from './delivery/delivery.js'
import type { DeliveryMessage } from './delivery/ports.js'
import { createEventIds } from './event/eventId.js'
import { type IdentityState, isNewer } from './identity/state.js'
import { createClock } from './lib/clock.js'
import { createEmitter } from './lib/emitter.js'
import { readOptions, type Settings } from './options.js'
import { createOutbox } from './outbox/outbox.js'
import { openChannel } from './page/channel.js'
import { createContextReader, type Moment } from './page/context.js'
import { onLifecycle, whenActivated } from './page/lifecycle.js'
import { hasNoPage } from './page/signals.js'
import { readSpill, writeSpill } from './page/spill.js'
import { type Consent, readChoices } from './privacy/consent.js'
import { createUrlRedactor } from './privacy/redactUrl.js'
import { connect } from './store/idb.js'
import { createStore, type Key } from './store/store.js'
import { createCalls } from './tracker/calls.js'
import { createConsentGate } from './tracker/consentGate.js'
import { createIdleTracker, nothing } from './tracker/idleTracker.js'
import { consentKey, createVisitor } from './tracker/visitor.js'
import type { AnyEvents, ErrorSource, Options, Tracker, TrackerEvents } from './types.js'

const heldKey: Key = ['held']

/** What the tabs of one site tell each other. */
type Message = DeliveryMessage & { readonly identity?: IdentityState; readonly decided?: Consent; readonly isForgotten?: boolean }

/**
 * Creates a tracker. Throws at once if the options are mistaken, and never again. Where there is no document (server-side rendering,
 * workers) it does nothing. `createTracker<MyEvents>()` lets the compiler check names and properties of what is tracked.
 */
export function createTracker<E extends object = AnyEvents>(options: Options): Tracker<E> {
  const settings = readOptions(options)
  return (hasNoPage() ? createIdleTracker() : startTracker(settings, () => undefined)) as Tracker<E>
}

/** Starts the tracker of a page. Calls are recorded as of the moment that `moment` answers, if any: some were made before the library had loaded. */
export function startTracker(settings: Settings, moment: () => Moment | undefined): Tracker {
  const { name } = settings
  const now = createClock(Date.now, () => performance.now())
  const newIds = () => createEventIds(now(), crypto.getRandomValues(new BigUint64Array(1))[0] as bigint)
  const mint = (): string => newIds().stream
  const fresh = (): IdentityState => ({ anonymousId: mint(), sessionId: mint(), activeAt: now(), born: allowed.since(), version: 1 })
  const ids = newIds()
  const ended = new AbortController()
  const { signal } = ended

  const { on, emit } = createEmitter<TrackerEvents>()
  const failed = (source: ErrorSource, message: string, cause?: unknown): void => emit('error', { source, message, cause })

  // Shut until storage has been read and a person looks at the page.
  const allowed = createConsentGate(settings, signal)
  const { isAny, isGranted, gate, place } = allowed
  const isGrantedUnasked = isGranted()

  const disk = connect(name, isGranted, {
    emptied: () => delivery?.recent().forEach((record) => outbox.put(...record)),
    failed: (cause) => failed('storage', 'IndexedDB fails', cause),
    again: () => start(true),
    signal,
  })
  const store = createStore((...use) => (isGranted() ? disk(...use) : Promise.reject(null)))
  const registry = createStore(disk)
  let isSpilled = false
  const spill = (): void => {
    const unsaved: unknown[] = [...outbox.unsaved(), ...calls.held().map((facts) => [heldKey, facts])]
    if (unsaved.length || isSpilled) writeSpill(place(), name, ids.stream, unsaved)
    isSpilled = unsaved.length > 0
  }
  const outbox = createOutbox(store, ids.stream, (events, records) => {
    if (isSpilled) spill()
    // Without a disk there is no hurry either: what is in memory goes with the next batch.
    if (events || records[0]) delivery?.wake(events, records, !isGranted())
  })
  const channel = openChannel<Message>(name, (message) => {
    visitor.hear(message.identity)
    if (message.decided) decide(message.decided, false)
    if (message.isForgotten) {
      forget()
      delivery?.hurry()
    }
    delivery?.hear(message)
  })

  // Delivery has time until the first event is on disk, so its code is a part of its own and does not delay the page.
  let delivery: Delivery | undefined
  const load = async (): Promise<void> => {
    try {
      const { startDelivery } = await import('./tracker/startDelivery.js')
      delivery ??= startDelivery(core)
    } catch (cause) {
      failed('delivery', 'no code', cause)
    }
  }

  // Who is here, and what they do.
  const visitor = createVisitor({ settings, allowed, store, disk, registry, outbox, ids, channel, mint, fresh, clear: () => delivery?.clear(), changed: (identity) => emit('identity', identity) })
  const { keeper } = visitor
  const readContext = createContextReader(settings.channel ?? 'website', settings.touchpoint, createUrlRedactor(settings.keepQuery ?? []))
  const steps = new Set(settings.steps)
  const core = { settings, ids, disk, store, outbox, signal, now, gate, channel, emit, failed, steps, keeper, fresh }
  const calls = createCalls(core, {
    time: () => moment()?.time ?? now(),
    context: () => readContext(moment()),
    consented: allowed.said,
    consent(choices) {
      decide(readChoices(choices), true)
      const decided = allowed.decided()
      channel.post({ decided })
      // Not by way of the outbox: what is left for the next page there is an identity, or an event.
      void store.write([[consentKey, decided]])
    },
    forget() {
      forget()
      channel.post({ isForgotten: true })
      // Once the event that asks for it, and the visitor from here on, are among what is not saved.
      queueMicrotask(() => {
        outbox.commit()
        void store.write([[consentKey, allowed.decided()], ...outbox.unsaved()], true)
        delivery?.hurry()
      })
    },
  })
  /** What this page knows of what has happened so far. */
  const forget = (): void => {
    outbox.forget()
    delivery?.clear()
    readSpill(place(), name).clear()
  }

  // The life of the page.
  let started: Promise<unknown> | undefined
  /** With `isAgain` storage has failed since: reads what could not be read, and writes what could not be written. */
  const start = async (isAgain?: boolean): Promise<void> => {
    void load() // by the time that storage has been read it is there
    // Nothing is created for this: a database that is not there stays so while consent is pending.
    const choices = registry.exchange<Consent>(consentKey)
    // Firefox refuses localStorage to a closing page that has not used it before: what is held would be lost.
    if (!isAny('pending')) readSpill(place(), name)
    allowed.learn(await choices)
    if (isAny('denied', 'pending')) return refuse(true)
    recordConsent()
    // What is left of a time when more was allowed.
    if (!isGranted()) wipe()
    const { entries, clear } = readSpill(place(), name, ids.stream)
    // From the last to the first, because what was held then goes in front of what is held now.
    for (const [key, value] of entries.reverse() as [Key, never][]) {
      // What a stream owns is there once under its own key, however often it comes back; an identity gives way to a newer one.
      if (key[1]) outbox.put(key, value)
      else if (key[0] === 'held') calls.held().unshift(Object.assign(value, { 8: true }))
      else keeper.adopt((await store.exchange<IdentityState>(key, (old) => (old && !isNewer(value, old) ? undefined : value))) ?? value)
    }
    isSpilled ||= entries.length > 0
    if (!(await visitor.meet(isAgain))) return
    const release = (released?: readonly string[]): string[] => (allowed.admit(true), calls.release(released))
    // A crash can bring back what was cleared from localStorage, when somebody else is here: nothing is said twice.
    if (!isSpilled || !(await store.exchange(heldKey, release))) release()
    void load().then(() => delivery?.hurry())
    await outbox.saved()
    clear()
    spill() // what the disk has not taken is this page's now
  }
  /** What may not be kept. Where tracking starts by itself the choice must be remembered; elsewhere nothing at all. */
  const wipe = (): void => {
    visitor.hide()
    readSpill('localStorage', name).clear()
    void registry.write(isGrantedUnasked ? [[consentKey, allowed.decided()]] : [], true)
  }
  /** `isOurs`: this tab wipes the disk; another one has done so already, and may have gone on. */
  const refuse = (isOurs: boolean): void => {
    calls.release()
    if (isAny('pending') && !keeper.state()) return // else out of the back/forward cache, and another tab was told meanwhile
    if (!isOurs) visitor.retract()
    forget()
    keeper.forget()
    if (isOurs) wipe()
  }
  const decide = (choices: Consent, isOurs: boolean): void => {
    const mode = allowed.consent().analytics
    // What this tab alone has kept is not for afterwards.
    if (isAny('session')) readSpill(place(), name).clear()
    allowed.decide(choices)
    emit('consent', allowed.consent())
    if (!isAny(mode)) {
      allowed.admit(false)
      if (!isGranted()) refuse(isOurs)
      if (!isAny('denied') && started) started = start()
    }
    recordConsent(isOurs)
  }
  const recordConsent = (isOurs = true): unknown => allowed.isNews() && isOurs && gate() !== false && calls.track('Consent Updated', allowed.decided())
  const hidden = (): void => {
    if (isAny('pending', 'denied') || !started) return
    outbox.commit()
    // Also what is held, if the page goes before storage has answered: the next one knows whose it is.
    spill()
    if (gate()) delivery?.leave()
  }
  const left = (): void => {
    delivery?.pause()
    channel.pause()
  }
  const back = (isRestored?: boolean): void => {
    channel.resume()
    if (!gate()) return
    if (isRestored || visitor.isOther()) {
      // Somebody else may have logged in meanwhile, or refused: nothing is stamped before that is known.
      allowed.admit(false)
      allowed.unlearn()
    }
    started = start()
  }
  onLifecycle(signal, hidden, left, back)
  const { release: _release, held: _held, digested: _digested, ...publicCalls } = calls
  const tracker: Tracker = {
    ...publicCalls,
    identity: keeper.current,
    use: (step) => (steps.add(step), () => void steps.delete(step)),
    on,
    async saved() {
      await started
      await calls.digested()
      return (await outbox.saved()) && !calls.held().length
    },
    async flush() {
      await tracker.saved()
      await load()
      return delivery?.flush() ?? nothing
    },
    async export() {
      await tracker.saved()
      await load()
      const stored = [...((await delivery?.stored()) ?? []), ...outbox.unsaved()]
      return { identity: keeper.current(), consent: allowed.consent(), stored: stored.map(([key, value]) => ({ key, value })) }
    },
    stop() {
      ended.abort()
      left()
    },
  }
  whenActivated(() => (started = start()))
  // One alone will do as well.
  for (const capture of [settings.capture ?? []].flat()) signal.addEventListener('abort', capture(tracker, failed))
  return tracker
}
