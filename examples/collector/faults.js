// A collector that misbehaves on purpose, for tests of senders.
// Stands between the body and the storage; a collector started without `faults` has none of it.
import { readItems } from './readBatch.js'

/**
 * `times` ends a fault after so many requests. `poison` fails only batches with an event of that name. `isHidden` keeps
 * the headers of the answer from pages of other origins.
 * @typedef {(
 *   { kind: 'status', status: number, retryAfter?: number | string, isHidden?: boolean, times?: number, poison?: string } |
 *   { kind: 'lost', times?: number } | { kind: 'cut', times?: number } | { kind: 'hang', times?: number } | { kind: 'reset', times?: number } |
 *   { kind: 'limit', bytes: number, times?: number } | { kind: 'slow', delayMs: number, times?: number } |
 *   { kind: 'garbage', times?: number } | { kind: 'redirect', times?: number } |
 *   { kind: 'retryEvents', names: string[], times?: number }
 * )} Fault
 * @typedef {ReturnType<typeof createFaults>} Faults
 */

/** @type {{ [kind: string]: (fault: any) => boolean }} */
const isComplete = {
  status: ({ status }) => Number.isInteger(status) && status >= 200 && status <= 599,
  lost: () => true,
  cut: () => true,
  hang: () => true,
  reset: () => true,
  limit: ({ bytes }) => bytes >= 0,
  slow: ({ delayMs }) => delayMs >= 0 && delayMs <= 600_000,
  garbage: () => true,
  redirect: () => true,
  retryEvents: ({ names }) => Array.isArray(names),
}

const loginPage = '<!doctype html><title>Wi-Fi</title><h1>Welcome to the Wi-Fi</h1><form><button>Log in</button></form>'

/** Ends in the middle of its body. */
const cutAnswer =
  'HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"success":'

/** @type {(delayMs: number) => Promise<void>} */
const wait = (delayMs) => new Promise((resolve) => void setTimeout(resolve, delayMs))

export function createFaults() {
  /** @type {Fault | null} */
  let fault = null
  let left = Number.POSITIVE_INFINITY
  /** @type {Set<() => void>} */
  const hanging = new Set()

  /** @param {Fault | null} next `null` ends the present fault and lets go of what hangs */
  function fail(next) {
    if (next !== null && !(Object.hasOwn(isComplete, next?.kind) && isComplete[next.kind]?.(next))) {
      throw new Error(`Not a fault, or not complete: see examples/collector/README.md. ${JSON.stringify(next)}`)
    }
    fault = next
    left = next?.times ?? Number.POSITIVE_INFINITY
    for (const letGo of hanging) letGo()
  }

  /** @param {import('hono').Context} c */
  function hang(c) {
    return new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      const letGo = () => void (hanging.delete(letGo), resolve())
      hanging.add(letGo)
      c.env.incoming.socket.once('close', letGo)
    })
  }

  /** @type {import('hono').MiddlewareHandler} */
  async function intercept(c, next) {
    const present = fault
    const { json, bytes } = c.get('body')
    const items = readItems(json)
    if (present === null || !hits(present, items, bytes)) return next()
    if (--left <= 0) fault = null
    switch (present.kind) {
      case 'status':
        if (present.retryAfter !== undefined) c.header('Retry-After', String(present.retryAfter))
        if (present.isHidden) c.set('isHidden', true)
        if (present.status === 204 || present.status === 304) return c.body(null, present.status)
        return c.json({ success: false, error: 'A fault that was asked for.' }, /** @type {any} */ (present.status))
      case 'limit':
        return c.json({ success: false, error: `A fault that was asked for: over ${present.bytes} bytes.` }, 413)
      case 'garbage':
        return c.html(loginPage)
      case 'redirect':
        return c.redirect('/v1/login')
      case 'slow':
        await wait(present.delayMs)
        return next()
      case 'retryEvents':
        return retryEvents(c, next, present.names)
      case 'lost':
        await next()
        return leave(c)
      case 'cut':
        await next()
        c.env.incoming.socket.write(cutAnswer)
        return leave(c)
      case 'hang':
        await hang(c)
        return leave(c)
      case 'reset':
        return leave(c)
    }
  }

  return { fail, intercept, login: (/** @type {import('hono').Context} */ c) => c.html(loginPage) }
}

/** @type {(fault: Fault, items: any[], bytes: number) => boolean} */
function hits(fault, items, bytes) {
  if (fault.kind === 'limit') return bytes > fault.bytes
  if (fault.kind === 'retryEvents') return items.some((item) => fault.names.includes(nameOf(item)))
  return fault.kind !== 'status' || fault.poison === undefined || items.some((item) => nameOf(item) === fault.poison)
}

/** @param {any} item */
const nameOf = (item) => item.event ?? item.name

/** @type {(c: import('hono').Context, next: () => Promise<void>, names: string[]) => Promise<Response | void>} */
async function retryEvents(c, next, names) {
  const body = c.get('body')
  const items = readItems(body.json)
  const later = items.filter((item) => names.includes(nameOf(item)))
  const verdict = { status: 'retry', reason: 'a fault that was asked for' }
  const results = Object.fromEntries(later.map((item) => [item.messageId, verdict]))
  const now = items.filter((item) => !later.includes(item))
  if (now.length === 0) return c.json({ success: true, received: later.length, stored: 0, repeated: 0, results })
  c.set('body', { ...body, json: { ...body.json, batch: now } })
  await next()
  const answer = await c.res.json()
  const received = later.length + (answer.received ?? 0)
  c.res = c.json({ ...answer, received, results: { ...answer.results, ...results } }, /** @type {any} */ (c.res.status))
}

/** @param {import('hono').Context} c */
function leave(c) {
  c.set('isUnanswered', true)
  c.env.incoming.socket.destroy()
  c.res = new Response(null)
}
