// The partitions of the events: made before they are needed, dropped when their time is over.
// Knows no event; what belongs where is said by event_day() in migrations/2-partitions.sql.
import { oneMigrator } from './migrate.js'

const dayMs = 86_400_000
const everyMs = 3_600_000

// Who waits here for somebody's long query makes everybody else wait behind it.
const hurry = "SET LOCAL lock_timeout = '3s'"

/**
 * @typedef {object} PartitionRules
 * @property {number} [partitionDays] how many days are in one; may be changed at any time, for those to come
 * @property {number} [retainDays] events older than that are deleted; left out: none
 */

/** @param {number} day since 1970 */
const toDate = (day) => new Date(day * dayMs).toISOString().slice(0, 10)

/**
 * Keeps them up: now, and every hour until `stop()`.
 * @param {import('./database.js').Database} database
 * @param {PartitionRules & { log?: (line: string) => void }} [rules]
 */
export async function createPartitions(database, { log = () => {}, ...rules } = {}) {
  // Without one events go to events_other: that it could not be made now is no reason to take none.
  const keep = () => keepPartitions(database, rules).catch((error) => log(`The partitions could not be kept up, which is tried again in an hour: ${error.message}`))
  await keep()
  const timer = setInterval(keep, everyMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

/**
 * Makes those of now and of the next days, and deletes what is older than it may be.
 * @param {import('./database.js').Database} database
 * @param {PartitionRules & { nowMs?: number }} [rules]
 */
export async function keepPartitions(database, { partitionDays = 7, retainDays, nowMs = Date.now() } = {}) {
  const today = Math.floor(nowMs / dayMs)
  const oldest = retainDays === undefined ? undefined : today - retainDays
  await database.patiently(async (query) => {
    await query(oneMigrator)
    await query(hurry)
    const present = await readPartitions(query)
    const aligned = today - (today % partitionDays)
    let from = Math.max(aligned, ...present.map(({ until }) => until))
    for (; from < today + partitionDays; from += partitionDays - (from % partitionDays)) await addPartition(query, from, from + partitionDays - (from % partitionDays))
  })
  if (oldest === undefined) return
  await database.patiently(async (query) => {
    await query(oneMigrator)
    await query(hurry)
    const present = await readPartitions(query)
    for (const { name, until } of present) if (until <= oldest) await query(`DROP TABLE ${name}`)
    await query('DELETE FROM events_other WHERE day < $1', [toDate(oldest)])
    await query('DELETE FROM events_without_time WHERE received_at < $1', [toDate(oldest)])
  })
}

/**
 * @param {import('./database.js').Query} query
 * @returns {Promise<{ name: string, from: number, until: number }[]>} in days since 1970
 */
export async function readPartitions(query) {
  const rows = await query("SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'events'::regclass ORDER BY 1")
  return rows.flatMap(({ name }) => {
    const [from, until] = (name.match(/_(\d{8})/g) ?? []).map((/** @type {string} */ text) => Date.parse(text.replace(/_(....)(..)(..)/, '$1-$2-$3')) / dayMs)
    return from === undefined || until === undefined ? [] : [{ name, from, until }]
  })
}

/** @type {(query: import('./database.js').Query, from: number, until: number) => Promise<void>} */
async function addPartition(query, from, until) {
  const name = `events_${toDate(from)}_${toDate(until)}`.replaceAll('-', '')
  // What clocks ahead of time have brought already stands elsewhere, and moves: nobody may add to it meanwhile.
  await query('LOCK TABLE events_other IN SHARE ROW EXCLUSIVE MODE')
  await query(`CREATE TABLE ${name} (LIKE events INCLUDING DEFAULTS)`)
  await query(`WITH moved AS (DELETE FROM events_other WHERE day >= $1 AND day < $2 RETURNING *) INSERT INTO ${name} SELECT * FROM moved`, [toDate(from), toDate(until)])
  await query(`ALTER TABLE events ATTACH PARTITION ${name} FOR VALUES FROM ('${toDate(from)}') TO ('${toDate(until)}')`)
}
