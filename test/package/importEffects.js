// Imports one module in a Node without a DOM and tells what the import did beyond that: it must be nothing.
// Run as node importEffects.js <path> [<path of a peer> ...]; prints one sentence per effect, of the peers none.
import { pathToFileURL } from 'node:url'

const [path = '', ...peers] = process.argv.slice(2)
for (const peer of peers) await import(pathToFileURL(peer).href)

const names = () => Object.getOwnPropertyNames(globalThis)
const before = new Set(names())
const untouched = new Map(names().map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)?.value]))
/** What keeps a program alive, but for the files that the import itself reads. */
const running = () => process.getActiveResourcesInfo().filter((kind) => !/^FS|Pipe|TTY/.test(kind)).length
const runningBefore = running()
const output = process.stdout.bytesWritten ?? 0

await import(pathToFileURL(path).href)

const effects = [
  ...names()
    .filter((name) => !before.has(name))
    .map((name) => `It sets the global ${name}.`),
  ...[...untouched]
    .filter(([name, value]) => !Object.is(Object.getOwnPropertyDescriptor(globalThis, name)?.value, value))
    .map(([name]) => `It replaces the global ${name}.`),
  ...(running() > runningBefore ? ['It starts a timer, a request or the like.'] : []),
  ...((process.stdout.bytesWritten ?? 0) > output ? ['It prints.'] : []),
]
for (const effect of effects) console.log(effect)
process.exit(effects.length > 0 ? 1 : 0)
