// Owns how many events a collector takes on one core, and how long the answer takes: each stage, and its limits on both sides.
// Needs no browser; the stages are started in bench/collector/stages.js.
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readCpu } from '../collector/readCpu.js'
import { makeBodies, sendLoad } from '../collector/sendLoad.js'
import { stages } from '../collector/stages.js'
import { quantile } from '../statistics.js'
import { say } from '../tables.js'
import { findService } from '../../test/support/services/findService.js'

const eventsPerBatch = 10

export const collector = { title: 'Collector: events per core, bytes per event, the answer', needsBrowser: false, needsStands: false, measure }

/** @param {{ isQuick: boolean, progress: (line: string) => void }} run @returns {Promise<import('../tables.js').Result>} */
async function measure({ isQuick, progress }) {
  const batches = isQuick ? 300 : 4_000
  /** @type {string[][]} */
  const rows = []
  /** @type {Record<string, string>} */
  const broken = {}
  for (const [title, open] of Object.entries(stages)) {
    progress(`${title} ...`)
    try {
      rows.push(...(await measureStage(title, open, batches)))
    } catch (error) {
      broken[title] = String(error)
    }
  }
  const columns = ['stage', 'events/s here', 'events/s of a core', 'µs of a core per event', 'answer p50, ms', 'p99, ms', 'one sender: p50, ms', 'p99, ms', 'bytes per event: sent', 'in the database', 'of its log', 'in the stream']
  const notes = [
    `${say(batches)} batches of ${eventsPerBatch} events, gzipped as the library does, from 32 senders at a time on the same machine; then one sender alone. A login in every twentieth event.`,
    'Of a core: by the processor time of all processes of the stage, also those of PostgreSQL and NATS, without the senders.',
    'PostgreSQL writes through to the disk (fsync on). NATS does so every two minutes, which is its default: on one server it survives the death of the process, not a power cut; three replicas do.',
    'COPY is that of PostgreSQL itself, of the same rows, with one transaction and no id looked up: nothing that answers each batch can be quicker.',
  ]
  return { tables: [{ columns, rows }], notes, ...(Object.keys(broken).length > 0 && { broken }) }
}

/** @type {(title: string, open: () => Promise<import('../collector/stages.js').BenchStage>, batches: number) => Promise<string[][]>} */
async function measureStage(title, open, batches) {
  const stage = await open()
  try {
    await sendLoad(stage.url, makeBodies(100, eventsPerBatch), 8)
    await stage.settle()
    const bodies = makeBodies(batches, eventsPerBatch)
    const size = await readSize(stage)
    const readParts = () => Object.entries(stage.pids()).map(([part, pid]) => ({ part, seconds: readCpu([pid]) }))
    const before = readParts()
    const start = performance.now()
    const { ms, failed } = await sendLoad(stage.url, bodies, 32)
    await stage.settle()
    const seconds = (performance.now() - start) / 1000
    const parts = readParts().map(({ part, seconds: after }, index) => ({ part, seconds: after - (before[index]?.seconds ?? 0) }))
    const spent = parts.reduce((sum, part) => sum + part.seconds, 0)
    if (failed > 0) throw new Error(`${failed} of ${batches} batches were not answered with 200.`)
    const alone = await sendLoad(stage.url, makeBodies(Math.min(300, batches), eventsPerBatch), 1)
    await stage.settle()
    const grown = await readSize(stage)
    const events = batches * eventsPerBatch
    const stored = events + Math.min(300, batches) * eventsPerBatch
    const sent = bodies.reduce((sum, { body }) => sum + body.length, 0) / events
    const per = (/** @type {string} */ what) => (grown[what] === undefined ? '' : say(Math.round((grown[what] - (size[what] ?? 0)) / stored)))
    const time = (/** @type {number[]} */ all, /** @type {number} */ share) => quantile(all, share).toFixed(1)
    const row = [title, say(Math.round(events / seconds)), say(Math.round(events / spent)), parts.map((part) => `${part.part} ${say(Math.round((part.seconds / events) * 1e6))}`).join(', '), time(ms, 0.5), time(ms, 0.99), time(alone.ms, 0.5), time(alone.ms, 0.99), say(sent), per('table'), per('log'), per('stream')]
    return [row, ...(title === 'PostgreSQL' ? await measureCopy(stage) : [])]
  } finally {
    await stage.stop()
  }
}

/** Bytes on disk, as far as the stage has any. @param {import('../collector/stages.js').BenchStage} stage @returns {Promise<{ [what: string]: number }>} */
async function readSize({ postgres, database, streamFolder }) {
  /** @type {{ [what: string]: number }} */
  const stream = {}
  if (streamFolder !== undefined) stream['stream'] = sizeOf(streamFolder)
  if (!postgres || !database) return stream
  const [{ table, log }] = await postgres.query("SELECT pg_database_size(current_database())::float8 AS table, (pg_current_wal_lsn() - '0/0')::float8 AS log", database)
  return { ...stream, table, log }
}

/** @param {string} folder @returns {number} */
const sizeOf = (folder) =>
  readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name)
    return sum + (entry.isDirectory() ? sizeOf(path) : statSync(path).size)
  }, 0)

/** The same rows again, as quickly as PostgreSQL can. @param {import('../collector/stages.js').BenchStage} stage @returns {Promise<string[][]>} */
async function measureCopy({ postgres, database }) {
  if (!postgres || !database) return []
  const psql = (/** @type {string} */ command) => {
    const { status, stderr } = spawnSync(join(findService('postgres'), 'psql'), [postgres.urlOf(database), '-qc', command], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`psql failed: ${stderr}`)
  }
  const file = join(postgres.folder, 'rows')
  await postgres.query(`COPY (SELECT * FROM events) TO '${file}'`, database)
  const [{ count }] = await postgres.query('SELECT count(*)::float8 AS count FROM events', database)
  /** @type {string[][]} */
  const rows = []
  for (const [title, like] of [['COPY into the same indexes', 'INCLUDING ALL'], ['COPY into a table without indexes', '']]) {
    await postgres.query(`DROP TABLE IF EXISTS copied; CREATE TABLE copied (LIKE events ${like})`, database)
    const cpu = readCpu([postgres.pid()])
    const start = performance.now()
    psql(`COPY copied FROM '${file}'`)
    const seconds = (performance.now() - start) / 1000
    rows.push([title ?? '', say(Math.round(count / seconds)), say(Math.round(count / (readCpu([postgres.pid()]) - cpu))), `PostgreSQL ${say(Math.round(((readCpu([postgres.pid()]) - cpu) / count) * 1e6))}`, '', '', '', '', '', '', '', ''])
  }
  return rows
}
