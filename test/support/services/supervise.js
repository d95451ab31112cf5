// A Node process that is started again whenever it ends, as an orchestrator would, and can be killed at will.
// Knows nothing of what it runs.
import { spawn } from 'node:child_process'
import { once } from 'node:events'

const againMs = 100

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export function supervise(args, env) {
  /** @type {import('node:child_process').ChildProcess} */
  let child
  let isStopped = false
  let output = ''
  let starts = 0
  const end = () => void child.kill('SIGKILL')
  process.once('exit', end)
  function start() {
    starts++
    child = spawn(process.execPath, [...args], { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'ignore', 'pipe'] })
    child.stderr?.on('data', (data) => (output = (output + data).slice(-4_000)))
    child.once('exit', () => !isStopped && setTimeout(() => !isStopped && start(), againMs))
  }
  start()
  return {
    /** @param {NodeJS.Signals} [signal] */
    kill: (signal = 'SIGKILL') => void child.kill(signal),
    output: () => output,
    starts: () => starts,
    /** What it uses, if it is there: kB of memory. */
    pid: () => child.pid ?? 0,
    async stop() {
      isStopped = true
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      process.off('exit', end)
    },
  }
}
