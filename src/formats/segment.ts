// The default wire format: JSON as the Segment HTTP API takes it; also RudderStack, Jitsu and many others.
// Pure. Facts: text/plain and the key in the body need no preflight; 32 kB an event, 500 kB and 2,500 events a batch.
//
// Identity statements: `identify` carries both ids; `link` is an `identify` with `context.externalIds`; `merge` is an
// `alias` with `previousId`. Segment has no `unlink`: it is a `track` of that, whose identifier is nowhere but in its
// properties, because any other place would link it. What Segment has no field for (stream, n, sessionId, channel) is in `context.throughline`,
// and the ledger in `throughline` beside the batch.

import type { BatchVerdict, CollectorResponse, Event, Format, Json } from '../types.js'

/** Options of {@link segment}. */
export type SegmentOptions = {
  /** The batch endpoint, such as `https://collect.example.com/v1/batch`. */
  readonly url: string
  /** Identifies the source; sent in the body. */
  readonly writeKey: string
}

/** The Segment-compatible format. */
export const segment = ({ url, writeKey }: SegmentOptions): Format => ({
  maxEvents: 250,
  maxBytes: 400_000,
  encode: (events, sentAt, ledger = []) => ({
    url,
    contentType: 'text/plain;charset=UTF-8',
    // Item by item, because some sites' scripts patch arrays with a `toJSON`.
    body: `{"writeKey":${JSON.stringify(writeKey)},"sentAt":"${toIso(sentAt)}","batch":[${events.map((event) => JSON.stringify(toItem(event)))}]${ledger[0] ? `,"throughline":{"ledger":[${ledger.map((entry) => JSON.stringify(entry))}]}` : ''}}`,
  }),
  verdict: readAnswer,
})

const toIso = (time: number): string => new Date(time).toISOString()

/** What Segment has no word for goes as something else, and says so. */
const foreign: { readonly [type: string]: string } = { link: 'identify', unlink: 'track', forget: 'track', merge: 'alias' }

// Every event of every request comes through here: no closure, and no object that is not sent.
function toItem({ id, type, name, properties, traits, time, identity, channel, touchpoint, context, consent, cut, stream, n }: Event): unknown {
  const { anonymousId, userId, sessionId, identifiers } = identity
  const { campaign, ...utm } = context.campaign ?? {}
  return {
    type: foreign[type] ?? type,
    messageId: id,
    timestamp: toIso(time),
    // It has to have one: without a visitor it is the event's own.
    anonymousId: anonymousId ?? id,
    userId: (type === 'merge' ? properties?.into : undefined) ?? userId,
    previousId: type === 'merge' ? properties?.from : undefined,
    groupId: type === 'group' ? name : undefined,
    event: type === 'track' ? (name ?? undefined) : type === 'unlink' ? 'Identifier Unlinked' : type === 'forget' ? 'Person Forgotten' : undefined,
    name: type === 'page' ? (name ?? context.page.title) : undefined,
    properties: type === 'unlink' ? { namespace: name, ...properties } : properties,
    traits,
    context: {
      ...context,
      // Segment calls the campaign's own name just that.
      campaign: context.campaign && { ...utm, name: campaign },
      externalIds:
        type === 'link' ? [{ id: properties?.value, type: name, collection: 'users', encoding: properties?.encoding ?? 'none' }] : undefined,
      throughline: { stream, n, sessionId, channel, touchpoint, cut, identifiers, type: foreign[type] && type },
      // https://segment.com/docs/privacy/consent-management/
      consent: consent && { categoryPreferences: consent },
    },
  }
}

/** Reads the answer event by event where it has one. A page of HTML with status 200 is a proxy's login, not a collector. */
function readAnswer({ status, body }: CollectorResponse): BatchVerdict | undefined {
  if (status > 299) return
  if (/^\s*</.test(body)) return { batch: 'retry' }
  const events: Record<string, 'retry' | 'rejected'> = {}
  let reason = ''
  try {
    const { results } = JSON.parse(body) as { results: { [id: string]: { status: Json; reason: Json } } }
    for (const [id, { status: word, reason: why }] of Object.entries(results)) {
      if (word !== 'retry' && word !== 'rejected') continue
      events[id] = word
      reason ||= `${why}`
    }
  } catch {
    // Many collectors answer with a plain `OK`: accepted.
  }
  return { batch: 'accepted', events, reason }
}
