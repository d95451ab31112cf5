// How each system answers: to what it takes, to an event named `Poison` that it does not, and when it is out of order.
// Pure: a body in, an answer out. What a system says is from its documentation, not from our formats.

/**
 * @typedef {{ status: number, body: unknown }} Answer
 * @typedef {object} System
 * @property {string} path where it listens
 * @property {readonly string[]} [also] other paths of it
 * @property {string} [allowHeaders] what its answer to a preflight allows, where it takes a content type that makes one
 * @property {readonly string[]} contentTypes what it understands
 * @property {Answer} trouble what it says when it is out of order
 * @property {(body: string) => any[]} read the items of a request; throws if that is none
 * @property {(items: any[], bad: number[]) => Answer} answer with the places of what it refuses
 * @property {'whole' | 'rest'} takes what it takes of a request in which it refuses some: none of it, or the rest
 */

const json = (/** @type {string} */ body) => JSON.parse(body)
const ok = (/** @type {unknown} */ body = '', status = 200) => ({ status, body })
const simple = ['text/plain', 'application/json']

/** @type {Record<string, System>} */
export const systems = {
  segment: {
    path: '/v1/batch', contentTypes: simple, takes: 'rest', trouble: { status: 429, body: { success: false } },
    read: (body) => json(body).batch,
    answer: (items, bad) => ok({ success: true, results: Object.fromEntries(bad.map((i) => [items[i].messageId, { status: 'rejected', reason: 'no' }])) }),
  },
  snowplow: {
    path: '/com.snowplowanalytics.snowplow/tp2', contentTypes: ['application/json'], allowHeaders: 'Content-Type, SP-Anonymous', takes: 'rest',
    trouble: { status: 503, body: '' },
    read: (body) => json(body).data,
    answer: () => ok('ok'),
  },
  posthog: {
    path: '/batch/', contentTypes: simple, takes: 'whole', trouble: { status: 503, body: 'transient error, please retry' },
    read: (body) => json(body).batch,
    answer: (_, bad) => (bad.length ? { status: 400, body: 'event submitted with an invalid name' } : ok({ status: 'Ok' })),
  },
  amplitude: {
    path: '/2/httpapi', contentTypes: ['application/json'], allowHeaders: 'Content-Type', takes: 'whole', trouble: { status: 503, body: { code: 503 } },
    read: (body) => json(body).events,
    answer: (items, bad) =>
      bad.length ? { status: 400, body: { code: 400, error: 'Invalid field values on some events', events_with_invalid_fields: { event_type: bad } } } : ok({ code: 200, events_ingested: items.length }),
  },
  mixpanel: {
    path: '/track', also: ['/engage', '/groups'], contentTypes: ['application/x-www-form-urlencoded'], takes: 'whole', trouble: { status: 429, body: { status: 0, error: 'too many' } },
    read: (body) => json(new URLSearchParams(body).get('data') ?? ''),
    answer: (_, bad) => ok(bad.length ? { status: 0, error: "'properties.text' is invalid" } : { status: 1, error: null }),
  },
  matomo: {
    path: '/matomo.php', contentTypes: simple, takes: 'rest', trouble: { status: 500, body: { status: 'error', tracked: 0, invalid: 0 } },
    read: (body) => json(body).requests.map((/** @type {string} */ query) => Object.fromEntries(new URLSearchParams(query))),
    answer: (items, bad) => ok({ status: 'success', tracked: items.length - bad.length, invalid: bad.length }),
  },
  ga4: {
    path: '/analytics', contentTypes: simple, takes: 'whole', trouble: { status: 502, body: '' },
    read: (body) => json(body).events,
    answer: (_, bad) => (bad.length ? ok({ validationMessages: bad.map((i) => ({ fieldPath: `events[${i}].name`, description: 'reserved', validationCode: 'NAME_RESERVED' })) }) : ok('', 204)),
  },
  cloudEvents: {
    path: '/in', contentTypes: ['application/cloudevents-batch+json'], allowHeaders: 'content-type', takes: 'whole', trouble: { status: 503, body: '' },
    read: json,
    answer: (_, bad) => (bad.length ? { status: 400, body: 'no such type' } : ok('', 202)),
  },
  otlp: {
    path: '/v1/logs', contentTypes: ['application/json'], allowHeaders: 'content-type', takes: 'rest', trouble: { status: 503, body: { code: 14, message: 'unavailable' } },
    read: (body) => json(body).resourceLogs.flatMap((/** @type {any} */ { scopeLogs }) => scopeLogs.flatMap((/** @type {any} */ { logRecords }) => logRecords)),
    answer: (_, bad) => ok(bad.length ? { partialSuccess: { rejectedLogRecords: `${bad.length}`, errorMessage: 'no' } } : {}),
  },
  umami: {
    path: '/api/batch', contentTypes: simple, takes: 'rest', trouble: { status: 500, body: { error: { message: 'down', status: 500 } } },
    read: json,
    answer: (items, bad) =>
      ok({ size: items.length, processed: items.length - bad.length, errors: bad.length, details: bad.map((index) => ({ index, response: { error: { message: 'Bad request', status: 400 } } })), cache: 'x' }),
  },
  plausible: {
    path: '/api/event', contentTypes: simple, takes: 'whole', trouble: { status: 503, body: '' },
    read: (body) => [json(body)],
    answer: (_, bad) => (bad.length ? { status: 400, body: { errors: { event_name: ['is invalid'] } } } : ok('ok', 202)),
  },
  reports: {
    path: '/reports', contentTypes: ['application/reports+json'], allowHeaders: 'content-type', takes: 'whole', trouble: { status: 500, body: '' },
    read: json,
    answer: (_, bad) => (bad.length ? { status: 400, body: 'no such body' } : ok('', 204)),
  },
  ndjson: {
    path: '/lines', contentTypes: simple, takes: 'whole', trouble: { status: 503, body: '' },
    read: (body) => body.trimEnd().split('\n').map(json),
    answer: (_, bad) => (bad.length ? { status: 400, body: 'line 3: no such column' } : ok('')),
  },
  custom: {
    path: '/own', contentTypes: simple, takes: 'whole', trouble: { status: 200, body: 'busy' },
    read: (body) => json(body),
    answer: (_, bad) => ok(bad.length ? 'bad' : 'fine'),
  },
}
