// The service-worker entry: delivers the same outbox when the browser says that there is a network.
// Never imports page/; mints nothing, writes no identity, and creates no database.

import { createFlusher } from './delivery/flush.js'
import type { DeliveryMessage } from './delivery/ports.js'
import { createClock } from './lib/clock.js'
import { readOptions, type Settings } from './options.js'
import { createOutbox } from './outbox/outbox.js'
import { type Consent, startConsent } from './privacy/consent.js'
import { connect } from './store/idb.js'
import { createStore } from './store/store.js'
import type { Options } from './types.js'

/** Chromium gives one `sync` event 3 minutes; what takes longer is for its next attempt, 5 and 15 minutes later. */
const patienceMs = 30_000
/** Between two looks at what somebody else is delivering. */
const lookAgainMs = 1000

type SyncEvent = Event & { readonly tag: string; waitUntil(work: Promise<unknown>): void }
type Message = DeliveryMessage & { readonly decided?: Consent }

/**
 * Delivers what pages have left on disk, also after the last tab is closed. Call it once, at the top level of the
 * site's own service worker, with the options of the page:
 *
 *     deliverOutbox({ collector: 'https://collect.example.com/v1/batch', writeKey: 'shop-web' })
 *
 * It reads `collector`, `writeKey`, `name`, `compress`, `timeoutMs`, `credentials`, `consent` and `gpc`, with the same
 * defaults, and ignores the rest. Throws at once if they are mistaken.
 *
 * It listens for `sync`, which fires once the browser has a network, under the name of the database; pages ask for it
 * while something waits that they cannot deliver. Without consent, or without a database, it does nothing. What it
 * cannot deliver within 30,000 ms the browser lets it try again, in Chromium after 5 and after 15 minutes; then it
 * waits for the next page. The browser logs why. Without Background Sync (Firefox, Safari) it never fires.
 */
export function deliverOutbox(options: Options): void {
  const settings = readOptions(options)
  addEventListener('sync', (event) => {
    const { tag } = event as SyncEvent
    if (tag === settings.name) (event as SyncEvent).waitUntil(deliver(settings))
  })
}

/** Resolves once nothing is left to do; rejects if the browser is to try again. */
async function deliver(settings: Settings): Promise<void> {
  const { name } = settings
  const now = createClock(Date.now, () => performance.now())
  const giveUpAt = now() + patienceMs
  const ended = new AbortController()
  const troubles: string[] = []
  let broken: unknown
  const disk = connect(name, () => false, {
    emptied() {},
    failed(cause) {
      broken = cause ?? 'no answer'
      troubles.push('IndexedDB fails')
    },
    again: async () => {},
    signal: ended.signal,
  })
  const store = createStore(disk)
  // Open before anything is read: who refuses meanwhile is heard.
  let decided: Consent = {}
  const channel = new BroadcastChannel(name)
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    decided = { ...decided, ...data.decided }
    if (data.decided && !maySend()) ended.abort()
    flusher.hear(data)
  }

  const gpc = (navigator as { readonly globalPrivacyControl?: boolean }).globalPrivacyControl === true && (settings.gpc ?? 'shared')
  const maySend = (): boolean => startConsent(settings.consent, gpc, decided).analytics === 'granted'

  const flusher = createFlusher({
    disk,
    store,
    settings,
    ids: { stream: 'worker' },
    // It has no events of its own.
    outbox: createOutbox(store, 'worker', () => {}),
    channel: { post: (message) => channel.postMessage(message) },
    now,
    gate: maySend,
    callWorker() {},
    // What is refused for good stays in quarantine and in the ledger.
    emit() {},
    failed: (_, message) => void troubles.push(message),
  })
  try {
    decided = { ...(await store.exchange<Consent>(['consent'])), ...decided }
    while (maySend()) {
      let kept = 0
      // Not urgent: one pace for all tabs and the worker.
      const isFree = await flusher.lock.run(async () => void ({ kept } = await flusher.flush(false, ended.signal)))
      if (isFree && !kept && !broken) return
      const ms = Math.max(flusher.leftToWaitMs(), lookAgainMs)
      if (ms === Infinity) return
      if (now() + ms > giveUpAt) throw new Error(`throughline: events are still waiting: ${troubles.join('; ') || 'no answer'}`)
      await new Promise((resolve) => setTimeout(resolve, ms))
    }
  } finally {
    channel.close()
  }
}
