// One request body as JSON, bounded while it is read and while it is inflated.
// Knows HTTP and gzip; must not know what the JSON means.
import { promisify } from 'node:util'
import { gunzip, gunzipSync } from 'node:zlib'

const inflate = promisify(gunzip)

/** Bytes as sent: what the Segment HTTP API allows for a batch. */
export const maxSentBytes = 500_000

/** Bytes once inflated: a gzip bomb ends here, long before it fills the memory. */
export const maxBytes = 4_000_000

const maxDrainedBytes = 10_000_000

/** Below that a thread costs more than the work, unless it inflates to much more than batches do. */
const smallBytes = 20_000
const smallInflatedBytes = 400_000

/** As many threads as inflate at a time: more would only hold more memory. */
const maxInflating = 4

/**
 * @typedef {{ status: 200, json: unknown, bytes: number, sentBytes: number, encoding: string }} Body
 * @typedef {{ status: 400 | 413 | 415 | 429, error: string, sentBytes: number, encoding: string }} BodyRefused
 */

/** Creates the reader of one collector. */
export function createBodyReader() {
  const inflating = createTurns(maxInflating)
  return (/** @type {Request} */ request, /** @type {import('./createBudget.js').Hold} */ hold) => readBody(request, { hold, inflating })
}

/**
 * Reads the body of a request.
 * @param {Request} request
 * @param {{ hold: import('./createBudget.js').Hold, inflating: ReturnType<typeof createTurns> }} means
 * @returns {Promise<Body | BodyRefused>}
 */
async function readBody(request, { hold, inflating }) {
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() || 'identity'
  const { sent, isBusy } = await readBytes(request, hold)
  const about = { sentBytes: sent.length, encoding }
  const busy = { status: /** @type {const} */ (429), error: 'The collector has more to do than it can: send this again later.', ...about }
  if (isBusy) return busy
  if (sent.length > maxSentBytes) {
    return { status: 413, error: `The body is over ${maxSentBytes} bytes as sent: send smaller batches.`, ...about }
  }
  if (encoding !== 'gzip' && encoding !== 'x-gzip' && encoding !== 'identity') {
    return { status: 415, error: `Content-Encoding ${encoding} is not known here: send gzip, or none.`, ...about }
  }
  const plain = encoding === 'identity' ? sent : inflateSmall(sent) ?? (await inflating(() => inflateBytes(sent)))
  if (plain === 'too large') {
    return { status: 413, error: `The body is over ${maxBytes} bytes once inflated: send smaller batches.`, ...about }
  }
  if (plain === 'not gzip') {
    return { status: 400, error: 'The body is not gzip: drop the Content-Encoding header, or compress it.', ...about }
  }
  if (!hold.take(plain.length)) return busy
  return { status: 200, json: parse(new TextDecoder().decode(plain)), bytes: plain.length, ...about }
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON is answered like JSON of the wrong shape.
    return undefined
  }
}

/** @type {(request: Request, hold: import('./createBudget.js').Hold) => Promise<{ sent: Buffer, isBusy: boolean }>} */
async function readBytes(request, hold) {
  /** @type {Uint8Array[]} */
  const chunks = []
  let isBusy = false
  const reader = request.body?.getReader()
  for (let length = 0; reader && length <= maxDrainedBytes;) {
    const { done, value } = await reader.read()
    if (done) break
    // Past the limit the rest is read and forgotten: a client still sending would see a broken pipe, not the answer.
    if (length <= maxSentBytes && !isBusy) {
      isBusy = !hold.take(value.length)
      chunks.push(value)
    }
    length += value.length
  }
  return { sent: Buffer.concat(chunks), isBusy }
}

/** So many at a time, the others in turn. @param {number} max */
function createTurns(max) {
  let busy = 0
  /** @type {(() => void)[]} */
  const waiting = []
  return async (/** @type {() => Promise<any>} */ work) => {
    if (busy >= max) await new Promise((/** @type {(value: void) => void} */ resolve) => waiting.push(resolve))
    else busy++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else busy--
    }
  }
}

/** At once, if that takes no time; nothing, if it does, or if it is not gzip. @param {Buffer} bytes */
function inflateSmall(bytes) {
  if (bytes.length > smallBytes) return undefined
  try {
    return gunzipSync(bytes, { maxOutputLength: smallInflatedBytes })
  } catch {
    return undefined
  }
}

/**
 * @param {Buffer} bytes
 * @returns {Promise<Buffer | 'too large' | 'not gzip'>}
 */
async function inflateBytes(bytes) {
  try {
    return await inflate(bytes, { maxOutputLength: maxBytes })
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : 'not gzip'
  }
}
