// Brings a database to the schema of this version: numbered files, each once, all in one transaction.
// Knows no table but its own and the numbering of rows; what is in the files is theirs.
import { readdir, readFile } from 'node:fs/promises'

const folder = new URL('migrations/', import.meta.url)

/** One collector at a time changes the schema: several may start at once on an empty database. */
export const oneMigrator = 'SELECT pg_advisory_xact_lock(4100)'

const numbered = ['events', 'links', 'detaches', 'unlinks', 'verified', 'forgotten']

// A dump that was restored has numbers from a server that had counted further: new ones must not begin below them.
const raiseCursor = `
  UPDATE cursor_base SET base = base + highest - cursor_start() + 65536
  FROM (SELECT greatest(${numbered.map((table) => `(SELECT max(seq) FROM ${table})`).join(', ')}) AS highest) AS stored
  WHERE highest >= cursor_start()`

/**
 * @param {import('./database.js').Database} database
 * @returns {Promise<number[]>} the numbers of those that were applied now
 */
export async function migrate(database) {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).map((name) => ({ name, version: Number.parseInt(name) }))
  files.sort((a, b) => a.version - b.version)
  return database.patiently(async (query) => {
    await query(oneMigrator)
    await query('CREATE TABLE IF NOT EXISTS migrations (version integer PRIMARY KEY, name text NOT NULL, time timestamptz NOT NULL)')
    const applied = new Set((await query('SELECT version FROM migrations')).map(({ version }) => version))
    const newest = Math.max(0, ...applied)
    if (newest > files.length) throw new Error(`The database has the schema ${newest}, and this collector knows ${files.length}: start a newer one.`)
    const missing = files.filter(({ version }) => !applied.has(version))
    for (const { name, version } of missing) {
      await query(await readFile(new URL(name, folder), 'utf8'))
      await query('INSERT INTO migrations (version, name, time) VALUES ($1, $2, now())', [version, name])
    }
    // Not while others write: theirs would have numbers from before.
    await query('SELECT pg_advisory_xact_lock(4101)')
    await query(raiseCursor)
    return missing.map(({ version }) => version)
  })
}
