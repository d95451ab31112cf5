// The same SQL on an embedded PostgreSQL (a folder, or memory) or on a server.
// Owns the embedded one and its folder; knows no table but through migrate.js.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { migrate } from './migrate.js'
import { needRoom } from './needRoom.js'
import { openServer } from './openServer.js'

/**
 * @typedef {(sql: string, values?: unknown[]) => Promise<any[]>} Query answers the rows
 * @typedef {object} Database
 * @property {Query} query
 * @property {<T>(work: (query: Query) => Promise<T>) => Promise<T>} transaction done again, if the database asks for it
 * @property {Database['transaction']} patiently the same, without a limit of time
 * @property {boolean} isShared whether other processes may write to it too
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} storage `:memory:`, the path of a folder, or the URL of a PostgreSQL server
 * @param {{ connections?: number }} [options] for a server
 * @returns {Promise<Database>} with the schema of this version
 */
export async function openDatabase(storage, options) {
  const isServer = /^postgres(ql)?:\/\//.test(storage)
  const database = await (isServer ? openServer(storage, options) : storage === ':memory:' ? openEmbedded() : openFolder(storage))
  try {
    await migrate(database)
  } catch (error) {
    await database.close()
    throw error
  }
  return database
}

/** An empty database as PostgreSQL has set it up, which takes it longer than to load one. @type {Promise<File | Blob> | undefined} */
let blank

/** @type {(folder?: string) => Promise<Database>} */
async function openEmbedded(folder) {
  const { PGlite } = await import('@electric-sql/pglite')
  const known = !folder && (await blank)
  const lite = await PGlite.create({ ...(folder && { dataDir: folder }), ...(known && { loadDataDir: known }), relaxedDurability: false })
  // In memory it is for tests, which open one after the other.
  if (!folder) await (blank ??= lite.dumpDataDir('none'))
  // Only without values there may be several statements in one text.
  /** @type {Database['transaction']} */
  const transaction = (work) => lite.transaction((tx) => work(async (sql, values) => (values ? (await tx.query(sql, values)).rows : (await tx.exec(sql)).at(-1)?.rows ?? [])))
  return {
    isShared: false,
    query: async (sql, values) => (await lite.query(sql, values)).rows,
    transaction,
    patiently: transaction,
    close: () => lite.close(),
  }
}

/** @type {(folder: string) => Promise<Database>} */
async function openFolder(folder) {
  await mkdir(folder, { recursive: true })
  const pidFile = join(folder, 'collector.pid')
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => 0))
  // Two embedded databases on one folder destroy it. The own pid counts as stale: in a container it is always the same.
  if (pid && pid !== process.pid && isAlive(pid)) {
    throw new Error(`${folder} is in use by the process ${pid}: stop that collector, or choose another folder.`)
  }
  await writeFile(pidFile, String(process.pid))
  await needRoom(folder)
  const database = await openEmbedded(join(folder, 'postgres'))
  return {
    ...database,
    // Read it may be all the same.
    transaction: (work) => needRoom(folder).then(() => database.transaction(work)),
    close: () => database.close().then(() => rm(pidFile, { force: true })),
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
