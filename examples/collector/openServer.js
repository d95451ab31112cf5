// A PostgreSQL server as a database: a pool of connections, each with limits of time.
// Knows no table.

/** Deadlock and serialisation failure: nothing has happened, and the same again will do. */
const againCodes = new Set(['40P01', '40001'])
const maxAttempts = 5

/**
 * @param {string} url
 * @param {{ connections?: number }} [options]
 * @returns {Promise<import('./database.js').Database>}
 */
export async function openServer(url, { connections = 8 } = {}) {
  // @ts-ignore: pg brings no types of its own.
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    // A server that has gone without a word must not hold requests for ever.
    connectionTimeoutMillis: 5_000,
    query_timeout: 60_000,
    statement_timeout: 55_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
  })
  // A connection that breaks while it is idle: the pool opens another one, but without a listener the process ends.
  pool.on('error', () => {})
  await pool.query('SELECT 1').catch(async (/** @type {Error} */ error) => {
    await pool.end()
    throw new Error(`The PostgreSQL server refuses: check DATABASE_URL. It says: ${error.message}`, { cause: error })
  })

  // For what may take as long as it takes: a new schema, a partition.
  const patient = new pg.Pool({ connectionString: url, max: 1, idleTimeoutMillis: 1_000, connectionTimeoutMillis: 60_000, keepAlive: true })
  patient.on('error', () => {})

  // The statements of a transaction are always the same few: by a name each connection plans them once.
  /** @type {Map<string, string>} */
  const names = new Map()
  const nameOf = (/** @type {string} */ sql) => names.get(sql) ?? names.set(sql, `throughline_${names.size}`).get(sql)

  /** @type {<T>(from: any, work: (query: import('./database.js').Query) => Promise<T>) => Promise<T>} */
  async function once(from, work) {
    const client = await from.connect()
    // It may break between two statements, and the next one says so.
    client.on('error', ignore)
    try {
      await client.query('BEGIN')
      const result = await work(async (sql, values) => (await client.query(values ? { name: nameOf(sql), text: sql, values } : sql)).rows)
      await client.query('COMMIT')
      client.off('error', ignore)
      client.release()
      return result
    } catch (error) {
      // Closed instead of reused: whatever state it is in, the server rolls back.
      client.release(true)
      throw error
    }
  }

  return {
    isShared: true,
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    transaction: (work) => repeat(() => once(pool, work)),
    patiently: (work) => repeat(() => once(patient, work)),
    close: async () => void (await Promise.all([pool.end(), patient.end()])),
  }
}

const ignore = () => {}

/** @type {<T>(work: () => Promise<T>) => Promise<T>} */
async function repeat(work) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === maxAttempts || !againCodes.has(/** @type {any} */ (error).code)) throw error
    }
  }
}
