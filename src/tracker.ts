// createTracker(): the wiring diagram. Data runs one way: call -> facts -> steps -> gate -> identity -> outbox -> delivery.
// Connects the stages and holds what they share: consent, the gate, and the life of the page.

import { createCalls } from './calls.js'
import { createDelivery, type DeliveryMessage } from './delivery/delivery.js'
import { createFlushLock } from './delivery/lock.js'
import { createSender } from './delivery/send.js'
import { createEventIds } from './event/eventId.js'
import { createRecorder } from './event/recorder.js'
import { createIdentityKeeper } from './identity/keeper.js'
import { type IdentityState, newVisitor } from './identity/state.js'
import { createClock } from './lib/clock.js'
import { createEmitter } from './lib/emitter.js'
import { createIdleTracker } from './lib/idleTracker.js'
import { version } from './lib/version.js'
import { readOptions, type Settings } from './options.js'
import { enforceBounds } from './outbox/bounds.js'
import { createOutbox } from './outbox/outbox.js'
import { mergeSpill } from './outbox/spill.js'
import { openChannel } from './page/channel.js'
import type { PageMoment } from './page/context.js'
import { onLifecycle, whenActivated } from './page/lifecycle.js'
import { watchNextPage } from './page/navigation.js'
import { hasGlobalPrivacyControl, isOnline } from './page/signals.js'
import { clearSpill, isDenied, markDenied, readSpill, writeSpill } from './page/spill.js'
import { createSurroundings } from './page/surroundings.js'
import { type Consent, decideConsent, startConsent } from './privacy/consent.js'
import { gate } from './privacy/gate.js'
import { createUrlRedactor } from './privacy/redactUrl.js'
import { withFallback } from './store/fallback.js'
import { connect } from './store/idb.js'
import { createDiskStore } from './store/store.js'
import type { Capture, DropReason, ErrorSource, Options, RecordedCall, Tracker, TrackerEvents } from './types.js'

/** Events after which the outbox is measured again. */
const measureEvery = 500

/** What the tabs of one site tell each other. */
type Message = DeliveryMessage & { readonly identity?: IdentityState; readonly decided?: Consent }

/**
 * Creates a tracker. Throws at once if the options are mistaken, and never again. Where there is no document
 * (server-side rendering, workers) it returns a tracker that does nothing.
 */
export function createTracker(options: Options): Tracker {
  const settings = readOptions(options)
  return typeof document === 'undefined' ? createIdleTracker() : startTracker(settings)
}

function startTracker(settings: Settings): Tracker {
  const { name, format } = settings
  const clock = createClock(Date.now, () => performance.now())
  const random = (): Uint8Array => crypto.getRandomValues(new Uint8Array(6))
  const mint = (): string => createEventIds(clock(), random()).stream
  const ids = createEventIds(clock(), random())

  // What the site hears.
  const { on, emit } = createEmitter<TrackerEvents>((cause, type) => {
    if (type !== 'error') failed('listener', `a listener of '${type}' threw`, cause)
  })
  const failed = (source: ErrorSource, message: string, cause?: unknown): void => emit('error', { source, message, cause })
  const reports = new Set<string>()
  const dropped = (reason: DropReason, gone: readonly string[]): void => {
    const lost = gone.filter((id) => !reports.has(id))
    if (!lost.length) return
    emit('dropped', { reason, count: lost.length, ids: lost })
    // What the visitor did not allow is not counted either, and a step drops on purpose.
    if (reason !== 'consent' && reason !== 'step') reports.add(calls.track('Events Dropped', { reason, count: lost.length }))
  }

  // Consent and gate: shut until storage has been read and a person looks at the page.
  const gpc = settings.gpc !== 'ignore' && hasGlobalPrivacyControl() ? settings.gpc : undefined
  let consent = startConsent(settings.consent, gpc, undefined)
  let decided: Consent = {}
  let isReady = false
  let isStopped = false
  const gateNow = (): 'store' | 'hold' | 'drop' => (isStopped ? 'drop' : isReady ? gate(consent) : 'hold')

  // Disk and delivery.
  const disk = createDiskStore(connect(indexedDB, name, () => gate(consent) === 'store'))
  const store = withFallback(disk, clock, (cause) =>
    failed('storage', 'IndexedDB cannot be used: events are kept in memory and sent at once', cause),
  )
  let sinceMeasured = 0
  const outbox = createOutbox(store, ids.stream, (events, isOnDisk) => {
    if (isSpilled) spill()
    if (events) delivery.wake(isOnDisk ? events : format.maxEvents)
    if ((sinceMeasured += events) >= measureEvery) measure()
  })
  const measure = (): void => {
    sinceMeasured = 0
    enforceBounds(store, settings.outbox, clock(), dropped).catch((cause) => failed('storage', 'the outbox could not be measured', cause))
  }
  let isSpilled = false
  const spill = (): void => {
    const unsaved = outbox.unsaved()
    writeSpill(name, ids.stream, unsaved)
    isSpilled = unsaved.length > 0
  }
  const channel = openChannel<Message>(name, (message) => {
    keeper.adopt(message.identity)
    if (message.decided) applyConsent(message.decided)
    delivery.hear(message)
  })
  const delivery = createDelivery({
    format,
    compress: settings.compress,
    flushDelayMs: settings.flushDelayMs,
    store,
    outbox,
    lock: createFlushLock(name, ids.stream, store, navigator.locks, clock),
    sender: createSender(settings.timeoutMs, settings.credentials),
    now: clock,
    random: Math.random,
    isOnline,
    mayStillSend: () => gateNow() === 'store',
    tell: channel.post,
    delivered: (delivered) => emit('delivered', { ids: delivered }),
    dropped,
    failed,
  })

  // Who is here, and what they do.
  const keeper = createIdentityKeeper({
    sessionTimeoutMs: settings.sessionTimeoutMs,
    mint,
    save(state) {
      outbox.put(['identity'], state)
      channel.post({ identity: state })
    },
    changed: (identity) => emit('identity', identity),
  })
  let past: (PageMoment & { readonly time: number }) | undefined
  const surroundings = createSurroundings(
    { channel: settings.channel, touchpoint: settings.touchpoint, version },
    createUrlRedactor(settings.keepQuery ?? []),
  )
  const steps = new Set(settings.steps)
  const recorder = createRecorder({
    ids,
    steps,
    now: () => past?.time ?? clock(),
    surroundings: () => surroundings(past),
    gate: gateNow,
    append: outbox.append,
    dropped,
    failed,
  })
  const calls = createCalls({ recorder, keeper, keepAnonymousId: settings.keepAnonymousId === true, failed })

  // The life of the page.
  const readIdentity = async (): Promise<void> => {
    let state: IdentityState | undefined
    // One transaction, because two tabs may be the first at once, and only one of them may mint.
    await store.exchange<IdentityState>(['identity'], (old) => {
      state = old ?? newVisitor(mint, clock())
      return old ? undefined : state
    })
    keeper.adopt(state)
  }
  const openGate = async (): Promise<void> => {
    await readIdentity()
    isReady = true
    recorder.release()
    delivery.hurry()
  }
  const start = async (): Promise<void> => {
    // Nothing is created for this: a database that is not there stays so until the gate is open.
    const earlier = await store.get<Consent>(['consent']).catch(() => undefined)
    consent = { ...startConsent(settings.consent, gpc, earlier), ...decided }
    if (gate(consent) === 'hold') return
    if (gate(consent) === 'drop') return forget()
    if (Object.keys(decided).length) outbox.put(['consent'], { ...earlier, ...decided })
    const spilled = readSpill(name)
    await mergeSpill(store, spilled.flatMap(({ entries }) => entries))
    for (const { at } of spilled) clearSpill(at)
    await openGate()
    measure()
  }
  const forget = (): void => {
    isReady = true
    recorder.release()
    outbox.clear()
    keeper.forget()
    if (isSpilled) spill()
  }
  const applyConsent = (next: Consent): void => {
    const before = gate(consent)
    decided = { ...decided, ...next }
    consent = { ...consent, ...next }
    emit('consent', consent)
    const after = gate(consent)
    if (after === before) return
    isReady = false
    if (after === 'store') started = start()
    else if (after === 'drop') forget()
  }
  const withdraw = async (): Promise<void> => {
    // Where tracking starts by itself the refusal must be remembered; elsewhere nothing at all is kept.
    const isRemembered = gate(startConsent(settings.consent, gpc, undefined)) === 'store'
    markDenied(name, isRemembered)
    await store.replaceAll(isRemembered ? [[['consent'], decided]] : []).catch(() => {})
  }
  const nextPage = watchNextPage()
  let isPrerendered = true
  const leave = (): void => {
    if (gate(consent) !== 'store' || isPrerendered || isStopped) return
    if (!isReady && !isDenied(name)) {
      // The page goes before storage has answered: whoever this is gets an id, and storage's own wins if there is one.
      keeper.adopt({ ...newVisitor(mint, clock()), version: 0 })
      isReady = true
      recorder.release()
    }
    outbox.commit()
    spill()
    delivery.leave(nextPage.isOwn())
  }
  const endLifecycle = onLifecycle({
    hidden: leave,
    left() {
      delivery.pause()
      channel.pause()
    },
    visible: () => void (gateNow() === 'store' && openGate()),
    restored() {
      channel.resume()
      if (gateNow() !== 'store') return
      // Somebody else may have logged in meanwhile: nothing is stamped before that is known.
      isReady = false
      void openGate()
    },
    online: () => gateNow() === 'store' && delivery.hurry(),
  })

  const tracker: Tracker = {
    ...calls,
    consent(choices) {
      applyConsent(decideConsent({}, choices))
      channel.post({ decided })
      if (gate(consent) === 'drop') return void withdraw()
      markDenied(name, false)
      if (isReady) outbox.put(['consent'], decided)
    },
    identity: keeper.current,
    use(step) {
      steps.add(step)
      return () => void steps.delete(step)
    },
    on,
    async saved() {
      await started
      await outbox.saved()
    },
    async flush() {
      await tracker.saved()
      return gateNow() === 'store' ? delivery.flush() : { delivered: 0, kept: 0, dropped: 0 }
    },
    stop() {
      isStopped = true
      for (const end of captures) end()
      endLifecycle()
      nextPage.stop()
      channel.pause()
      delivery.stop()
    },
  }
  const replay = ([method, args, time = clock(), url = location.href, title = '', referrer = '']: RecordedCall): void => {
    past = { time, url, title, referrer }
    const call: unknown = Object.hasOwn(tracker, method) && tracker[method as keyof Tracker]
    if (typeof call === 'function') call(...args)
    past = undefined
  }
  const install = (capture: Capture): (() => void) => {
    try {
      return capture(tracker)
    } catch (cause) {
      failed('capture', 'a capture could not start', cause)
      return () => {}
    }
  }
  let started = Promise.resolve()
  whenActivated(() => {
    isPrerendered = false
    started = start().catch((cause) => failed('storage', 'the tracker could not start', cause))
  })
  for (const call of settings.replay ?? []) replay(call)
  const captures = (settings.capture ?? []).map(install)
  return tracker
}
