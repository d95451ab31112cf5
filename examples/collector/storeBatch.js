// Writes a batch: one transaction, one statement for all its events. What is of a deleted person leaves nothing but its place.
// The only writer of what is sent; what the site decides is in storeDecisions.js.
import { readOwner, readStatements } from './readStatements.js'
import { resolvePeople } from './resolvePeople.js'

// Many may write at once, but not while the site decides: of who is deleted then nothing may slip through.
const oneOfMany = 'SELECT pg_advisory_xact_lock_shared(4101)'

// Everything is inserted in one order, or two batches with the same ids would each wait for the other.
// A repeat changes nothing but the count. What is returned is the count afterwards: for new rows it is the sent one.
const insertEvents = `
  WITH cursor AS MATERIALIZED (SELECT cursor_start() AS start)
  INSERT INTO events (seq, day, id, write_key, type, name, anonymous_id, user_id, session_id, stream, n, channel,
    time, sent_at, received_at, deliveries, payload)
  SELECT start + place, event_day(id), id, "writeKey", type, name, "anonymousId", "userId", "sessionId", stream, n, channel,
    time, "sentAt", "receivedAt", deliveries, payload
  FROM cursor, jsonb_to_recordset($1::jsonb) AS item (place integer, id text, "writeKey" text, type text, name text, "anonymousId" text,
    "userId" text, "sessionId" text, stream text, n integer, channel text, time timestamptz, "sentAt" timestamptz,
    "receivedAt" timestamptz, deliveries integer, payload jsonb)
  ORDER BY id
  ON CONFLICT (id, day) DO UPDATE SET deliveries = events.deliveries + excluded.deliveries
  RETURNING id, deliveries`

// More than the numbers of one transaction: what is left shares the last.
const nextSeq = 'start + least(row_number() OVER (ORDER BY id), 65535)'

const insertLinks = `
  WITH cursor AS MATERIALIZED (SELECT cursor_start() AS start)
  INSERT INTO links (seq, id, a_namespace, a_value, b_namespace, b_value, time, reason, authority, event)
  SELECT ${nextSeq}, id, a->>'namespace', a->>'value', b->>'namespace', b->>'value', to_timestamp(time / 1000.0), reason, authority, event
  FROM cursor, jsonb_to_recordset($1::jsonb) AS item
    (id text, a jsonb, b jsonb, time double precision, reason text, authority text, event text)
  ORDER BY id ON CONFLICT (id) DO NOTHING`

const insertDetaches = `
  WITH cursor AS MATERIALIZED (SELECT cursor_start() AS start)
  INSERT INTO detaches (seq, id, namespace, value, from_namespace, from_value, time, authority)
  SELECT ${nextSeq}, id, detach->>'namespace', detach->>'value', "from"->>'namespace', "from"->>'value', to_timestamp(time / 1000.0), authority
  FROM cursor, jsonb_to_recordset($1::jsonb) AS item (id text, detach jsonb, "from" jsonb, time double precision, authority text)
  ORDER BY id ON CONFLICT (id) DO NOTHING`

const findForgotten = `
  SELECT DISTINCT item.key FROM jsonb_to_recordset($1::jsonb) AS item (key text, namespace text, value text)
  JOIN forgotten USING (namespace, value)`

const insertErased = `
  INSERT INTO erased (stream, n)
  SELECT stream, n FROM jsonb_to_recordset($1::jsonb) AS item (stream text, n integer) WHERE stream IS NOT NULL
  ORDER BY stream, n ON CONFLICT DO NOTHING`

// Said again, or said late, it changes nothing.
const insertLengths = `
  INSERT INTO stream_lengths (stream, length)
  SELECT stream, length FROM jsonb_to_recordset($1::jsonb) AS item (stream text, length integer)
  ORDER BY stream ON CONFLICT (stream) DO UPDATE SET length = greatest(stream_lengths.length, excluded.length)`

const insertLosses = `
  INSERT INTO stream_losses (stream, first, last, reason)
  SELECT stream, first, last, reason
  FROM jsonb_to_recordset($1::jsonb) AS item (stream text, first integer, last integer, reason text)
  ORDER BY stream, first, last, reason ON CONFLICT DO NOTHING`

/** @typedef {import('./readStatements.js').Said} Said */
/** @typedef {{ fresh: Set<string>, erased: Set<string> }} Stored ids of events that are new, and that are of a deleted person */

/**
 * Resolves once the batch is committed.
 * @param {import('./database.js').Database} database
 * @param {{ events: readonly import('./readEvent.js').StoredEvent[], ledger?: import('./readLedger.js').Ledger }} batch events with
 *   distinct ids, 65,535 at most
 * @param {import('./resolvePeople.js').CreateGraph} createGraph
 * @returns {Promise<Stored>}
 */
export function storeBatch(database, { events: all, ledger = { lengths: [], lost: [] } }, createGraph) {
  const { lengths, lost } = ledger
  return database.transaction(async (query) => {
    await query(oneOfMany)
    const { events, erased, statementsOf } = await takeForgottenOut(query, all)
    const rows = await query(insertEvents, [JSON.stringify(events.map((event, index) => ({ ...event, place: index + 1 })))])
    const countOf = new Map(rows.map((row) => [row.id, row.deliveries]))
    const fresh = events.filter((event) => countOf.get(event.id) === event.deliveries)
    // A repeat states nothing new, even if somebody else repeats the id with other contents.
    const said = fresh.flatMap(statementsOf)
    const links = said.filter((each) => 'a' in each)
    const detaches = said.filter((each) => 'detach' in each)
    if (links.length > 0) await query(insertLinks, [JSON.stringify(links)])
    if (detaches.length > 0) await query(insertDetaches, [JSON.stringify(detaches)])
    if (lengths.length > 0) await query(insertLengths, [JSON.stringify(lengths)])
    if (lost.length > 0) await query(insertLosses, [JSON.stringify(lost)])
    await resolvePeople(query, { pairs: said.map((each) => ('a' in each ? [each.a, each.b] : [each.detach, each.from])) }, createGraph)
    return { fresh: new Set(fresh.map(({ id }) => id)), erased: new Set(erased.map(({ id }) => id)) }
  })
}

/**
 * The events without those of deleted people and those that say nothing but who these are; and what the others state.
 * @param {import('./database.js').Query} query
 * @param {readonly import('./readEvent.js').StoredEvent[]} all
 */
async function takeForgottenOut(query, all) {
  const keyOf = (/** @type {string} */ id, /** @type {number} */ index) => `${index} ${id}`
  const said = new Map(all.map((event) => [event, readStatements(event)]))
  const names = [...said].flatMap(([event, statements]) => [
    { key: keyOf(event.id, -1), ...readOwner(event) },
    ...statements.flatMap((each, index) =>
      ('detach' in each ? [each.detach, each.from] : [each.a, each.b]).map((one) => ({ key: keyOf(event.id, index), ...one }))),
  ])
  const forgotten = new Set((await query(findForgotten, [JSON.stringify(names)])).map(({ key }) => key))
  const isErased = (/** @type {import('./readEvent.js').StoredEvent} */ event) =>
    forgotten.has(keyOf(event.id, -1)) ||
    (statesOnly.has(event.type) && said.get(event)?.some((_, index) => forgotten.has(keyOf(event.id, index))))
  const erased = all.filter(isErased)
  if (erased.length > 0) await query(insertErased, [JSON.stringify(erased.map(({ stream, n }) => ({ stream, n })))])
  return {
    events: all.filter((event) => !isErased(event)),
    erased,
    statementsOf: (/** @type {import('./readEvent.js').StoredEvent} */ event) =>
      /** @type {Said[]} */ (said.get(event)).filter((_, index) => !forgotten.has(keyOf(event.id, index))),
  }
}

const statesOnly = new Set(['link', 'unlink', 'merge', 'alias'])
