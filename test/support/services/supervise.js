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
  const end = () => void child.kill('SIGKILL')
  process.once('exit', end)
  function start() {
    // Each of them says that the others are away; the test says what was lost.
    child = spawn(process.execPath, [...args], { env: { PATH: process.env['PATH'], ...env }, stdio: 'ignore' })
    child.once('exit', () => !isStopped && setTimeout(() => !isStopped && start(), againMs))
  }
  start()
  return {
    /** @param {NodeJS.Signals} [signal] */
    kill: (signal = 'SIGKILL') => void child.kill(signal),
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
