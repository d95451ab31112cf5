// Every page that sent something: is anything missing, did anything come twice.
// Reads only; the verdict is that of completeness.js.
import { completeness } from './completeness.js'
import { countEvents } from './readEvents.js'

const maxStreams = 50

const streamsSql = `
  SELECT stream, array_agg(n) AS positions, sum(deliveries - 1)::float8 AS repeats, min(channel) AS channel,
    coalesce((array_agg(DISTINCT user_id) FILTER (WHERE user_id IS NOT NULL))[1:20],
      (array_agg(DISTINCT anonymous_id))[1:20]) AS owners,
    min(time) AS first, max(time) AS last
  FROM events WHERE stream IS NOT NULL GROUP BY stream ORDER BY max(seq) DESC LIMIT $1`

/**
 * The streams that sent something last, and the totals of everything.
 * @param {import('./database.js').Query} query
 */
export async function readStreams(query) {
  const rows = await query(streamsSql, [maxStreams])
  const streams = rows.map(({ positions, ...row }) => ({ ...row, ...completeness(positions) }))
  return { ...(await countEvents(query)), streams }
}
