// Owns finding and ending a process with all its descendants, by pid.
// Must not end anything that is not a descendant of the pid given, and never by name.
import { execFile, execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

/** @typedef {{ pid: number, parent: number, group: number, name: string }} Process */

const columns = ['-A', '-o', 'pid=,ppid=,pgid=,stat=,comm=']

/** @param {string} text @returns {Process[]} every process of this machine that is not already dead */
function readProcesses(text) {
  return text.trim().split('\n').flatMap((line) => {
    const [pid, parent, group, state = '', ...name] = line.trim().split(/\s+/)
    return state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), group: Number(group), name: name.join(' ') }]
  })
}

const listProcesses = async () => readProcesses((await promisify(execFile)('ps', columns, { encoding: 'utf8' })).stdout)

/** @param {number} root @param {Process[]} all @returns {number[]} the root, its process group and every descendant, parents first */
function processTree(root, all) {
  // A crash handler detaches from its parent but stays in the group, which is the root's own.
  const tree = new Set([root, ...all.filter(({ group }) => group === root).map(({ pid }) => pid)])
  for (const pid of tree) {
    for (const child of all) if (child.parent === pid) tree.add(child.pid)
  }
  return [...tree]
}

/**
 * Ends a process and all its descendants with SIGKILL, without waiting.
 * @param {number} root @returns {number[]} the pids that were signalled
 */
export function signalTree(root) {
  // The list comes first: the children of a dead parent can no longer be told from anybody else's.
  const tree = processTree(root, readProcesses(execFileSync('ps', columns, { encoding: 'utf8' })))
  signal(tree)
  return tree
}

/**
 * The descendants of a process whose program is called so; of a long name Linux keeps the first 15 characters.
 * @param {number} root @param {string} name @returns {Promise<number[]>}
 */
export async function findInTree(root, name) {
  const all = await listProcesses()
  const tree = processTree(root, all)
  return all.flatMap((found) => (tree.includes(found.pid) && found.name.endsWith(name.slice(0, 15)) ? [found.pid] : []))
}

/** @param {number[]} pids */
function signal(pids) {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended by itself between the listing and the signal.
    }
  }
}

/**
 * Ends a process and all its descendants and resolves once they are gone.
 * @param {number} root
 * @param {() => Promise<unknown>} [politely] is given the first try; whatever survives it gets SIGKILL
 * @returns {Promise<number>} when the signal was given, epoch ms
 */
export async function endTree(root, politely) {
  // Not in one go: what the browser asks of this process until its end is still answered.
  const tree = processTree(root, await listProcesses())
  const signalledAt = Date.now()
  if (!politely) signal(tree)
  await politely?.().catch(() => {}) // whether it worked shows below
  const survivors = async () => (await listProcesses()).flatMap(({ pid }) => (tree.includes(pid) ? [pid] : []))
  const until = Date.now() + 10_000
  for (let left = await survivors(); left.length > 0; left = await survivors()) {
    if (Date.now() > until) throw new Error(`Processes ${left.join(', ')} survived SIGKILL: end them by hand`)
    for (const pid of left) signalTree(pid)
    await sleep(10)
  }
  return signalledAt
}
