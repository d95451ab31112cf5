// createTracker(): the wiring diagram. Data runs one way: call -> facts -> gate -> identity -> steps -> outbox -> delivery.
// Connects the stages and holds what they share: consent, the gate, and the life of the page.

import type { Delivery } from './delivery/delivery.js'
import type { DeliveryMessage } from './delivery/ports.js'
import { createEventIds } from './event/eventId.js'
import { createIdentityKeeper } from './identity/keeper.js'
import { type IdentityState, isNewer } from './identity/state.js'
import { createClock } from './lib/clock.js'
import { createEmitter } from './lib/emitter.js'
import { readOptions, type Settings } from './options.js'
import { createOutbox } from './outbox/outbox.js'
import { openChannel } from './page/channel.js'
import { createContextReader, type Moment } from './page/context.js'
import { createIdCookie } from './page/cookie.js'
import { onLifecycle, whenActivated } from './page/lifecycle.js'
import { hasGlobalPrivacyControl, hasNoPage } from './page/signals.js'
import { readSpill, writeSpill } from './page/spill.js'
import { type Consent, readChoices, startConsent } from './privacy/consent.js'
import { createUrlRedactor } from './privacy/redactUrl.js'
import { connect } from './store/idb.js'
import { createStore, type Key } from './store/store.js'
import { createCalls } from './tracker/calls.js'
import { createIdleTracker, nothing } from './tracker/idleTracker.js'
import type { ErrorSource, Options, Tracker, TrackerEvents } from './types.js'

const identityKey: Key = ['identity']
const consentKey: Key = ['consent']
const heldKey: Key = ['held']

/** What the tabs of one site tell each other. */
type Message = DeliveryMessage & { readonly identity?: IdentityState; readonly decided?: Consent }

/**
 * Creates a tracker. Throws at once if the options are mistaken, and never again. Where there is no document
 * (server-side rendering, workers) it returns a tracker that does nothing.
 */
export function createTracker(options: Options): Tracker {
  const settings = readOptions(options)
  return hasNoPage() ? createIdleTracker() : startTracker(settings, () => undefined)
}

/** Starts the tracker of a page. Calls are recorded as of the moment that `moment` answers, if any: some were made before the library had loaded. */
export function startTracker(settings: Settings, moment: () => Moment | undefined): Tracker {
  const { name } = settings
  const now = createClock(Date.now, () => performance.now())
  const newIds = () => createEventIds(now(), crypto.getRandomValues(new BigUint64Array(1))[0] as bigint)
  const mint = (): string => newIds().stream
  const fresh = (): IdentityState => ({ anonymousId: mint(), sessionId: mint(), activeAt: now(), version: 1 })
  const ids = newIds()
  const ended = new AbortController()
  const { signal } = ended

  const { on, emit } = createEmitter<TrackerEvents>()
  const failed = (source: ErrorSource, message: string, cause?: unknown): void => emit('error', { source, message, cause })

  // Shut until storage has been read and a person looks at the page.
  const gpc = hasGlobalPrivacyControl() && (settings.gpc ?? 'shared')
  let consent = startConsent(settings.consent, gpc)
  let decided: Consent = {}
  let isReady = false
  const isGranted = (): boolean => consent.analytics === 'granted'
  const isGrantedUnasked = isGranted()
  /** True: store; false: drop; undefined: hold. */
  const gate = (): boolean | undefined =>
    signal.aborted || consent.analytics === 'denied' ? false : isReady && isGranted() ? true : undefined

  const disk = connect(name, isGranted, {
    emptied: () => delivery?.recent().forEach((record) => outbox.put(...record)),
    failed: (cause) => failed('storage', 'IndexedDB fails', cause),
    again: () => start(true),
    signal,
  })
  const store = createStore(disk)
  let isAlone = false // storage could not say who is here, so this page has a visitor of its own
  let isSpilled = false
  const spill = (): void => {
    const unsaved: unknown[] = [...outbox.unsaved(), ...calls.held().map((facts) => [heldKey, facts])]
    if (unsaved.length || isSpilled) writeSpill(name, ids.stream, unsaved)
    isSpilled = unsaved.length > 0
  }
  const outbox = createOutbox(store, ids.stream, (events, record, isOnDisk) => {
    if (isSpilled) spill()
    if (events) delivery?.wake(events, record, isOnDisk)
  })
  const channel = openChannel<Message>(name, (message) => {
    // Written again, because a change of ours may have come to the disk after theirs.
    if (!isAlone && keeper.adopt(message.identity)) outbox.put(identityKey, message.identity)
    if (message.decided) decide(message.decided, false)
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
  const keeper = createIdentityKeeper(
    settings.sessionTimeoutMs ?? 1_800_000,
    mint,
    (identity) => {
      // Before a login or logout, one who is nobody in particular must not take the place of the one on disk.
      if (isAlone && identity.version < 1000) return
      outbox.put(identityKey, identity)
      channel.post({ identity })
      cookie(identity.anonymousId)
    },
    (identity) => emit('identity', identity),
  )
  const cookie = createIdCookie(name, settings.cookie)
  /** Another subdomain may have another visitor by now: nothing of the one here is theirs. Weighs less than a login here. */
  const follow = (): void => {
    const theirs = cookie()
    const isOld = (state: IdentityState): boolean => !theirs || theirs === state.anonymousId || !!state.former?.includes(theirs)
    const hasFollowed = isAlone || keeper.change((state) => (isOld(state) ? state : { ...fresh(), anonymousId: theirs! }), 100)
    if (!hasFollowed) cookie(keeper.state()?.anonymousId)
  }
  const readContext = createContextReader(settings.channel ?? 'website', settings.touchpoint, createUrlRedactor(settings.keepQuery ?? []))
  const steps = new Set(settings.steps)
  const core = { settings, ids, disk, store, outbox, signal, now, gate, channel, emit, failed, steps, keeper, fresh }
  const calls = createCalls(core, {
    time: () => moment()?.time ?? now(),
    context: () => readContext(moment()),
    consent(choices) {
      decide(readChoices(choices), true)
      channel.post({ decided })
      // Not by way of the outbox: what is left for the next page there is an identity, or an event.
      if (isGranted()) void store.write([[consentKey, decided]])
    },
  })

  // The life of the page.
  let started: Promise<unknown> | undefined
  /** With `isAgain` storage has failed since: reads what could not be read, and writes what could not be written. */
  const start = async (isAgain?: boolean): Promise<void> => {
    void load() // by the time that storage has been read it is there
    // Nothing is created for this: a database that is not there stays so while consent is pending.
    const choices = store.exchange<Consent>(consentKey)
    // Firefox refuses localStorage to a closing page that has not used it before: what is held would be lost.
    if (isGranted()) readSpill(name)
    decided = { ...(await choices), ...decided }
    consent = startConsent(settings.consent, gpc, decided)
    if (!isGranted()) return refuse(true)
    const { entries, clear } = readSpill(name, ids.stream)
    // From the last to the first, because what was held then goes in front of what is held now.
    for (const [key, value] of entries.reverse() as [Key, never][]) {
      // What a stream owns is there once under its own key, however often it comes back; an identity gives way to a newer one.
      if (key[1]) outbox.put(key, value)
      else if (key[0] === 'held') calls.held().unshift(value)
      else keeper.adopt((await store.exchange<IdentityState>(key, (old) => (old && !isNewer(value, old) ? undefined : value))) ?? value)
    }
    isSpilled ||= entries.length > 0
    // One transaction, because two tabs may be the first at once, and only one of them may mint.
    const mintOnce = (old?: IdentityState): IdentityState | undefined => (old?.anonymousId || !isGranted() ? undefined : (keeper.state() ?? fresh()))
    const stored = await store.exchange(identityKey, mintOnce)
    if (!isGranted()) return
    const state = keeper.state()
    if (!state || stored?.anonymousId === state.anonymousId) isAlone = !stored
    if ((!isAlone || !state) && keeper.adopt(stored ?? state ?? fresh())) outbox.forget([identityKey]) // ours is older now
    follow()
    const release = (released?: readonly string[]): string[] => ((isReady = true), calls.release(released))
    // A crash can bring back what was cleared from localStorage, when somebody else is here: nothing is said twice.
    if (!isSpilled || !(await store.exchange(heldKey, release))) release()
    void load().then(() => delivery?.hurry())
    if (isAgain && !isAlone) outbox.put(identityKey, keeper.state()) // to see whether the disk takes anything
    await outbox.saved()
    clear()
    spill() // what the disk has not taken is this page's now
  }
  /** `isOurs`: this tab wipes the disk; another one has done so already, and may have gone on. */
  const refuse = (isOurs: boolean): void => {
    calls.release()
    if (consent.analytics !== 'denied') return
    outbox.forget()
    delivery?.clear()
    keeper.forget()
    if (isOurs) cookie('')
    readSpill(name).clear()
    // Where tracking starts by itself the refusal must be remembered; elsewhere nothing at all is kept.
    if (isOurs) void store.write(isGrantedUnasked ? [[consentKey, decided]] : [], true)
  }
  const decide = (choices: Consent, isOurs: boolean): void => {
    const wasGranted = isGranted()
    decided = { ...decided, ...choices }
    consent = { ...consent, ...choices }
    emit('consent', consent)
    if (!isGranted()) refuse(isOurs)
    else if (!wasGranted && started) {
      isReady = false
      started = start()
    }
  }
  const hidden = (): void => {
    if (!isGranted() || !started) return
    outbox.commit()
    // Also what is held, if the page goes before storage has answered: the next one knows whose it is.
    spill()
    if (isReady) delivery?.leave()
  }
  const left = (): void => {
    delivery?.pause()
    channel.pause()
  }
  const back = (isRestored?: boolean): void => {
    channel.resume()
    if (!gate()) return
    if (isRestored) {
      // Somebody else may have logged in meanwhile, or refused: nothing is stamped before that is known.
      isReady = false
      decided = {}
    } else follow()
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
    stop() {
      ended.abort()
      left()
    },
  }
  whenActivated(() => (started = start()))
  // One alone will do as well.
  for (const capture of [settings.capture ?? []].flat()) signal.addEventListener('abort', capture(tracker))
  return tracker
}
