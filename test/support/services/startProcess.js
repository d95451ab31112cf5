// A server process that can be killed and started again on the same port, and leaves nothing behind.
// Knows no particular server.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'

/** @returns {Promise<number>} */
export async function findPort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  server.close()
  await once(server, 'close')
  return port
}

/** @type {(ms: number) => Promise<void>} */
const wait = (ms) => new Promise((resolve) => void setTimeout(resolve, ms))

/**
 * @param {object} how
 * @param {string} how.command
 * @param {readonly string[]} how.args
 * @param {number} how.port
 * @param {() => Promise<boolean>} [how.isUp] default: the port is open
 * @param {{ uid?: number, gid?: number, env?: NodeJS.ProcessEnv }} [how.as]
 */
export async function startProcess({ command, args, port, isUp = () => isOpen(port), as = {} }) {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child
  let output = ''
  const end = () => void child?.kill('SIGKILL')
  process.once('exit', end)

  function launch() {
    child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...as })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output = (output + data).slice(-10_000)))
    child.once('error', (error) => (output += error.message))
    return child
  }
  async function start() {
    output = ''
    let present = launch()
    for (let tries = 0; !(await isUp()); tries++) {
      if (tries > 600) throw new Error(`${command} did not start on port ${port}:\n${output}`)
      await wait(25)
      // After a kill its own children may hold what it needs for a moment.
      if (present.exitCode !== null && tries % 10 === 9) present = launch()
    }
  }
  /** @param {NodeJS.Signals} signal */
  async function kill(signal) {
    const ended = child
    if (!ended || ended.exitCode !== null || ended.signalCode !== null) return
    ended.kill(signal)
    await once(ended, 'exit')
  }
  await start()
  return {
    port,
    pid: () => child?.pid ?? 0,
    output: () => output,
    kill: (/** @type {NodeJS.Signals} */ signal = 'SIGKILL') => kill(signal),
    start,
    async stop() {
      await kill('SIGKILL')
      process.off('exit', end)
    },
  }
}

/** @param {number} port @returns {Promise<boolean>} */
const isOpen = (port) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => (socket.destroy(), resolve(true)))
    socket.once('error', () => resolve(false))
  })
