// Events as they are answered: by cursor, and in total.
// Reads the table `events` only.

const columns = `seq::float8 AS seq, id, write_key AS "writeKey", type, name, anonymous_id AS "anonymousId",
  user_id AS "userId", session_id AS "sessionId", stream, n, channel, time, sent_at AS "sentAt",
  received_at AS "receivedAt", deliveries, payload`

const isOf = '(user_id = ANY($1::text[]) OR (user_id IS NULL AND anonymous_id = ANY($2::text[])))'

/** Only so far: before what is settled a late commit may still add some, and who goes on from there would never see them. */
const settled = 'seq < cursor_end()'

/**
 * Events in the order in which they were stored.
 * @param {import('./database.js').Query} query
 * @param {{ after?: number, limit?: number }} [page]
 */
export async function readEvents(query, { after = 0, limit = 100 } = {}) {
  const rows = await query(`SELECT ${columns} FROM events WHERE seq > $1 AND ${settled} ORDER BY seq LIMIT $2`, [after, limit])
  return rows.map(toAnswer)
}

/**
 * The cursor behind which the newest `count` events stand; never one before `after`.
 * @param {import('./database.js').Query} query
 * @param {{ after?: number, count: number }} options
 * @returns {Promise<number>}
 */
export async function readCursor(query, { after = 0, count }) {
  const rows = await query(
    'SELECT seq::float8 AS seq FROM events WHERE seq > $1 AND seq < cursor_end() ORDER BY seq DESC OFFSET $2 LIMIT 1',
    [after, count],
  )
  return rows[0]?.seq ?? after
}

/**
 * The newest events of some visitors and customers, by time. An event belongs to its customer where it has one, else to
 * its visitor.
 * @param {import('./database.js').Query} query
 * @param {{ users: readonly string[], anonymous: readonly string[], limit: number }} owners
 */
export async function readEventsOf(query, { users, anonymous, limit }) {
  const rows = await query(
    `SELECT ${columns} FROM events
     WHERE ${isOf}
     ORDER BY time DESC, seq DESC LIMIT $3`,
    [users, anonymous, limit],
  )
  return rows.reverse().map(toAnswer)
}

const ownersSql = (/** @type {string} */ where) => `
  SELECT CASE WHEN user_id IS NULL THEN 'anonymous' ELSE 'user' END AS namespace,
    coalesce(user_id, anonymous_id) AS value, bool_or(type = 'forget') AS "isAsking", count(*)::float8 AS events, min(time) AS first, max(time) AS last
  FROM events ${where} GROUP BY 1, 2`

/**
 * How many events each visitor and customer has; of all, or of some.
 * @param {import('./database.js').Query} query
 * @param {{ users: readonly string[], anonymous: readonly string[] }} [owners]
 * @returns {Promise<{ namespace: string, value: string, events: number, isAsking: boolean, first: Date, last: Date }[]>}
 */
export const readTotals = (query, owners) =>
  owners
    ? query(ownersSql(`WHERE ${isOf}`), [owners.users, owners.anonymous])
    : query(ownersSql('WHERE coalesce(user_id, anonymous_id) IS NOT NULL'))

/**
 * What was stated of some customers, to be merged.
 * @param {import('./database.js').Query} query
 * @param {readonly string[]} users
 */
export async function readTraitsOf(query, users) {
  const rows = await query(
    `SELECT id, time, payload->'traits' AS traits FROM events
     WHERE type = 'identify' AND user_id = ANY($1::text[]) AND jsonb_typeof(payload->'traits') = 'object'
     ORDER BY time DESC LIMIT 1000`,
    [users],
  )
  return rows.map(({ id, time, traits }) => ({ id, time: time.getTime(), traits }))
}

/**
 * @param {import('./database.js').Query} query
 * @returns {Promise<{ events: number, repeats: number }>}
 */
export async function countEvents(query) {
  const sql = 'SELECT count(*)::float8 AS events, coalesce(sum(deliveries - 1), 0)::float8 AS repeats FROM events'
  const [totals] = await query(sql)
  return totals
}

/** @param {any} row */
function toAnswer({ payload, ...row }) {
  const { properties = null, traits = null, context = {} } = payload
  return { ...row, properties, traits, context, payload }
}

/**
 * An event as a page shows it: without the payload, with a bounded preview of it.
 * @param {Awaited<ReturnType<typeof readEvents>>[number]} event
 */
export function toPreview(event) {
  const text = JSON.stringify(event.properties ?? event.traits ?? {}).slice(0, 300)
  const path = event.context?.page?.path
  return {
    seq: event.seq,
    id: event.id,
    type: event.type,
    anonymousId: event.anonymousId,
    userId: event.userId,
    sessionId: event.sessionId,
    stream: event.stream,
    n: event.n,
    channel: event.channel,
    time: event.time,
    receivedAt: event.receivedAt,
    deliveries: event.deliveries,
    name: event.name?.slice(0, 200) ?? null,
    path: typeof path === 'string' ? path.slice(0, 200) : null,
    preview: text === '{}' ? '' : text,
  }
}
