// Every page that sent something: is everything there, what is missing and why, did anything come twice.
// Reads only; the verdict is that of throughline/completeness, which is handed in.
import { countEvents } from './readEvents.js'

/** @typedef {typeof import('throughline/completeness').completeness} Completeness */

const maxStreams = 50
// How many missing runs and doubled positions of a stream are listed; all are counted.
const maxListed = 50

const streamsSql = `
  SELECT stream, array_agg(n) AS positions, sum(deliveries - 1)::float8 AS repeats, min(channel) AS channel,
    coalesce((array_agg(DISTINCT user_id) FILTER (WHERE user_id IS NOT NULL))[1:20],
      (array_agg(DISTINCT anonymous_id) FILTER (WHERE anonymous_id IS NOT NULL))[1:20], '{}') AS owners,
    min(time) AS first, max(time) AS last
  FROM events WHERE stream IS NOT NULL GROUP BY stream ORDER BY max(seq) DESC LIMIT $1`

// Of some pages nothing but the loss is known. Their ids begin with the time.
const silentSql = `
  SELECT stream, '{}'::integer[] AS positions, 0 AS repeats, NULL AS channel, '{}'::text[] AS owners,
    NULL AS first, NULL AS last
  FROM (SELECT stream FROM stream_lengths UNION SELECT stream FROM stream_losses) AS told
  WHERE NOT EXISTS (SELECT FROM events WHERE events.stream = told.stream)
    AND NOT EXISTS (SELECT FROM erased WHERE erased.stream = told.stream) ORDER BY stream DESC LIMIT $1`

const lengthsSql = 'SELECT stream, length FROM stream_lengths WHERE stream = ANY($1::text[])'
// What deleted people did in the same page is gone, but was not lost.
const erasedSql = 'SELECT stream, n FROM erased WHERE stream = ANY($1::text[])'
const lossesSql = 'SELECT stream, first, last, reason FROM stream_losses WHERE stream = ANY($1::text[])'

/**
 * The streams that sent something last, and the totals of everything.
 * @param {import('./database.js').Query} query
 * @param {Completeness} completeness
 */
export async function readStreams(query, completeness) {
  const rows = [...(await query(streamsSql, [maxStreams])), ...(await query(silentSql, [maxStreams]))]
  const names = [rows.map(({ stream }) => stream)]
  const lengths = new Map((await query(lengthsSql, names)).map(({ stream, length }) => [stream, length]))
  const losses = await query(lossesSql, names)
  const erased = await query(erasedSql, names)
  const streams = rows.map(({ positions, ...row }) => {
    const length = lengths.get(row.stream) ?? null
    const lost = losses.filter(({ stream }) => stream === row.stream)
    const ledger = [{ length }, ...lost.map(({ first, last, reason }) => ({ lost: [[first, last]], reason }))]
    const gone = erased.filter(({ stream }) => stream === row.stream).map(({ n }) => n)
    const { state, missing } = completeness({ received: [...positions, ...gone], ledger })
    return {
      ...row,
      count: positions.length,
      length,
      state,
      missing: missing.slice(0, maxListed),
      missingCount: missing.reduce((sum, { from, to }) => sum + to - from + 1, 0),
      doubled: readDoubled(positions).slice(0, maxListed),
    }
  })
  return { ...(await countEvents(query)), streams }
}

/**
 * Positions under which two different events were stored.
 * @param {readonly number[]} positions
 */
function readDoubled(positions) {
  const seen = new Set()
  return [...new Set(positions.filter((n) => seen.has(n) || !seen.add(n)))].sort((a, b) => a - b)
}
