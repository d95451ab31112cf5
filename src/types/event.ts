// The public types of an event: the one canonical shape, and what it is made of.
// Imports nothing. The rest of the reference manual is ../types.ts.

/** A value that survives JSON unchanged. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** What a caller may hand in as properties or traits: anything. What JSON cannot keep is cut, see {@link Event.cut}. */
export type Properties = { readonly [key: string]: unknown }

/**
 * The kinds of event. `link` adds an identifier of the same person, `unlink` takes one off; `merge` is a claim that two known
 * customers are one; `forget` asks to delete the person that its identity names.
 */
export type EventType = 'track' | 'page' | 'identify' | 'group' | 'link' | 'unlink' | 'merge' | 'forget'

/** Who did it, frozen at the call and never filled in later; empty where the visitor has consented to be counted `anonymous` only. */
export type EventIdentity = {
  /** The visitor before anybody logs in: a UUIDv7 with one owner for life. */
  readonly anonymousId?: string
  /** The known customer, if there was one at the call. */
  readonly userId?: string
  /** One visit: rotates after 30 minutes without an event, at `reset()` and when the person changes. */
  readonly sessionId?: string
  /** Identifiers added by `link()`, by namespace; of `email` and `phone` the SHA-256. */
  readonly identifiers?: { readonly [namespace: string]: string }
}

/** The page as it was at the call. URLs are redacted before they get here. */
export type PageContext = {
  readonly url: string
  readonly path: string
  readonly title?: string
  readonly referrer?: string
}

/** The surroundings of an event, as they were at the call. */
export type EventContext = {
  readonly page: PageContext
  /** The `utm_*` parameters of the present URL, without that prefix. */
  readonly campaign?: { readonly [key: string]: string }
  /** BCP 47, from `navigator.language`. */
  readonly locale?: string
  /** IANA name. */
  readonly timezone?: string
  /** CSS pixels. */
  readonly screen?: { readonly width: number; readonly height: number }
  readonly viewport?: { readonly width: number; readonly height: number }
  readonly library: { readonly name: string; readonly version: string }
  /** The stage of the customer's journey that it happened in, where `createJourney` of `throughline/experience` follows it. */
  readonly stage?: string
}

/** The one canonical shape. It is made at the call, serialised once, and never changed afterwards. */
export type Event = {
  /** UUIDv7: ordered by time; the deduplication key everywhere. */
  readonly id: string
  readonly type: EventType
  /** The name of a `track` or `page` (without one, its title in `context.page` stands for it); the namespace of a `link` or `unlink`; the id of a `group`. */
  readonly name?: string
  /** What the caller said about a `track`, `page` or `merge`; the `value` of a `link` or `unlink`, and its `encoding` (`sha256`). */
  readonly properties?: { readonly [key: string]: Json }
  /** What the caller said about a person (`identify`) or a group (`group`). */
  readonly traits?: { readonly [key: string]: Json }
  /** Epoch milliseconds at the call, from a clock that cannot run backwards within the page. */
  readonly time: number
  readonly identity: EventIdentity
  /** Whether each purpose was granted when it was stored. */
  readonly consent?: { readonly [purpose: string]: boolean }
  /** Where it happened: `website`, `app`, `store`, `phone_call`, `chat`, `email`, `kiosk` ... */
  readonly channel: string
  readonly touchpoint?: string
  readonly context: EventContext
  /** What could not be kept of `properties` or `traits`, as `key: reason`; at most 10 entries. */
  readonly cut?: readonly string[]
  /** The page instance (a UUIDv7). */
  readonly stream: string
  /** The position in the stream, from 0 without a gap: a collector can tell which events it never got. */
  readonly n: number
}
