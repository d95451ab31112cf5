// The JSON of a request -> its events, or why it is refused as a whole.
// Pure: no HTTP, no storage.
import { randomUUID } from 'node:crypto'
import { isRecord } from './cleanJson.js'
import { readShortText } from './identifiers.js'
import { readDateMs, readEvent } from './readEvent.js'

const maxEvents = 10_000

/** @type {{ [path: string]: string }} */
const kinds = { t: 'track', p: 'page', s: 'screen', i: 'identify', g: 'group', a: 'alias', b: 'batch' }

/**
 * @typedef {{ [id: string]: { status: 'rejected' | 'retry', reason: string } }} Results
 * @typedef {{ status: 200, received: number, events: import('./readEvent.js').StoredEvent[], results: Results }} Batch
 * @typedef {{ status: 400 | 401 | 413, error: string, results?: Results }} BatchRefused
 */

/**
 * What the path of a request says: `batch`, the type of its one event, or `undefined` for an unknown path.
 * @param {string} path the part after /v1/
 */
export const readKind = (path) => {
  if (Object.hasOwn(kinds, path)) return kinds[path]
  return Object.values(kinds).includes(path) ? path : undefined
}

/**
 * Whatever looks like an event in a body, valid or not.
 * @param {any} json
 * @returns {{ [key: string]: any }[]}
 */
export const readItems = (json) => (Array.isArray(json?.batch) ? json.batch : [json]).filter(isRecord)

/**
 * @param {{ kind: string, json: unknown, authorization?: string | undefined, receivedAtMs: number,
 *   writeKeys?: readonly string[] | undefined }} request
 * @returns {Batch | BatchRefused}
 */
export function readBatch({ kind, json, authorization, receivedAtMs, writeKeys }) {
  if (!isRecord(json)) return { status: 400, error: 'The body must be an object: { "writeKey", "sentAt", "batch" }.' }
  const body = /** @type {{ [key: string]: any }} */ (json)
  const { writeKey: ownKey, sentAt, ...rest } = body
  const writeKey = readShortText(ownKey) ?? readBasicUser(authorization)
  if (!writeKey) {
    return { status: 401, error: 'The write key is missing: put "writeKey" into the body or the Basic user.' }
  }
  if (writeKeys && !writeKeys.includes(writeKey)) {
    return { status: 401, error: 'The write key is not known: use one that the collector was started with.' }
  }
  const items = kind === 'batch' ? body['batch'] : [{ ...rest, type: kind }]
  if (!Array.isArray(items)) return { status: 400, error: '"batch" must be an array of events.' }
  if (items.length > maxEvents) return { status: 413, error: `The batch has over ${maxEvents} events: send fewer.` }

  const shared = kind === 'batch' && isRecord(body['context']) ? body['context'] : {}
  const about = { writeKey, sentAtMs: readDateMs(sentAt), receivedAtMs }
  /** @type {Map<string, import('./readEvent.js').StoredEvent>} */
  const events = new Map()
  // Without a prototype, so that an event with the id `__proto__` gets its answer as well.
  const results = /** @type {Results} */ (Object.create(null))
  for (const [index, item] of items.entries()) {
    const id = readShortText(item?.messageId)
    const outcome = isRecord(item) ? readItem(item, { ...about, id, shared }) : { reason: 'it is not a JSON object' }
    if ('reason' in outcome) {
      results[id ?? `#${index}`] = { status: 'rejected', reason: outcome.reason }
      continue
    }
    const before = events.get(outcome.id)
    if (before) before.deliveries++
    else events.set(outcome.id, outcome)
  }
  if (events.size === 0) {
    const [first] = Object.values(results)
    if (!first) return { status: 400, error: 'The batch is empty: send at least one event.' }
    return { status: 400, error: `No event of the batch can be taken: ${first.reason}.`, results }
  }
  return { status: 200, received: items.length, events: [...events.values()], results }
}

/** @type {(item: { [key: string]: any }, about: any) => import('./readEvent.js').StoredEvent | { reason: string }} */
function readItem(item, { id, shared, ...about }) {
  const hasId = item['messageId'] !== undefined && item['messageId'] !== null
  if (hasId && !id) return { reason: 'messageId must be a text of 1 to 256 characters without control characters' }
  const context = isRecord(item['context']) ? { ...shared, ...item['context'] } : shared
  // Segment's own API does the same for senders without ids; only their repeats cannot be told.
  return readEvent({ ...item, context }, { ...about, id: id ?? randomUUID() })
}

/** @param {string | undefined} header */
function readBasicUser(header) {
  const encoded = header?.match(/^basic\s+(\S+)$/i)?.[1]
  return encoded && readShortText(Buffer.from(encoded, 'base64').toString().split(':')[0])
}
