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

type Sender = {
  /** Sends a batch and reads the answer. */
  send(batch: unknown[], more?: Item): Promise<Answer>
  /** Sends a body as it is. */
  post(
    body: string | Uint8Array<ArrayBuffer>,
    options?: { path?: string; headers?: Record<string, string> },
  ): Promise<Answer>
  get(path: string): Promise<any>
}
type Answer = { status: number; body: any; headers: Headers }

export function createSender(url: string): Sender {
  const post: Sender['post'] = async (body, { path = '/v1/batch', headers = {} } = {}) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', ...headers },
      body,
    })
    return { status: response.status, body: await response.json(), headers: response.headers }
  }
  return {
    post,
    send: (batch, more) => post(JSON.stringify({ writeKey: 'shop-web', batch, ...more })),
    get: async (path) => (await fetch(url + path)).json(),
  }
}
