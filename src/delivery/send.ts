// One request, and its whole answer or none: the only file that calls fetch.
// Works in pages and workers; owns the budget of bytes that may outlive the page.

import { byteLength } from '../lib/byteLength.js'
import type { FormatRequest } from '../types.js'

/**
 * Browsers share 64 KiB among all requests of a document that may outlive it, and refuse what is over
 * (https://fetch.spec.whatwg.org/#http-network-or-cache-fetch). Half of it leaves room for the site's own.
 */
const keepaliveBytes = 32_000
/** A collector's answer is short; anything longer is none of a collector. */
const maxAnswer = 65_536
/** Below this gzip gains nothing. */
const minGzipBytes = 1000

/** What came back; `status` 0 if nothing did. */
export type Answer = {
  readonly status: number
  readonly body: string
  readonly retryAfter: string | null
  /** The collector says that it takes gzip (RFC 7694). */
  readonly takesGzip: boolean
  readonly wasGzip: boolean
}

const noAnswer: Answer = { status: 0, body: '', retryAfter: null, takesGzip: false, wasGzip: false }

/** How to send. */
export type SendOptions = {
  readonly gzip: boolean
  /** Ends the waiting: there is no answer then. */
  readonly signal: AbortSignal
}

/** What {@link createSender} returns. */
export type Sender = {
  /** Resolves with the answer once its body has been read; never rejects. */
  send(request: FormatRequest, options: SendOptions): Promise<Answer>
  /** Sends what must leave now, and may outlive the page. `undefined` if there is no room for it. */
  sendLast(request: FormatRequest): Promise<Answer> | undefined
}

/** Creates the sender of one document. */
export function createSender(timeoutMs: number, credentials: RequestCredentials): Sender {
  let room = keepaliveBytes

  const post = async (
    { url, contentType, headers }: FormatRequest,
    body: string | ArrayBuffer,
    bytes: number,
    signal?: AbortSignal,
  ): Promise<Answer> => {
    const keepalive = bytes <= room
    const wasGzip = typeof body !== 'string'
    if (keepalive) room -= bytes
    const timeout = new AbortController()
    const end = (): void => timeout.abort()
    const timer = setTimeout(end, timeoutMs)
    // What may outlive the page goes on when the page goes.
    if (!keepalive) signal?.addEventListener('abort', end)
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        headers: { 'Content-Type': contentType, ...(wasGzip && { 'Content-Encoding': 'gzip' }), ...headers },
        keepalive,
        credentials,
        redirect: 'error',
        cache: 'no-store',
        signal: timeout.signal,
      })
      // Only a body that was read proves an answer, and only then does Chromium give the keepalive bytes back.
      const text = await readBounded(response)
      return {
        status: text === undefined ? 0 : response.status,
        body: text ?? '',
        retryAfter: response.headers.get('Retry-After'),
        takesGzip: /\bgzip\b/i.test(response.headers.get('Accept-Encoding') ?? ''),
        wasGzip,
      }
    } catch {
      // Offline, refused, reset, timed out or hidden by CORS: nobody knows whether it arrived.
      return { ...noAnswer, wasGzip }
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      if (keepalive) room += bytes
    }
  }

  return {
    async send(request, { gzip, signal }) {
      const bytes = byteLength(request.body)
      const isWorthIt = gzip && bytes >= minGzipBytes && typeof CompressionStream !== 'undefined'
      const zipped = isWorthIt ? await zip(request.body) : undefined
      const answer = post(request, zipped ?? request.body, zipped?.byteLength ?? bytes, signal)
      const ended = new Promise<Answer>((resolve) => signal.addEventListener('abort', () => resolve(noAnswer)))
      return Promise.race([answer, ended])
    },
    sendLast(request) {
      const bytes = byteLength(request.body)
      return bytes <= room ? post(request, request.body, bytes) : undefined
    },
  }
}

const zip = (text: string): Promise<ArrayBuffer> =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()

/** The body as text; `undefined` if it is too long to be a collector's. */
async function readBounded(response: Response): Promise<string | undefined> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    text += decoder.decode(value, { stream: true })
    if (text.length > maxAnswer) {
      await reader.cancel()
      return undefined
    }
  }
  return text
}
