// The ways to run a collector, each from nothing, in processes of its own as somebody would run it.
// Measures nothing.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startNats } from '../../test/support/services/startNats.js'
import { startPostgres } from '../../test/support/services/startPostgres.js'

/**
 * @typedef {object} BenchStage
 * @property {string} url
 * @property {() => Record<string, number>} pids by part: whose processor time is counted
 * @property {() => Promise<void>} settle resolves once everything is in the database
 * @property {Awaited<ReturnType<typeof startPostgres>>} [postgres]
 * @property {string} [database] its name
 * @property {string} [streamFolder] where NATS keeps the stream
 * @property {() => Promise<void>} stop
 */

const pathOf = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url))
const collector = pathOf('../../examples/collector/server.js')
const consumer = pathOf('../../examples/collector/consume.js')

/** @param {readonly string[]} args @param {NodeJS.ProcessEnv} env */
async function run(args, env = {}) {
  const child = spawn(process.execPath, [...args], { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  let url = ''
  for await (const line of createInterface({ input: child.stdout })) if ((url = /http:\/\/[^/]+/.exec(line)?.[0] ?? '')) break
  if (!url) throw new Error(`${args[0]} did not start; see above.`)
  // A log that nobody reads would stop it.
  child.stdout.resume()
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
const settled = async () => {}

/** @type {{ [title: string]: () => Promise<BenchStage> }} */
export const stages = {
  'a bare handler that forgets': async () => {
    const one = await run([pathOf('bare.js')])
    return { url: one.url, pids: () => ({ collector: one.pid }), settle: settled, stop: one.stop }
  },
  'PGlite in a folder': async () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
    const one = await run([collector, '--port', '0', '--data', folder])
    return { url: one.url, pids: () => ({ collector: one.pid }), settle: settled, stop: () => one.stop().then(() => rmSync(folder, { recursive: true, force: true })) }
  },
  PostgreSQL: async () => {
    const postgres = await startPostgres({ isDurable: true })
    const url = await postgres.createDatabase()
    const one = await run([collector, '--port', '0'], { DATABASE_URL: url })
    return { url: one.url, pids: () => ({ collector: one.pid, PostgreSQL: postgres.pid() }), settle: settled, postgres, database: new URL(url).pathname.slice(1), stop: () => one.stop().then(postgres.stop) }
  },
  'JetStream, the answer': async () => {
    const nats = await startNats()
    const one = await run([collector, '--port', '0'], { NATS_URL: nats.url })
    return { url: one.url, pids: () => ({ collector: one.pid, NATS: nats.pid() }), settle: settled, streamFolder: nats.folder, stop: () => one.stop().then(nats.stop) }
  },
  'JetStream, and on into PostgreSQL': async () => {
    const postgres = await startPostgres({ isDurable: true })
    const nats = await startNats()
    const env = { NATS_URL: nats.url, DATABASE_URL: await postgres.createDatabase() }
    const one = await run([collector, '--port', '0'], { NATS_URL: nats.url })
    const two = await run([consumer, '--port', '0'], env)
    async function settle() {
      for (;;) {
        const text = await (await fetch(`${two.url}/metrics`)).text()
        if (/^throughline_behind_messages 0$/m.test(text)) return
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    return {
      url: one.url, pids: () => ({ collector: one.pid, NATS: nats.pid(), consumer: two.pid, PostgreSQL: postgres.pid() }), settle, streamFolder: nats.folder, postgres, database: new URL(env.DATABASE_URL).pathname.slice(1),
      stop: () => one.stop().then(two.stop).then(nats.stop).then(postgres.stop),
    }
  },
}
