// Owns the speed and the size of the identity graph, beside graphology and a plain union-find.
// Needs no browser: a graph is what a server keeps.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { installFrom } from '../../test/support/installFrom.js'
import { contenders } from '../identity/contenders.js'
import { median } from '../statistics.js'

const script = fileURLToPath(new URL('../identity/measureContender.js', import.meta.url))
const wantedPerSecond = 500_000
const mostBytes = 4 * 2 ** 30

/** @typedef {{ perSecond: number, bytesPerLink: number, people: number, askedMs: number, undoUs: number, peakBytes: number }} Found */

/** @param {string} name @param {number} count @returns {Found | undefined} undefined if memory was not enough */
function measureOne(name, count) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', script, name, String(count)], { encoding: 'utf8' })
  if (status === 0) return JSON.parse(stdout)
  if (!/heap out of memory|Map maximum size/.test(stderr)) throw new Error(`${name} with ${count} links failed.\n${stderr}`)
  return undefined
}

/** @param {(Found | undefined)[]} runs @returns {Found | undefined} the middle of each figure */
function middle(runs) {
  const found = runs.filter((run) => run !== undefined)
  const [first] = found
  if (!first || found.length < runs.length) return undefined
  const fields = /** @type {(keyof Found)[]} */ (Object.keys(first))
  return /** @type {Found} */ (Object.fromEntries(fields.map((field) => [field, median(found.map((run) => run[field]))])))
}

/** @param {number} value */
const thousands = (value) => `${Math.round(value / 1_000).toLocaleString('en-US')},000`

export const identity = {
  title: 'Identity graph: links added per second of processor time, bytes per link',
  needsBrowser: false,
  needsStands: false,
  measure,
}

/** @param {{ flags: readonly string[] }} run @returns {Promise<import('../tables.js').Result>} */
async function measure({ flags }) {
  installFrom(fileURLToPath(new URL('../peers', import.meta.url)))
  const isAll = flags.includes('--all')
  const sizes = [[10_000, 5], [100_000, 5], [1_000_000, 3], ...(isAll ? [[10_000_000, 1]] : [])]
  const lines = [['links', 'what', 'links/s', 'of the union-find', 'bytes/link', 'peak MB', 'undo one and ask, us']]
  let isKept = true
  for (const [count = 0, times = 1] of sizes) {
    // In turns, so that a busy moment of the machine hits all of them.
    /** @type {{ [name: string]: (Found | undefined)[] }} */
    const runs = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]))
    for (let i = 0; i < times; i++) for (const name of Object.keys(contenders)) runs[name]?.push(measureOne(name, count))
    const found = Object.entries(runs).map(([name, all]) => /** @type {const} */ ([name, middle(all)]))
    const limit = found.find(([name]) => name === 'union-find')?.[1]
    const people = new Set(found.flatMap(([, each]) => each?.people ?? []))
    if (people.size > 1) throw new Error(`They do not find the same people: ${[...people].join(', ')}.`)
    for (const [name, each] of found) {
      const share = each && limit ? `${Math.round((100 * each.perSecond) / limit.perSecond)} %` : ''
      lines.push(each
        ? [count.toLocaleString('en-US'), name, thousands(each.perSecond), share, each.bytesPerLink.toFixed(0), (each.peakBytes / 1e6).toFixed(0),
            each.undoUs > 0 ? each.undoUs.toFixed(0) : 'not possible']
        : [count.toLocaleString('en-US'), name, 'out of memory', '', '', '', ''])
      if (name !== 'throughline') continue
      if (!each || each.peakBytes > mostBytes || (count === 1_000_000 && each.perSecond < wantedPerSecond)) isKept = false
    }
  }
  if (!isAll) lines.push(['10,000,000', 'with --all, some minutes', '', '', '', '', ''])
  const [columns = [], ...rows] = lines
  return { tables: [{ columns, rows }], aims: [{ what: 'identity graph', aim: '500,000 links a second at a million, ten million in 4 GB', found: '', isKept, isPromise: true }] }
}
