// The page's own requests that fail or are slow: fetch and XMLHttpRequest.
// Never reads bodies, headers or queries, and leaves what the tracker itself sends alone. Its patches are taken back.

import type { Capture } from '../types.js'
import { createCounter } from './counted.js'
import { templateUrl } from './templateUrl.js'

/** Options of {@link requests}. */
export type RequestsOptions = {
  /** An answer that takes longer is slow, in ms. Default 3,000. */
  readonly slowMs?: number
  /** Addresses that are left out. Default: none. */
  readonly ignore?: RegExp
}

/** The request itself never changes, and neither does what the page gets. */
type Sent = { readonly method: string; readonly url: string; readonly startedAt: number }

/**
 * Records `Request Failed` (no answer, or status 400 and above; a request that the page itself ends is none) and `Request Slow`
 * (longer than 3 s until the headers are there; with XMLHttpRequest until the end) of fetch and XMLHttpRequest: `method`,
 * `url` with ids as `:id` and without query, `status` (0: no answer) and `duration_ms`. The same one again is told the 10th, 100th,
 * 1,000th time, with its `count`; at most 50 different ones in a document. Never: bodies, headers, queries, what the tracker sends.
 */
export function requests({ slowMs = 3000, ignore }: RequestsOptions = {}): Capture {
  return (tracker) => {
    let isStopped = false
    const counter = createCounter()
    const tell = ({ method, url, startedAt }: Sent, status: number): void => {
      const durationMs = Math.round(performance.now() - startedAt)
      const isFailed = status < 1 || status >= 400
      const address = templateUrl(url)
      if (isStopped || !address || ignore?.test(url) || !(isFailed || durationMs > slowMs)) return
      const name = isFailed ? 'Request Failed' : 'Request Slow'
      const count = counter(`${name} ${method} ${address} ${status}`)
      if (count) tracker.track(name, { method, url: address, status, duration_ms: durationMs, count })
    }

    const { fetch: nativeFetch } = window
    const patchedFetch = function (this: unknown, ...args: Parameters<typeof fetch>): Promise<Response> {
      const answer = nativeFetch.apply((this ?? window) as Window, args)
      const [input, init] = args
      // Those of the tracker: nobody else combines these two. Without this, one that fails would beget the next.
      if (isStopped || (init?.redirect === 'error' && init.credentials && 'keepalive' in init)) return answer
      try {
        const { url = `${input as string}`, method } = input as Partial<Request>
        const sent: Sent = { method: (init?.method ?? method ?? 'GET').toUpperCase(), url, startedAt: performance.now() }
        void answer.then(
          ({ status, type }) => type.startsWith('opaque') || tell(sent, status),
          (cause: unknown) => (cause as Error | undefined)?.name === 'AbortError' || tell(sent, 0),
        )
      } catch {
        // What the page handed in is between it and the browser.
      }
      return answer
    }
    window.fetch = patchedFetch

    const { prototype } = XMLHttpRequest
    const { open, send } = prototype
    const opened = new WeakMap<XMLHttpRequest, { method: string; url: string }>()
    const patchedOpen = function (this: XMLHttpRequest, ...args: unknown[]): void {
      opened.set(this, { method: `${args[0] as string}`.toUpperCase(), url: `${args[1] as string}` })
      return open.apply(this, args as unknown as Parameters<typeof open>)
    }
    const patchedSend = function (this: XMLHttpRequest, ...args: Parameters<typeof send>): void {
      const request = opened.get(this)
      if (request && !isStopped) {
        const sent = { ...request, startedAt: performance.now() }
        let isAborted = false
        this.addEventListener('abort', () => (isAborted = true), { once: true })
        this.addEventListener('loadend', () => isAborted || tell(sent, this.status), { once: true })
      }
      return send.apply(this, args)
    }
    prototype.open = patchedOpen as typeof open
    prototype.send = patchedSend

    return () => {
      isStopped = true
      // Somebody may have patched on top of us: then our layer stays, and says nothing any more.
      if (window.fetch === patchedFetch) window.fetch = nativeFetch
      if (prototype.open === (patchedOpen as typeof open)) prototype.open = open
      if (prototype.send === patchedSend) prototype.send = send
    }
  }
}
