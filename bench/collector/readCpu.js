// Processor time of processes with all their children, from /proc: what a stage costs, whoever else runs.
// Only Linux has it; elsewhere it is not a number.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const ticks = () => Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** @param {number} pid @returns {{ parent: number, ticks: number } | undefined} */
function readOne(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ').map(Number)
    // Its own, and that of children that are gone.
    return { parent: fields[1] ?? 0, ticks: [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0) }
  } catch {
    return undefined
  }
}

/** @param {readonly number[]} pids @returns {number} seconds */
export function readCpu(pids) {
  if (process.platform !== 'linux') return Number.NaN
  const all = new Map(readdirSync('/proc').flatMap((name) => {
    const found = /^\d+$/.test(name) && readOne(Number(name))
    return found ? [[Number(name), found]] : []
  }))
  const isOurs = (/** @type {number} */ pid) => pids.includes(pid) || pids.includes(all.get(pid)?.parent ?? 0)
  return [...all].reduce((sum, [pid, { ticks: own }]) => sum + (isOurs(pid) ? own : 0), 0) / ticks()
}
