// Runs one command to its end, its output streaming to ours, and ends it with all its children when it takes too long.
// Must not read the command's output: what it found out is in its exit code and in the files it writes.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ timeoutMs: number, cwd?: string, env?: Record<string, string>, label?: string }} options `label` stands before
 *   each line of the output, where several commands run at a time
 * @returns {Promise<{ isOk: boolean, reason: string }>} `reason` says what went wrong, in words
 */
export const runCommand = (command, args, { timeoutMs, cwd, env, label }) =>
  new Promise((resolve) => {
    // A group of its own, so that browsers and workers that it started can be ended with it.
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: label === undefined ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface(stream).on('line', (line) => console.log(`${label} | ${line}`))
    const endGroup = (/** @type {NodeJS.Signals} */ signal) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, signal)
      } catch {
        // It has ended in the meantime, which is what was wanted.
      }
    }
    const onSignal = (/** @type {NodeJS.Signals} */ signal) => {
      endGroup('SIGKILL')
      setImmediate(() => process.exit(signal === 'SIGINT' ? 130 : 143)) // once every command has heard of it
    }
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      endGroup('SIGKILL')
    }, timeoutMs)
    const finish = (/** @type {boolean} */ isOk, /** @type {string} */ reason) => {
      clearTimeout(timer)
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
      endGroup('SIGKILL')
      resolve({ isOk, reason })
    }
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
    child.on('error', (error) => finish(false, `${command} could not be started: ${error.message}`))
    child.on('exit', (code, signal) => {
      if (isLate) finish(false, `it was ended after ${timeoutMs / 1000} s`)
      else finish(code === 0, code === 0 ? '' : `it ended with ${signal ?? `exit code ${code}`}`)
    })
  })
