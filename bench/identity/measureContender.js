// Owns one measurement in a process of its own, so that nobody else's memory counts: node measureContender.js name links
// Prints JSON. Must be started with --expose-gc.
import { contenders } from './contenders.js'

const [name = '', countText = ''] = process.argv.slice(2)
const count = Number(countText)
/** So many links at a time: they come as text, as to a server, and their making is not measured. */
const atOnce = 10_000
const customers = 0.3

let state = 12_345
const random = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff)
/** @type {(value: number, width: number) => string} */
const hex = (value, width) => (value >>> 0).toString(16).padStart(width, '0').slice(-width)
/** As UUIDv7s are: in order by time, random at the end. @type {(n: number, kind: number) => string} */
const uuid = (n, kind) => `${hex(0x19000000 + (n >>> 16), 8)}-${hex(n, 4)}-7${hex(kind, 3)}-8${hex(random(), 3)}-${hex(random(), 6)}${hex(n, 6)}`

/** Logins: each a new visitor, of customers who come three times or so. @type {(from: number, to: number) => import('./contenders.js').Link[]} */
function makeLinks(from, to) {
  const links = Array.from({ length: to - from }, (_, i) => ({
    id: uuid(from + i, 1),
    a: { namespace: 'anonymous', value: uuid(from + i, 2) },
    b: { namespace: 'user', value: `customer-${random() % Math.ceil(count * customers)}` },
    time: 1_760_000_000_000 + from + i,
    reason: 'login',
    authority: 'claim',
  }))
  return JSON.parse(JSON.stringify(links))
}

const collect = /** @type {() => void} */ (globalThis.gc)
const memory = () => {
  collect()
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
/** Of all threads, the garbage collector's too; what others do on the machine at the same time does not count. @param {NodeJS.CpuUsage} since */
const processorMs = (since) => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1_000
}
const create = contenders[name]
if (!create || !collect) throw new Error('Run it as node --expose-gc measureContender.js name links.')
// Compiled before the clock runs: what a server does all day is not its first second.
for (let i = 0; i < 3; i++) {
  const warm = await create()
  for (const link of makeLinks(0, 30_000)) warm.add(link)
}

const contender = await create()
const before = memory()
let spentMs = 0
/** @type {import('./contenders.js').Link[]} */
let last = []
for (let i = 0; i < count; i += atOnce) {
  const links = makeLinks(i, Math.min(count, i + atOnce))
  const started = process.cpuUsage()
  for (const link of links) contender.add(link)
  spentMs += processorMs(started)
  last = links
}
const bytes = memory() - before
const started = process.cpuUsage()
const people = contender.people()
const askedMs = processorMs(started)
// A component of graphology is known only once all are counted; the others know as they go.
if (name === 'graphology') spentMs += askedMs
const undone = contender.undo ? last.slice(0, 1_000) : []
const undoStarted = process.cpuUsage()
for (const link of undone) contender.undo?.(link)
const undoUs = undone.length > 0 ? (1_000 * processorMs(undoStarted)) / undone.length : 0
const peakBytes = process.resourceUsage().maxRSS * 1024
console.log(JSON.stringify({ perSecond: count / (spentMs / 1_000), bytesPerLink: bytes / count, people, askedMs, undoUs, peakBytes }))
