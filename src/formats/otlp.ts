// The wire format of OpenTelemetry: logs over OTLP/HTTP, as JSON.
// Pure. Facts: keys in camel case only; 64-bit numbers are text; what was refused in part must never be sent again.

import type { Event, Format, Json, LedgerEntry } from '../types.js'
import { checkOptions, withPath } from './checkOptions.js'
import { inBytes } from './oneRequest.js'
import { readAnswer, someOf } from './readAnswer.js'

/** Options of {@link otlp}. */
export type OtlpOptions = {
  /** The OpenTelemetry Collector or backend, such as `https://otel.example.com`; `/v1/logs` is added if there is no path. */
  readonly url: string
  /** `service.name` of the resource. */
  readonly serviceName: string
  /** Sent along with each request, such as `Authorization` for a token that may be public. */
  readonly headers?: { readonly [name: string]: string }
}

const system = 'OTLP'
const retried = [429, 502, 503, 504]

/**
 * OpenTelemetry logs. What arrives: everything, each event as one log record that is an Event in OpenTelemetry's sense.
 * `eventName` is the name of a `track`, and `throughline.page`, `throughline.identify` ... for the rest; properties or
 * traits are the body. Attributes in the names of the semantic conventions: `log.record.uid` (the id of the event),
 * `session.id`, `user.id`, `enduser.pseudo.id` (the anonymous id), `url.full`; all else begins with `throughline.`. Identity statements
 * are records of their own: OpenTelemetry merges nobody. The ledger comes as records named `throughline.ledger`.
 *
 * OTLP has no id for a repeat: tell it apart by `log.record.uid`. Retried are 429, 502, 503, 504 and no answer, as the
 * protocol has it; after any other error everything is kept for five minutes and reported, because a lost event is
 * worse than one request more. Of a partial success the protocol says only how many were refused: all of that request are reported then.
 *
 * `application/json` makes a preflight: give the receiver `cors: { allowed_origins: [...], allowed_headers: [...] }`.
 */
export function otlp({ url, serviceName, headers = {} }: OtlpOptions): Format {
  checkOptions('otlp', { url, serviceName })
  const resource = { attributes: attributes({ 'service.name': serviceName }) }
  return {
    maxEvents: 200,
    maxBytes: 400_000,
    encode: (events, sentAt, ledger = []) => {
      const records = [...events.map(toRecord), ...ledger.map((entry) => toLedgerRecord(entry, sentAt))].map((item) => JSON.stringify(item))
      const scope = JSON.stringify({ ...events[0]!.context.library, name: 'throughline' })
      const body = `{"resourceLogs":[{"resource":${JSON.stringify(resource)},"scopeLogs":[{"scope":${scope},"logRecords":[${records}]}]}]}`
      return { url: withPath(url, '/v1/logs'), contentType: 'application/json', body: inBytes(system, body, 4_000_000), headers }
    },
    verdict: (response, events) => {
      const { status, body } = response
      if ((status >= 500 || status === 408 || status === 425) && !retried.includes(status)) return { batch: 'pause', reason: body.slice(0, 200) || 'no reason given' }
      return readAnswer(response, ({ partialSuccess }) => {
        const count = +(partialSuccess?.rejectedLogRecords ?? 0)
        return status < 300 && count > 0 ? someOf(system, count, events, `${partialSuccess.errorMessage}`) : undefined
      })
    },
  }
}

/** Too large for a number in ms, so the zeros are written. */
const toNanos = (time: number): string => `${Math.round(time)}000000`

function toRecord({ id, type, name, properties, traits, time, identity, channel, touchpoint, context, consent, cut, stream, n }: Event): unknown {
  const { anonymousId, userId, sessionId, identifiers } = identity
  const { page, ...rest } = context
  const body = properties ?? traits
  return {
    timeUnixNano: toNanos(time),
    observedTimeUnixNano: toNanos(time),
    severityNumber: 9,
    severityText: 'INFO',
    eventName: type === 'track' && name && name.length <= 256 ? name : `throughline.${type}`,
    body: body && toValue(body),
    attributes: attributes({
      'log.record.uid': id,
      'session.id': sessionId,
      'user.id': userId,
      'enduser.pseudo.id': anonymousId,
      'url.full': page.url,
      'throughline.type': type,
      'throughline.name': name,
      'throughline.stream': stream,
      'throughline.n': n,
      'throughline.channel': channel,
      'throughline.touchpoint': touchpoint,
      'throughline.identifiers': identifiers,
      'throughline.consent': consent,
      'throughline.cut': cut as string[] | undefined,
      'throughline.page': page,
      'throughline.context': rest as { [key: string]: Json },
    }),
  }
}

const toLedgerRecord = (entry: LedgerEntry, sentAt: number): unknown => ({
  timeUnixNano: toNanos(sentAt),
  observedTimeUnixNano: toNanos(sentAt),
  severityNumber: 9,
  eventName: 'throughline.ledger',
  body: toValue(entry as unknown as Bag),
})

type Bag = { readonly [key: string]: Json | undefined }

const attributes = (from: Bag): unknown[] => Object.entries(from).flatMap(([key, value]) => (value === undefined ? [] : { key, value: toValue(value) }))

function toValue(value: Json | Bag): unknown {
  if (value === null) return {}
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { intValue: `${value}` } : { doubleValue: value }
  return Array.isArray(value) ? { arrayValue: { values: value.map(toValue) } } : { kvlistValue: { values: attributes(value) } }
}
