// The default wire format: JSON as the Segment HTTP API takes it; also RudderStack, Jitsu and many others.
// Pure. Facts: text/plain and the key in the body need no preflight; 32 kB an event, 500 kB and 2,500 events a batch.
//
// Identity statements: `identify` carries both ids; `link` is an `identify` with `context.externalIds`; `merge` is an
// `alias` with `previousId`. What Segment has no field for (stream, n, sessionId, channel) is in `context.throughline`.

import type { BatchVerdict, CollectorResponse, Event, Format, Json } from '../types.js'

/** Options of {@link segment}. */
export type SegmentOptions = {
  /** The batch endpoint, such as `https://collect.example.com/v1/batch`. */
  readonly url: string
  /** Identifies the source; sent in the body. */
  readonly writeKey: string
}

/** The Segment-compatible format. */
export function segment({ url, writeKey }: SegmentOptions): Format {
  return {
    name: 'segment',
    maxEvents: 250,
    maxBytes: 450_000,
    encode: (events, sentAt) => ({
      url,
      contentType: 'text/plain;charset=UTF-8',
      body: JSON.stringify({ writeKey, sentAt: iso(sentAt), batch: events.map(toItem) }),
    }),
    verdict: readAnswer,
  }
}

const iso = (time: number): string => new Date(time).toISOString()

type Item = { [key: string]: unknown }

function toItem(event: Event): Item {
  const { id, type, name, properties, traits, time, identity, channel, touchpoint, context, cut, stream, n } = event
  const { anonymousId, userId, sessionId, groupId, identifiers } = identity
  const extra: Item = { stream, n, sessionId, channel, touchpoint, cut, groupId, identifiers }
  const item: Item = { type, messageId: id, timestamp: iso(time), anonymousId, userId }
  const shared: Item = { ...context, throughline: extra }
  switch (type) {
    case 'track':
      return { ...item, event: name, properties, context: shared }
    case 'page':
      return { ...item, name, properties, context: shared }
    case 'identify':
      return { ...item, traits, context: shared }
    case 'group':
      return { ...item, groupId, traits, context: shared }
    case 'link':
      extra.type = type
      shared.externalIds = [{ id: properties?.value, type: name, collection: 'users', encoding: 'none' }]
      return { ...item, type: 'identify', context: shared }
    case 'merge':
      extra.type = type
      return { ...item, type: 'alias', previousId: properties?.from, userId: properties?.into, context: shared }
  }
}

/** Reads the answer per event where there is one. A page of HTML with status 200 is a proxy's login, not a collector. */
function readAnswer({ status, body }: CollectorResponse): BatchVerdict {
  if (status > 299) return { batch: 'retry', reason: body.slice(0, 200) }
  if (/^\s*</.test(body)) return { batch: 'retry', reason: 'the answer is a page, not a collector\'s' }
  const events: Record<string, 'retry' | 'rejected'> = {}
  let reason: string | undefined
  try {
    const answer = JSON.parse(body) as { results?: { [id: string]: { status?: Json; reason?: Json } } }
    for (const [id, result] of Object.entries(answer.results ?? {})) {
      if (result.status !== 'retry' && result.status !== 'rejected') continue
      events[id] = result.status
      reason ??= typeof result.reason === 'string' ? result.reason : undefined
    }
  } catch {
    // Many collectors answer with a plain `OK`: accepted.
  }
  return reason === undefined ? { batch: 'accepted', events } : { batch: 'accepted', events, reason }
}
