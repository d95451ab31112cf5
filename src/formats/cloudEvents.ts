// The wire format of CloudEvents 1.0: a batch as JSON over HTTP.
// Pure. Facts: `source` and `id` together are the key by which a consumer tells a repeat apart; attributes are plain values.

import type { Event, Format, LedgerEntry } from '../types.js'
import { checkOptions } from './checkOptions.js'
import { refuse, toIso } from './oneRequest.js'
import { byStatus } from './readAnswer.js'

/** Options of {@link cloudEvents}. */
export type CloudEventsOptions = {
  /** The endpoint that takes `application/cloudevents-batch+json`. */
  readonly url: string
  /** What the events come from, as a URI: `https://shop.example.com`. */
  readonly source: string
  /** What their `type` begins with, in reverse domain order: `com.example.shop`. Default `throughline`. */
  readonly prefix?: string
  /** Sent along with each request, such as `Authorization` for a token that may be public. */
  readonly headers?: { readonly [name: string]: string }
}

/**
 * CloudEvents. What arrives: everything. `type` is the prefix and the kind of event (`throughline.track`,
 * `throughline.identify` ...), `subject` the customer, or the visitor. Identity, channel and position are extension attributes
 * (`anonymousid`, `userid`, `sessionid`, `channel`, `touchpoint`, `stream`, `sequence`, `partitionkey`, and `sentat`, by which a
 * wrong clock can be corrected); name, properties, traits, context and identifiers are in `data`. Identity statements stay what they
 * are, for the consumer to resolve. The ledger comes as events of the type `throughline.ledger`.
 *
 * Every receiver must take 64 KiB for an event; a larger one may be refused, and then it goes into quarantine. The media type
 * makes a preflight. There are no answers for single events: a refused batch is halved until the one is found.
 */
export function cloudEvents({ url, source, prefix = 'throughline', headers = {} }: CloudEventsOptions): Format {
  checkOptions('cloudEvents', { url, source })
  const toEntry = (entry: LedgerEntry): unknown => ({
    specversion: '1.0',
    id: `${entry.stream}/${entry.length ?? `${entry.reason}-${entry.lost?.join('-')}`}`,
    source,
    type: `${prefix}.ledger`,
    datacontenttype: 'application/json',
    data: entry,
  })
  const toItem = (event: Event, sentAt: number): unknown => {
    const { id, type, name, properties, traits, time, identity, channel, touchpoint, context, consent, cut, stream, n } = event
    const { anonymousId, userId, sessionId, identifiers } = identity
    return {
      specversion: '1.0',
      id,
      source,
      type: `${prefix}.${type}`,
      subject: plain(userId) ?? anonymousId,
      time: toIso(time),
      datacontenttype: 'application/json',
      anonymousid: anonymousId,
      userid: plain(userId),
      sessionid: sessionId,
      partitionkey: anonymousId,
      channel: plain(channel),
      touchpoint: plain(touchpoint),
      stream,
      // As text it has to sort as a number does.
      sequence: `${n}`.padStart(10, '0'),
      sentat: toIso(sentAt),
      data: { name, properties, traits, context, consent, identifiers, cut },
    }
  }
  return {
    maxEvents: 100,
    maxBytes: 300_000,
    encode: (events, sentAt, ledger = []) => ({
      url,
      contentType: 'application/cloudevents-batch+json; charset=UTF-8',
      body: `[${[...events.map((event) => toItem(event, sentAt)), ...ledger.map(toEntry)].map((item) => JSON.stringify(item))}]`,
      headers,
    }),
    verdict: byStatus,
  }
}

/** An attribute may have no control characters. */
const plain = (value?: string): string | undefined =>
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f]/.test(value ?? '') ? refuse('CloudEvents', 'takes no control characters in an id, a channel or a touchpoint') : value || undefined
