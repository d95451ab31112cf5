// A PostgreSQL of its own for a test: a fresh folder, a free port, only on the loopback address.
// Must not touch a server that is there already.
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
// @ts-ignore: pg brings no types of its own.
import pg from 'pg'
import { findService } from './findService.js'
import { findPort, startProcess } from './startProcess.js'

/** It refuses root: then it runs as somebody who may do nothing else. */
function readUser() {
  if (process.getuid?.() !== 0) return {}
  const idOf = (/** @type {string} */ flag, /** @type {string} */ name) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout || Number.NaN)
  const name = ['postgres', 'nobody'].find((each) => idOf('-u', each) > 0)
  if (!name) throw new Error('PostgreSQL refuses to run as root, and there is no user postgres or nobody: add one.')
  return { uid: idOf('-u', name), gid: idOf('-g', name) }
}

/**
 * @param {{ isDurable?: boolean, settings?: { [name: string]: string } }} [options] durable: also against a power cut, and as slow as
 *   that is; otherwise only against the death of the process
 */
export async function startPostgres({ isDurable = false, settings = {} } = {}) {
  const bin = findService('postgres')
  const user = readUser()
  const folder = mkdtempSync(join(tmpdir(), 'throughline-postgres-'))
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const as = { ...user, env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', TZ: 'UTC' } }
  const made = spawnSync(join(bin, 'initdb'), ['-D', data, '-U', 'throughline', '-A', 'trust', '-E', 'UTF8', '--no-sync'], { ...as, cwd: folder, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error}`)
  const port = await findPort()
  const all = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', fsync: isDurable ? 'on' : 'off', max_wal_size: '4GB', ...settings }
  const urlOf = (/** @type {string} */ name) => `postgres://throughline@127.0.0.1:${port}/${name}`
  /** @param {string} sql */
  async function query(sql, name = 'postgres') {
    const client = new pg.Client({ connectionString: urlOf(name), connectionTimeoutMillis: 2_000 })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end().catch(() => {})
    }
  }
  const isUp = () => query('SELECT 1').then(() => true, () => false)
  const server = await startProcess({ command: join(bin, 'postgres'), args: ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])], port, isUp, as })
  return {
    ...server,
    folder: data,
    query,
    urlOf,
    /** @returns {Promise<string>} the URL of a new and empty database */
    async createDatabase() {
      const name = `t${randomUUID().replaceAll('-', '')}`
      await query(`CREATE DATABASE ${name}`)
      return urlOf(name)
    },
    async stop() {
      // Orderly first: it takes its own children along.
      await server.kill('SIGQUIT')
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
