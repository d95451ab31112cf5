// One item of a batch -> the event as it is stored, or the reason why not.
// Pure: the only place that knows the fields of the wire format.
import { cleanJson, cleanText, isRecord, isTooDeep } from './cleanJson.js'
import { readId, readShortText } from './identifiers.js'

/** @typedef {{ namespace: string, value: string }} Identifier */

/**
 * A row of the table `events`. `time` is the clock of the device put right, `payload` the item as it came.
 * @typedef {object} StoredEvent
 * @property {string} id
 * @property {string} writeKey
 * @property {string} type
 * @property {string | null} name
 * @property {string | null} anonymousId
 * @property {string | null} userId
 * @property {string | null} sessionId
 * @property {string | null} stream
 * @property {number | null} n
 * @property {string | null} channel
 * @property {string} time
 * @property {string | null} sentAt
 * @property {string} receivedAt
 * @property {number} deliveries
 * @property {{ [key: string]: any }} payload
 */

const types = new Set(['track', 'page', 'screen', 'identify', 'group', 'alias'])
const maxN = 2 ** 31 - 1

/**
 * @param {{ [key: string]: any }} item
 * @param {{ id: string, writeKey: string, sentAtMs: number, receivedAtMs: number }} about
 * @returns {StoredEvent | { reason: string }}
 */
export function readEvent(item, { id, writeKey, sentAtMs, receivedAtMs }) {
  if (isTooDeep(item)) return { reason: 'it is nested deeper than 100 levels' }
  if (!types.has(item['type'])) return { reason: `type must be one of ${[...types].join(', ')}` }
  if (item['type'] === 'track' && !isText(item['event'])) return { reason: 'a track needs the name of its event' }
  // A visitor who consents to be counted only has no id but the event's own.
  const isCounted = item['anonymousId'] === id
  const anonymousId = (!isCounted && readId(item['anonymousId'])) || null
  const userId = readId(item['userId']) ?? null
  if (anonymousId === null && userId === null && !isCounted) return { reason: 'it has no anonymousId or userId that names somebody' }
  const time = readTime(item['timestamp'], sentAtMs, receivedAtMs)
  if (time === undefined) return { reason: 'timestamp must be an ISO date of the years 1970 to 9999' }
  const own = recordOf(recordOf(item['context'])['throughline'])
  const n = Number.isInteger(own['n']) && own['n'] >= 0 && own['n'] <= maxN ? own['n'] : null
  return {
    id,
    writeKey,
    type: readType(item['type'], own['type']),
    name: readName(item, own['type']),
    anonymousId,
    userId,
    sessionId: readShortText(own['sessionId']) ?? null,
    stream: n === null ? null : readShortText(own['stream']) ?? null,
    n,
    channel: readShortText(own['channel']) ?? readShortText(recordOf(item['context'])['channel']) ?? null,
    time,
    sentAt: toIso(sentAtMs) ?? null,
    receivedAt: new Date(receivedAtMs).toISOString(),
    deliveries: 1,
    payload: cleanJson(item),
  }
}

/**
 * The identifiers in `context.externalIds` that can be linked. `user` has a field of its own; were it taken here, any page
 * could tie its visitor to any customer. `anonymous` is the visitor of another domain: a claim, which no customer follows.
 * @param {{ [key: string]: any }} payload
 * @returns {Identifier[]}
 */
export function readExternalIds(payload) {
  const list = recordOf(payload['context'])['externalIds']
  return (Array.isArray(list) ? list.slice(0, 20) : []).flatMap((entry) => readIdentifier(recordOf(entry)['type'], recordOf(entry)['id']) ?? [])
}

/**
 * The identifier that an unlink takes off, if it can be linked at all.
 * @param {{ [key: string]: any }} payload
 */
export const readUnlinked = (payload) => readIdentifier(recordOf(payload['properties'])['namespace'], recordOf(payload['properties'])['value'])

/** @type {(namespace: unknown, value: unknown) => Identifier | undefined} */
function readIdentifier(namespace, value) {
  const [name, id] = [readShortText(namespace), readId(value)]
  return name && id && name !== 'user' ? { namespace: name, value: id } : undefined
}

/**
 * received - (sent - happened): what the device's clock says between two of its own moments is right even where the
 * clock is years off.
 * @param {unknown} timestamp
 * @param {number} sentAtMs NaN where the sender did not say
 * @param {number} receivedAtMs
 */
function readTime(timestamp, sentAtMs, receivedAtMs) {
  if (timestamp === undefined || timestamp === null) return toIso(receivedAtMs)
  const happenedMs = readDateMs(timestamp)
  return toIso(Number.isNaN(sentAtMs) ? happenedMs : receivedAtMs - (sentAtMs - happenedMs))
}

/**
 * Epoch ms of an ISO date, or NaN.
 * @param {unknown} value
 */
export const readDateMs = (value) => (typeof value === 'string' && value.length < 64 ? Date.parse(value) : Number.NaN)

/** @param {number} ms */
const toIso = (ms) => (ms >= 0 && ms < Date.UTC(10_000, 0) ? new Date(ms).toISOString() : undefined)

/** @type {(type: string, ownType: unknown) => string} */
function readType(type, ownType) {
  if (type === 'identify' && ownType === 'link') return 'link'
  if (type === 'track' && (ownType === 'unlink' || ownType === 'forget')) return ownType
  return type === 'alias' && ownType === 'merge' ? 'merge' : type
}

/** @type {(item: { [key: string]: any }, ownType: unknown) => string | null} */
function readName(item, ownType) {
  if (item['type'] === 'identify' && ownType === 'link') return readExternalIds(item)[0]?.namespace ?? null
  if (item['type'] === 'track' && ownType === 'unlink') return readUnlinked(item)?.namespace ?? null
  const name = item['type'] === 'track' ? item['event'] : item['name']
  return isText(name) ? cleanText(name) : null
}

/** @param {unknown} value */
const isText = (value) => typeof value === 'string' && value !== ''

/** @type {(value: unknown) => { [key: string]: any }} */
const recordOf = (value) => (isRecord(value) ? /** @type {{ [key: string]: any }} */ (value) : {})
