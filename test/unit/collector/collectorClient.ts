// A sender for the tests of the collector: items of the wire format, and requests as a browser makes them.
// Owns no collector; the tests start their own.
import { randomUUID } from 'node:crypto'

/** In memory, or on the PostgreSQL server that the environment names. */
export const storage: string = process.env['DATABASE_URL'] ?? ':memory:'

export type Item = { [key: string]: unknown }

/** A track of the visitor `v1`, with a fresh id; whatever is given replaces the default. */
export function item(more: Item = {}): Item {
  return { type: 'track', event: 'Clicked', messageId: randomUUID(), anonymousId: 'v1', ...more }
}

/** The context by which Throughline numbers its events. */
export const at = (stream: string, n: number, more: Item = {}): { context: Item } => ({
  context: { throughline: { stream, n, sessionId: 'session-1', channel: 'website', ...more } },
})

/** Noon of a day of one month. */
export const day = (n: number) => ({ timestamp: `2026-01-${String(n).padStart(2, '0')}T12:00:00.000Z` })
export const identify = (anonymousId: string, userId: unknown, more: Item = {}) =>
  item({ type: 'identify', anonymousId, userId, ...more })
export const alias = (previousId: string, userId: string, more: Item = {}) =>
  item({ type: 'alias', previousId, userId, anonymousId: undefined, ...more })
export const link = (type: string, id: unknown, more: Item = {}) => {
  const { context } = at('s', 9, { type: 'link' })
  return item({ type: 'identify', context: { ...context, externalIds: [{ id, type }] }, ...more })
}
/** As the tracker's unlink arrives. */
export const unlink = (namespace: string, value: unknown, more: Item = {}) =>
  item({ event: 'Identifier Unlinked', properties: { namespace, value }, ...at('s', 9, { type: 'unlink' }), ...more })

type Sender = {
  /** Sends a batch and reads the answer. */
  send(batch: unknown[], more?: Item): Promise<Answer>
  /** Sends a body as it is. */
  post(
    body: string | Uint8Array<ArrayBuffer>,
    options?: { path?: string; headers?: Record<string, string> },
  ): Promise<Answer>
  get(path: string): Promise<any>
  /** What the site itself decides: JSON, or a deletion. */
  decide(path: string, body: unknown): Promise<Answer>
  delete(identifier: string): Promise<Answer>
}
type Answer = { status: number; body: any; headers: Headers }

export function createSender(url: string): Sender {
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(url + path, init)
    return { status: response.status, body: await response.json(), headers: response.headers }
  }
  const post: Sender['post'] = (body, { path = '/v1/batch', headers = {} } = {}) =>
    ask(path, { method: 'POST', headers: { 'content-type': 'text/plain', ...headers }, body })
  return {
    post,
    send: (batch, more) => post(JSON.stringify({ writeKey: 'shop-web', batch, ...more })),
    get: async (path) => (await fetch(url + path)).json(),
    decide: (path, body) => post(JSON.stringify(body), { path, headers: { 'content-type': 'application/json' } }),
    delete: (identifier) => ask(`/people/${encodeURIComponent(identifier)}`, { method: 'DELETE' }),
  }
}
