// One request, and its whole answer or none: the only file that calls fetch.
// Works in pages and workers; owns the budget of bytes that may outlive the page.

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

/** What came back; `status` 0 if nothing did, or nobody knows. */
export type Answer = {
  readonly status: number
  readonly body: string
  readonly retryAfter?: string | null
  /** The collector says that it takes gzip (RFC 7694). */
  readonly takesGzip: boolean
}

const noAnswer: Answer = { status: 0, body: '', takesGzip: false }

/**
 * Sends one request. Resolves with the answer once its body has been read; never rejects. After `signal` there is no
 * answer. Without a signal it is sent within this task, to outlive the page; `undefined` if there is no room for it.
 */
export type Send = (request: FormatRequest, gzip: boolean, signal?: AbortSignal) => Promise<Answer> | undefined

/** Creates the sender of one document. A request without an answer is ended after `timeoutMs`. */
export function createSender(timeoutMs: number, credentials: RequestCredentials): Send {
  let room = keepaliveBytes

  const post = async ({ url, contentType, headers }: FormatRequest, body: Uint8Array<ArrayBuffer>, wasGzip: boolean, signal?: AbortSignal): Promise<Answer> => {
    const bytes = body.length
    const keepalive = bytes <= room
    if (keepalive) room -= bytes
    const timeout = new AbortController()
    const end = (): void => timeout.abort()
    const timer = setTimeout(end, timeoutMs)
    // What may outlive the page goes on when the page goes.
    if (!keepalive) signal?.addEventListener('abort', end)
    let answer = noAnswer
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        headers: { 'Content-Type': contentType, ...(wasGzip && { 'Content-Encoding': 'gzip' }), ...headers },
        keepalive,
        credentials,
        redirect: 'error',
        signal: timeout.signal,
      })
      // Only a body that was read proves an answer, and only then does Chromium give the keepalive bytes back.
      const reader = response.body?.getReader()
      const decoder = new TextDecoder()
      let text = ''
      // Not all at once, because an answer may be without an end.
      for (let part; reader && !(part = await reader.read()).done; ) if ((text += decoder.decode(part.value, { stream: true })).length > maxAnswer) throw end()
      answer = {
        status: response.status,
        body: text,
        retryAfter: response.headers.get('Retry-After'),
        takesGzip: /gzip/.test(`${response.headers.get('Accept-Encoding')}`),
      }
    } catch {
      // Offline, refused, reset, timed out or hidden by CORS: nobody knows whether it arrived.
    }
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
    if (keepalive) room += bytes
    return answer
  }

  return (request, gzip, signal) => {
    const plain = new TextEncoder().encode(request.body)
    if (!signal) return plain.length <= room ? post(request, plain, false) : undefined
    const isZipped = gzip && plain.length >= minGzipBytes && globalThis.CompressionStream
    const answer = isZipped ? zip(plain).then((zipped) => (signal.aborted ? noAnswer : post(request, zipped, true, signal))) : post(request, plain, false, signal)
    return unlessAborted(answer, signal).then((given) => given ?? noAnswer)
  }
}

/** The value, or nothing as soon as the signal says so; leaves no listener behind. */
export function unlessAborted<T>(value: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve) => {
    const end = (): void => resolve(undefined)
    signal.addEventListener('abort', end)
    void value.then(resolve, end).then(() => signal.removeEventListener('abort', end))
  })
}

const zip = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => {
  const { readable, writable } = new CompressionStream('gzip')
  const writer = writable.getWriter()
  // Not by way of a pipe, which costs the page more than all else of it. What fails here fails the reader as well.
  for (const step of [writer.write(bytes), writer.close()]) step.catch(() => {})
  return new Uint8Array(await new Response(readable).arrayBuffer())
}
