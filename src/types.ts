// Every public type, documented: the reference manual; what an event is stands in types/event.ts.
// Imports nothing else; every other file may import this one.

import type { Event, Json, Properties } from './types/event.js'

export type * from './types/event.js'

/** Looks at or changes an event before it is stored; `null` drops it. A step that throws is skipped and reported. */
export type Step = (event: Event) => Event | null

/** The purposes for which a visitor can consent. Names of the site's own are allowed. */
export type Purpose = 'analytics' | 'personalization' | 'marketing' | (string & {})

/**
 * `pending`: hold in memory, mint nothing, write nothing. `granted`: go. `denied`: drop. And of `analytics` alone: `session`: ids and
 * what waits live as long as the tab, in memory and on leaving a page in sessionStorage. `anonymous`: nothing is kept and events carry no
 * identifier but their own; calls that name somebody are dropped; what has not been sent when the page is closed is lost.
 */
export type ConsentState = 'pending' | 'granted' | 'session' | 'anonymous' | 'denied'

/** What a visitor has chosen, by purpose. `session` and `anonymous` are for `analytics` alone, see {@link ConsentState}. */
export type Choices = { readonly [purpose: string]: boolean | 'session' | 'anonymous' }

/** What this browser holds of a visitor, see {@link Tracker.export}. */
export type Export = {
  readonly identity: Identity
  readonly consent: { readonly [purpose: string]: ConsentState }
  /** Every record of the database, and what is not on it yet: events that wait, as JSON text, and what the library itself remembers. */
  readonly stored: readonly { readonly key: readonly (string | number)[]; readonly value: unknown }[]
}

/** The identity as of now. There are no ids while consent is pending or denied, or before storage has been read. */
export type Identity = {
  readonly anonymousId?: string
  readonly userId?: string
  readonly sessionId?: string
  readonly identifiers: { readonly [namespace: string]: string }
  readonly traits: { readonly [key: string]: Json }
}

/** Why events never reached the collector. */
export type DropReason =
  | 'consent' // the gate was shut, or consent was withdrawn while they waited
  | 'step' // a step returned null
  | 'evicted' // the outbox was full; the oldest of the least important went
  | 'expired' // older than `maxAgeMs`
  | 'rejected' // the collector refused this one event for good; it is kept in quarantine

/** Where an error came from, see {@link TrackerError}. */
export type ErrorSource = 'input' | 'step' | 'storage' | 'delivery' | 'format' | 'capture'

/** What `on('error')` gets. Nothing is ever thrown into the page after `createTracker` has returned. */
export type TrackerError = {
  readonly source: ErrorSource
  readonly message: string
  readonly cause?: unknown
}

/** What each listener of {@link Tracker.on} gets. */
export type TrackerEvents = {
  /** The collector has accepted these events. Fires in the tab that delivered them, which need not be the one that tracked them. */
  delivered: { readonly ids: readonly string[] }
  /** These events will never be delivered. */
  dropped: { readonly reason: DropReason; readonly count: number; readonly ids: readonly string[] }
  /** The identity changed, in this tab or in another. */
  identity: Identity
  /** Consent changed. */
  consent: { readonly [purpose: string]: ConsentState }
  error: TrackerError
}

/** How many events the collector took, how many still wait, how many it refused for good. */
export type FlushResult = { readonly delivered: number; readonly kept: number; readonly dropped: number }

/** True of a stream for good: its `length` so far when its page was hidden; what is `lost`, as `[[3, 9], [12]]`, and why. */
export type LedgerEntry = { readonly stream: string; readonly length?: number; readonly lost?: readonly Run[]; readonly reason?: DropReason }
type Run = readonly [from: number, to?: number]

/** Any name, any properties: what `track` takes unless `createTracker<MyEvents>()` says otherwise. */
export type AnyEvents = { readonly [name: string]: Properties }

/**
 * The tracker. No method throws; what goes wrong reaches `on('error')`. `E` has the properties of each event by its name; what may
 * be empty may be left out.
 */
export type Tracker<E extends object = AnyEvents> = {
  /** Records that something happened. Returns the event's id, at once; the event is on disk a moment later, see `saved()`. */
  track<K extends keyof E & string>(name: K, ...properties: {} extends E[K] ? [properties?: E[K] | undefined] : [properties: E[K]]): string
  /** Records a page or screen view. Without a name it goes by its title. */
  page(name?: string, properties?: Properties): string
  /**
   * States that this visitor is that known customer: call it after login. The first call links the anonymous visitor;
   * the same id with the same traits again sends nothing. Another id on the same browser starts a new anonymous
   * visitor first, so two customers are never tied together. Junk ids (`null`, `0`, `anonymous`, ...) are refused, and
   * their traits with them: nobody knows whose they are.
   */
  identify(userId: string, traits?: Properties): string
  /**
   * Adds another identifier of the present person: a loyalty card, an order. Of `email` and `phone` only the SHA-256 is kept
   * (see {@link Options.hash}), of what is the same for all spellings: an address in lower case, a number with its country
   * code (`+49...` or `0049...`) without spaces and punctuation; one without is refused. A value that is a SHA-256 in hex
   * already is taken as it is.
   */
  link(namespace: string, value: string): string
  /**
   * Takes an identifier off the present person: that value, also one that another browser has linked; without a value, the
   * one that is linked on this browser, if any.
   */
  unlink(namespace: string, value?: string): string
  /** Claims that two known customers are one person. Never implicit; a server may refuse it. */
  merge(from: string, into: string): string
  /** States that this person belongs to a company, household or the like. */
  group(groupId: string, traits?: Properties): string
  /** Logout: a new anonymous visitor and a new session from here on. Consent stays. */
  reset(): void
  /**
   * Grants, limits or denies purposes. Denying or limiting `analytics` deletes outbox, identity and cookie in one step, in all tabs. A
   * change is recorded as `Consent Updated`, unless `analytics` is denied: then nothing leaves any more.
   */
  consent(choices: Choices): void
  /** What this browser holds of the visitor, for whoever asks for it. */
  export(): Promise<Export>
  /**
   * Deletes what this browser holds of the visitor, but for consent, and asks the collector to do the same: the event of type `forget`
   * is all that still waits. Who goes on is a new visitor. Returns the event's id.
   */
  forget(): string
  /** The identity as of now. */
  identity(): Identity
  /** Adds a step that every later event passes before it is stored. Returns its undo. */
  use(step: Step): () => void
  /** Listens. Returns the undo. */
  on<K extends keyof TrackerEvents>(type: K, listener: (detail: TrackerEvents[K]) => void): () => void
  /** Resolves, within seconds: true if everything tracked so far is on disk or delivered; false if storage fails and it is in memory. */
  saved(): Promise<boolean>
  /** Offers everything on disk to the collector, now. Never rejects. */
  flush(): Promise<FlushResult>
  /** Removes every listener, patch and timer. What is not delivered stays on disk for the next page. */
  stop(): void
}

/** Captures one kind of thing: gets the tracker, and how to report to `on('error')`; returns its undo. */
export type Capture = (tracker: Tracker, failed?: (source: ErrorSource, message: string, cause?: unknown) => void) => () => void

/** What became of one event, or of a whole batch, in the collector's words. */
export type Verdict =
  | 'accepted' // delete it
  | 'retry' // keep it, wait, offer it again
  | 'split' // offer the halves; a single event is quarantined
  | 'unsupported' // offer it again without compression
  | 'pause' // keep everything and report: the key or the address is wrong
  | 'stop' // the collector is gone for good

/** A request as a format makes it. The delivery adds compression, keepalive, time-out and credentials. */
export type FormatRequest = {
  readonly url: string
  /** A content type that needs no preflight where the collector allows it. */
  readonly contentType: string
  readonly body: string
  readonly headers?: { readonly [name: string]: string }
}

/** What the collector answered, already bounded in size. */
export type CollectorResponse = { readonly status: number; readonly body: string }

/** One verdict for the batch, and the exceptions from it by event id. */
export type BatchVerdict = {
  readonly batch: Verdict
  /** `rejected` is for good: the event goes into quarantine. */
  readonly events?: { readonly [id: string]: 'accepted' | 'retry' | 'rejected' }
  /** What the collector said, for `on('error')`. */
  readonly reason?: string
}

/** A collector's wire format. Pure: no globals, no state. */
export type Format = {
  /** Events per request. */
  readonly maxEvents: number
  /** Bytes of JSON per request, before compression. */
  readonly maxBytes: number
  /** Makes one request of these events. `sentAt` is epoch ms at sending, fresh for every attempt; `ledger` is what is new to the collector. */
  encode(events: readonly Event[], sentAt: number, ledger?: readonly LedgerEntry[]): FormatRequest
  /** Reads an answer; for `undefined` the status decides (2xx accepted, 408 425 429 5xx retry, 400 413 split ...). */
  verdict?(response: CollectorResponse, events: readonly Event[]): BatchVerdict | undefined
}

/** The options of `createTracker`. A mistake here throws at once, with the mend in the message. */
export type Options = {
  /** Where events go: the URL of a Segment-compatible collector, or a format from `throughline/formats`. */
  collector: string | Format
  /** Identifies the source at the collector; sent in the body. Required with a URL. */
  writeKey?: string
  /** Where this code runs in the customer's journey. Default `website`. */
  channel?: string
  /** A finer place within the channel. */
  touchpoint?: string
  /** What to capture by itself, from `throughline/capture`. Default: nothing. */
  capture?: readonly Capture[]
  /** Gzip request bodies: `true`, `false`, or left out: once the collector has said that it takes them (RFC 7694). */
  compress?: boolean
  /**
   * Consent to start from until `consent()` has been called on this browser. Default `granted` for `analytics` and,
   * unless Global Privacy Control is on, for everything else.
   */
  consent?: ConsentState | { readonly [purpose: string]: ConsentState }
  /**
   * Whether an `email` or `phone` of `link()` and `unlink()` is stored and sent as its SHA-256 only. Default `true`. It keeps the plain
   * value out of storage, logs and other people's sight; who has a list of addresses can still tell which of them it is. Browsers
   * have no SHA-256 without https: there the value is refused.
   */
  hash?: boolean
  /**
   * For devices of one user alone: another known customer keeps the anonymous id of the one before, in a new session. Default
   * `false`. The risk: should two people share the device after all, both claim one anonymous id. The graph gives it to the
   * first, so what the second did before login counts as the first one's. `reset()` begins a new visitor all the same.
   */
  keepAnonymousId?: boolean
  /** Whether Do Not Track denies every purpose. Default `false`: no law asks for it, and browsers drop it. */
  dnt?: boolean
  /** What Global Privacy Control denies: `shared` (default) every purpose but `analytics` and `personalization`; `all`; `ignore`. */
  gpc?: 'shared' | 'all' | 'ignore'
  /** Steps that every event passes before it is stored. */
  steps?: readonly Step[]
  /** Which query parameters stay in URLs, besides `utm_*`, `page`, `sort`, `tab` and `lang`. Default: none. */
  keepQuery?: readonly string[]
  /** The longest an event waits in an open, online page, in ms. Default 6,000. The first after so long a quiet time goes within 250 ms. */
  flushDelayMs?: number
  /** A request without an answer is ended after this long, in ms. Default 15,000. */
  timeoutMs?: number
  /** Sends cookies of the collector's origin along. Default `omit`. */
  credentials?: 'omit' | 'same-origin' | 'include'
  /** A session ends after this long without an event, in ms. Default 1,800,000 (30 minutes). */
  sessionTimeoutMs?: number
  /**
   * Ends a session for another reason: asked at each event, with the epoch ms of the session's last activity (to the minute) and of now.
   * `newSession({ day: true, campaign: true })` of `throughline/capture` is one. Default: only silence ends it.
   */
  session?: (activeAt: number, now: number) => boolean
  /** Bounds of the outbox. Default 10,000,000 bytes, 20,000 events, 30 days. */
  outbox?: { readonly maxBytes?: number; readonly maxEvents?: number; readonly maxAgeMs?: number }
  /**
   * The first-party cookie, named like the database, that mirrors the anonymous id, so that subdomains agree and the visitor is
   * known again when the database is gone. It is written with the shortest domain that the browser allows, or with `domain`, for 400 days
   * at each start and change, and not before consent. Where the site's own server does that, `refresh: false` leaves a cookie that
   * has the right id as it is. `false`: no cookie.
   */
  cookie?: false | { readonly domain?: string; readonly refresh?: boolean }
  /** Name of the database. Default `throughline-` and the write key; two trackers on one origin need two names. */
  name?: string
}
