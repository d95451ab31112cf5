// Owns ending a browser whose test process was killed: a small process that waits for its parent's end of a pipe to close.
// Must not end anything unless that happened; a browser that ends in the ordinary way is its driver's business.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { signalTree } from './processTree.js'

const self = fileURLToPath(import.meta.url)

/**
 * For engines that do not end by themselves when nobody drives them any more.
 * @param {number} pid of the browser
 * @returns {() => void} takes the guard away again
 */
export function guard(pid) {
  // A session of its own: whoever ends our whole process group must not end the guard with it.
  const child = spawn(process.execPath, [self, String(pid)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  child.unref()
  return () => void child.kill('SIGKILL')
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === self) {
  const pid = Number(process.argv[2])
  process.stdin.resume().on('close', () => signalTree(pid))
}
