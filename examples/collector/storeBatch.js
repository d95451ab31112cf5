// Writes a batch: one transaction, one statement for all its events; and takes a link out.
// The only writer of all tables.
import { readLinks } from './readLinks.js'

// `seq` counts up at the insert, but rows become visible at the commit. Without one writer at a time a reader that goes
// on after the highest `seq` it has seen would skip a row that commits late.
const oneWriter = 'SELECT pg_advisory_xact_lock(4101)'

// A repeat changes nothing but the count. What is returned is the count afterwards: for new rows it is the sent one.
const insertEvents = `
  INSERT INTO events (id, write_key, type, name, anonymous_id, user_id, session_id, stream, n, channel,
    time, sent_at, received_at, deliveries, payload)
  SELECT id, "writeKey", type, name, "anonymousId", "userId", "sessionId", stream, n, channel,
    time, "sentAt", "receivedAt", deliveries, payload
  FROM jsonb_to_recordset($1::jsonb) AS item (id text, "writeKey" text, type text, name text, "anonymousId" text,
    "userId" text, "sessionId" text, stream text, n integer, channel text, time timestamptz, "sentAt" timestamptz,
    "receivedAt" timestamptz, deliveries integer, payload jsonb)
  ON CONFLICT (id) DO UPDATE SET deliveries = events.deliveries + excluded.deliveries
  RETURNING id, deliveries`

const insertLinks = `
  INSERT INTO links (id, a_namespace, a_value, b_namespace, b_value, time, reason, authority, event)
  SELECT id, a->>'namespace', a->>'value', b->>'namespace', b->>'value', to_timestamp(time / 1000.0), reason, authority, event
  FROM jsonb_to_recordset($1::jsonb) AS item
    (id text, a jsonb, b jsonb, time double precision, reason text, authority text, event text)
  ON CONFLICT (id) DO NOTHING`

// Said again, or said late, it changes nothing.
const insertLengths = `
  INSERT INTO stream_lengths (stream, length)
  SELECT stream, length FROM jsonb_to_recordset($1::jsonb) AS item (stream text, length integer)
  ON CONFLICT (stream) DO UPDATE SET length = greatest(stream_lengths.length, excluded.length)`

const insertLosses = `
  INSERT INTO stream_losses (stream, first, last, reason)
  SELECT stream, first, last, reason
  FROM jsonb_to_recordset($1::jsonb) AS item (stream text, first integer, last integer, reason text)
  ON CONFLICT DO NOTHING`

/**
 * Resolves once the batch is committed.
 * @param {import('./database.js').Database} database
 * @param {readonly import('./readEvent.js').StoredEvent[]} events with distinct ids
 * @param {import('./readLedger.js').Ledger} ledger
 * @returns {Promise<number>} how many of them were new
 */
export function storeBatch(database, events, { lengths, lost }) {
  return database.transaction(async (query) => {
    await query(oneWriter)
    const rows = await query(insertEvents, [JSON.stringify(events)])
    const countOf = new Map(rows.map((row) => [row.id, row.deliveries]))
    const fresh = events.filter((event) => countOf.get(event.id) === event.deliveries)
    // A repeat states nothing new, even if somebody else repeats the id with other contents.
    const links = fresh.flatMap(readLinks)
    if (links.length > 0) await query(insertLinks, [JSON.stringify(links)])
    if (lengths.length > 0) await query(insertLengths, [JSON.stringify(lengths)])
    if (lost.length > 0) await query(insertLosses, [JSON.stringify(lost)])
    return fresh.length
  })
}

/**
 * Takes a link out for good. The link itself stays: the stored truth is what was said.
 * @param {import('./database.js').Database} database
 * @param {string} link the id
 * @returns {Promise<boolean>} whether there is such a link
 */
export function storeUnlink(database, link) {
  return database.transaction(async (query) => {
    await query(oneWriter)
    const found = await query('SELECT 1 FROM links WHERE id = $1', [link])
    if (found.length > 0) await query('INSERT INTO unlinks (link, time) VALUES ($1, now()) ON CONFLICT DO NOTHING', [link])
    return found.length > 0
  })
}
