// A collector in place of fetch that does what it is told, and remembers what it was asked and what it took.
// Must not know the delivery.
import { gunzipSync } from 'node:zlib'
import type { LedgerEntry } from '../../../src/types.js'

/** What the collector does with a request. */
export type Mode =
  | 'healthy'
  | 'broken' // 500
  | 'lost' // takes the events, and the answer does not arrive
  | 'unreachable'
  | 'silent' // never answers
  | 'busy' // 429 with Retry-After
  | 'small' // 413 above maxBytes
  | 'partial' // 200, and every third event is to be retried
  | 'unzipped' // 415 for gzip
  | 'proxy' // a page of HTML
  | 'strict' // 400 for a body with a member that it does not know
  | { readonly status: number; readonly headers?: { readonly [name: string]: string }; readonly body?: string }

type Item = {
  readonly messageId: string
  readonly event?: string
  readonly context: { readonly throughline: { readonly stream: string; readonly n: number } }
}
/** One request as the collector saw it. */
export type Seen = {
  readonly at: number
  readonly ids: readonly string[]
  readonly items: readonly Item[]
  readonly isGzip: boolean
  readonly isKeepalive: boolean
  readonly bytes: number
  readonly sentAt: string
  /** What was told beside the events. */
  readonly ledger: readonly LedgerEntry[] | undefined
  readonly init: RequestInit
  status: number
}

/** What {@link createScriptedCollector} returns. */
export type ScriptedCollector = {
  readonly fetch: typeof fetch
  readonly seen: Seen[]
  /** How often each event was taken. */
  readonly taken: Map<string, number>
  mode: Mode
  /** Seconds, or a date, for `busy`. */
  retryAfter: string
  maxBytes: number
  /** Events of that name are refused with 400. */
  poison: string
  /** Of a batch with poison: answers event by event instead of refusing it as a whole. */
  isPrecise: boolean
  /** How long an answer takes. */
  delayMs: number
  /** Says so in each answer. */
  takesGzip: boolean
}

const respond = (status: number, body: string, headers: { readonly [name: string]: string } = {}) => {
  return new Response(body, { status, headers })
}

/** Creates a healthy collector. */
export function createScriptedCollector(now: () => number): ScriptedCollector {
  const take = (ids: readonly string[]): void => {
    for (const id of ids) self.taken.set(id, (self.taken.get(id) ?? 0) + 1)
  }
  const answer = (seen: Seen, items: readonly Item[]) => {
    const { mode } = self
    const { ids } = seen
    const bad = items.filter(({ event }) => event === self.poison).map(({ messageId }) => messageId)
    const good = ids.filter((id) => !bad.includes(id))
    if (typeof mode === 'object') return respond(mode.status, mode.body ?? '', mode.headers)
    if (mode === 'broken') return respond(500, 'broken')
    if (mode === 'busy') return respond(429, '', { 'Retry-After': self.retryAfter })
    if (mode === 'proxy') return respond(200, '<html>Please log in</html>')
    if (mode === 'unzipped' && seen.isGzip) return respond(415, '')
    if (mode === 'strict' && seen.ledger) return respond(400, 'unknown member')
    if (mode === 'small' && seen.bytes > self.maxBytes) return respond(413, 'too large')
    if (bad.length && !self.isPrecise) return respond(400, '{"success":false,"error":"no such event"}')
    const retried = mode === 'partial' ? good.filter((_, i) => i % 3 === 2) : []
    take(good.filter((id) => !retried.includes(id)))
    if (mode === 'lost') throw new TypeError('connection reset')
    const results = [
      ...bad.map((id) => [id, { status: 'rejected', reason: 'no such event' }]),
      ...retried.map((id) => [id, { status: 'retry', reason: 'later' }]),
    ]
    return respond(200, JSON.stringify({ success: true, results: Object.fromEntries(results) }))
  }
  const ask = async (_url: unknown, init: RequestInit = {}): Promise<unknown> => {
    const raw = init.body as Uint8Array
    const isGzip = (init.headers as Record<string, string>)['Content-Encoding'] === 'gzip'
    const { batch, sentAt, throughline } = JSON.parse(`${isGzip ? gunzipSync(raw) : Buffer.from(raw)}`) as {
      batch: Item[]
      sentAt: string
      throughline?: { ledger: LedgerEntry[] }
    }
    const ids = batch.map(({ messageId }) => messageId)
    const seen: Seen = {
      at: now(),
      ids,
      items: batch,
      isGzip,
      isKeepalive: init.keepalive === true,
      bytes: raw.length,
      sentAt,
      ledger: throughline?.ledger,
      init,
      status: 0,
    }
    self.seen.push(seen)
    if (self.seen.length > 20_000) throw new Error('asked without end')
    const aborted = new Promise<never>((_, reject) =>
      init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))),
    )
    if (self.mode === 'unreachable') throw new TypeError('failed to fetch')
    if (self.mode === 'silent') return aborted
    if (self.delayMs) await Promise.race([aborted, new Promise((resolve) => setTimeout(resolve, self.delayMs))])
    const response = answer(seen, batch)
    if (self.takesGzip) response.headers.set('Accept-Encoding', 'gzip')
    seen.status = response.status
    return response
  }
  const self: ScriptedCollector = {
    fetch: ask as typeof fetch,
    seen: [],
    taken: new Map(),
    mode: 'healthy',
    retryAfter: '60',
    maxBytes: 3000,
    poison: 'Poison',
    isPrecise: false,
    delayMs: 0,
    takesGzip: false,
  }
  return self
}
