// The same SQL on an embedded PostgreSQL (a folder, or memory) or on a server.
// Owns connections and transactions; knows no table but through schema.sql.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * @typedef {(sql: string, values?: unknown[]) => Promise<any[]>} Query answers the rows
 * @typedef {object} Database
 * @property {Query} query
 * @property {<T>(work: (query: Query) => Promise<T>) => Promise<T>} transaction
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} storage `:memory:`, the path of a folder, or the URL of a PostgreSQL server
 * @returns {Promise<Database>}
 */
export async function openDatabase(storage) {
  const schema = await readFile(new URL('schema.sql', import.meta.url), 'utf8')
  if (/^postgres(ql)?:\/\//.test(storage)) return openServer(storage, schema)
  return storage === ':memory:' ? openEmbedded(undefined, schema) : openFolder(storage, schema)
}

/** @type {(url: string, schema: string) => Promise<Database>} */
async function openServer(url, schema) {
  // @ts-ignore: pg brings no types of its own.
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({ connectionString: url, max: 5 })
  // A connection that breaks while it is idle: the pool opens another one, but without a listener the process ends.
  pool.on('error', () => {})
  await pool.query(schema).catch(async (/** @type {Error} */ error) => {
    await pool.end()
    throw new Error(`The PostgreSQL server refuses: check DATABASE_URL. It says: ${error.message}`, { cause: error })
  })
  return {
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    async transaction(work) {
      const client = await pool.connect()
      try {
        await client.query('BEGIN')
        const result = await work(async (sql, values) => (await client.query(sql, values)).rows)
        await client.query('COMMIT')
        client.release()
        return result
      } catch (error) {
        // Closed instead of reused: whatever state it is in, the server rolls back.
        client.release(true)
        throw error
      }
    },
    close: () => pool.end(),
  }
}

/** @type {(folder: string | undefined, schema: string) => Promise<Database>} */
async function openEmbedded(folder, schema) {
  const { PGlite } = await import('@electric-sql/pglite')
  const lite = await PGlite.create({ ...(folder && { dataDir: folder }), relaxedDurability: false })
  await lite.exec(`BEGIN; ${schema} COMMIT;`)
  return {
    query: async (sql, values) => (await lite.query(sql, values)).rows,
    transaction: (work) => lite.transaction((tx) => work(async (sql, values) => (await tx.query(sql, values)).rows)),
    close: () => lite.close(),
  }
}

/** @type {(folder: string, schema: string) => Promise<Database>} */
async function openFolder(folder, schema) {
  await mkdir(folder, { recursive: true })
  const pidFile = join(folder, 'collector.pid')
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => 0))
  // Two embedded databases on one folder destroy it. The own pid counts as stale: in a container it is always the same.
  if (pid && pid !== process.pid && isAlive(pid)) {
    throw new Error(`${folder} is in use by the process ${pid}: stop that collector, or choose another folder.`)
  }
  await writeFile(pidFile, String(process.pid))
  const database = await openEmbedded(join(folder, 'postgres'), schema)
  return { ...database, close: () => database.close().then(() => rm(pidFile, { force: true })) }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
