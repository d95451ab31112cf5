// Every format with what its system promises: how to make it, what it holds, what it cannot say, how its answers are meant.
// Must not import a format: the tests do, and compare the names.
import type { EventType, FormatRequest } from '../../../src/types.js'

const url = 'https://collect.example'

export type Subject = {
  /** The least that the factory needs. */
  readonly options: { readonly [name: string]: unknown }
  /** Kinds of events that the system does not know, and that are refused. */
  readonly cannot: readonly EventType[]
  /** What the documentation of the system says one request may have. */
  readonly maxEvents: number
  readonly maxBytes: number
  readonly maxAgeMs: number
  /** Whether a request has room for one person only. */
  readonly isOnePerson?: boolean
  /** Whether the time of sending is on the wire. */
  readonly hasClock: boolean
  /** Whether the browser asks first. */
  readonly isAsked: boolean
  /** The events in a request, one by one. */
  readonly items: (request: FormatRequest) => unknown[]
  /** Where an answer means something else than its status: status, body, the verdict on two events, and on the first of them. */
  readonly answers: readonly (readonly [status: number, body: unknown, batch: string, first?: string])[]
}

const json = ({ body }: FormatRequest): any => JSON.parse(body)
const all: readonly EventType[] = ['identify', 'group', 'link', 'unlink', 'merge']
const dayMs = 86_400_000

export const subjects: { readonly [name: string]: Subject } = {
  segment: {
    options: { url, writeKey: 'key' },
    cannot: [], maxEvents: 2500, maxBytes: Infinity, maxAgeMs: Infinity, hasClock: true, isAsked: false,
    items: (request) => json(request).batch,
    answers: [[200, { results: { e1: { status: 'rejected', reason: 'no' } } }, 'accepted', 'rejected']],
  },
  snowplow: {
    options: { url, appId: 'shop' },
    cannot: [], maxEvents: Infinity, maxBytes: 1 << 20, maxAgeMs: Infinity, hasClock: true, isAsked: true,
    items: (request) => json(request).data,
    answers: [[200, 'ok', 'accepted']],
  },
  posthog: {
    options: { url, apiKey: 'phc_key' },
    cannot: [], maxEvents: Infinity, maxBytes: 20 << 20, maxAgeMs: Infinity, hasClock: true, isAsked: false,
    items: (request) => json(request).batch,
    answers: [
      [200, { status: 'Ok' }, 'accepted'],
      [200, 1, 'accepted'],
      [200, { status: 1, quota_limited: ['events'] }, 'pause'],
      [200, { status: 1, quota_limited: ['recordings'] }, 'accepted'],
    ],
  },
  amplitude: {
    options: { apiKey: 'key' },
    cannot: ['merge'], maxEvents: 2000, maxBytes: 1_000_000, maxAgeMs: Infinity, hasClock: true, isAsked: true,
    items: (request) => json(request).events,
    answers: [
      [200, { code: 200, events_ingested: 2 }, 'accepted'],
      [400, { code: 400, error: 'Invalid events', events_with_invalid_fields: { time: [0] } }, 'accepted', 'rejected'],
      [400, { code: 400, error: 'Missing', events_with_missing_fields: { event_type: [0] } }, 'accepted', 'rejected'],
      [400, { code: 400, error: 'Ids', events_with_invalid_id_lengths: { user_id: [0] } }, 'accepted', 'rejected'],
      [400, { code: 400, error: 'Silenced', silenced_events: [0] }, 'accepted', 'rejected'],
      [400, { code: 400, error: 'Missing request field', missing_field: 'api_key' }, 'pause'],
      [400, { code: 400, error: 'Invalid API key: key' }, 'pause'],
      [400, { code: 400, error: 'Something', events_with_invalid_fields: {} }, 'split'],
      [429, { code: 429, error: 'Too many', throttled_events: [0] }, 'retry'],
    ],
  },
  mixpanel: {
    options: { token: 'token' },
    cannot: ['merge'], maxEvents: 2000, maxBytes: 10 << 20, maxAgeMs: 5 * dayMs, hasClock: false, isAsked: false,
    items: ({ body }) => JSON.parse(new URLSearchParams(body).get('data')!),
    answers: [
      [200, '1', 'accepted'],
      [200, '0', 'split'],
      [200, { status: 1, error: null }, 'accepted'],
      [200, { status: 0, error: 'some data points in the request failed validation' }, 'split'],
    ],
  },
  matomo: {
    options: { url, siteId: 1 },
    cannot: ['group', 'link', 'unlink', 'merge'], maxEvents: 50, maxBytes: Infinity, maxAgeMs: dayMs, hasClock: true, isAsked: false,
    items: (request) => json(request).requests.map((query: string) => Object.fromEntries(new URLSearchParams(query))),
    answers: [
      [200, { status: 'success', tracked: 2, invalid: 0 }, 'accepted'],
      [200, { status: 'success', tracked: 1, invalid: 1, invalid_indices: [0] }, 'accepted', 'rejected'],
      [200, { status: 'success', tracked: 1, invalid: 1 }, 'accepted', 'rejected'],
      [200, { status: 'success', tracked: 0, invalid: 2 }, 'split'],
      [400, { status: 'error', tracked: 0, invalid: 1 }, 'split'],
      [500, { status: 'error', tracked: 1 }, 'retry'],
    ],
  },
  ga4: {
    options: { url: '/analytics' },
    cannot: ['link', 'unlink', 'merge'], maxEvents: 25, maxBytes: 130_000, maxAgeMs: 3 * dayMs, isOnePerson: true, hasClock: false, isAsked: false,
    items: (request) => {
      const { client_id, user_id, events } = json(request)
      return events.map((item: object) => ({ ...item, client_id, user_id }))
    },
    answers: [
      [204, '', 'accepted'],
      [200, { validationMessages: [] }, 'accepted'],
      [200, { validationMessages: [{ fieldPath: 'events[0].name', description: 'reserved' }] }, 'split'],
    ],
  },
  cloudEvents: {
    options: { url, source: 'https://shop.example' },
    cannot: [], maxEvents: Infinity, maxBytes: Infinity, maxAgeMs: Infinity, hasClock: true, isAsked: true,
    items: json,
    answers: [[202, '', 'accepted'], [415, '', 'unsupported'], [410, '', 'stop']],
  },
  otlp: {
    options: { url, serviceName: 'shop' },
    cannot: [], maxEvents: Infinity, maxBytes: 64 << 20, maxAgeMs: Infinity, hasClock: false, isAsked: true,
    items: (request) => json(request).resourceLogs[0].scopeLogs[0].logRecords,
    answers: [
      [200, {}, 'accepted'],
      [200, { partialSuccess: {} }, 'accepted'],
      [200, { partialSuccess: { rejectedLogRecords: '0', errorMessage: 'a hint' } }, 'accepted'],
      [200, { partialSuccess: { rejectedLogRecords: '1', errorMessage: 'too old' } }, 'accepted', 'rejected'],
      [500, { code: 13, message: 'broken' }, 'pause'],
      [408, '', 'pause'],
      [502, '', 'retry'],
      [504, '', 'retry'],
    ],
  },
  umami: {
    options: { url, website: '7c0e1e8a-4c5b-4f5f-9a0a-2f1f6f3a9c11' },
    cannot: ['group', 'link', 'unlink', 'merge'], maxEvents: Infinity, maxBytes: Infinity, maxAgeMs: Infinity, hasClock: false, isAsked: false,
    items: json,
    answers: [
      [200, { size: 2, processed: 2, errors: 0, details: [] }, 'accepted'],
      [200, { size: 2, processed: 1, errors: 1, details: [{ index: 0, response: { error: { message: 'Bad request', status: 400 } } }] }, 'accepted', 'rejected'],
      [200, { size: 2, processed: 1, errors: 1, details: [{ index: 0, response: { error: { message: 'Database', status: 500 } } }] }, 'accepted', 'retry'],
      [200, { size: 2, processed: 0, errors: 2, details: [{ index: 0, response: { error: { message: 'Website not found.', status: 400 } } }] }, 'pause'],
      [200, { beep: 'boop' }, 'split'],
    ],
  },
  plausible: {
    options: { domain: 'shop.example' },
    cannot: all, maxEvents: 1, maxBytes: 1_000_000, maxAgeMs: 3_600_000, hasClock: false, isAsked: false,
    items: (request) => [json(request)],
    answers: [[202, 'ok', 'accepted'], [400, { errors: { event_name: ['is required'] } }, 'split']],
  },
  reports: {
    options: { url },
    cannot: [], maxEvents: Infinity, maxBytes: Infinity, maxAgeMs: Infinity, hasClock: true, isAsked: true,
    items: json,
    answers: [[410, '', 'stop']],
  },
  ndjson: {
    options: { url },
    cannot: [], maxEvents: Infinity, maxBytes: Infinity, maxAgeMs: Infinity, hasClock: true, isAsked: false,
    items: ({ body }) => body.trimEnd().split('\n').map((line) => JSON.parse(line)),
    answers: [],
  },
  custom: {
    options: { url, encode: (events: readonly unknown[], sentAt: number) => JSON.stringify(events.map((event) => ({ sentAt, ...(event as object) }))) },
    cannot: [], maxEvents: Infinity, maxBytes: Infinity, maxAgeMs: Infinity, hasClock: true, isAsked: false,
    items: json,
    answers: [],
  },
}
