// Owns the stands of the comparison: for each contender its script, its pages, its collector.
// Must not measure.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.js'
import { contenders } from './contenders.js'
import { startPages } from './pages.js'
import { startSink } from './sink.js'

/**
 * @typedef {object} Stand
 * @property {string} name
 * @property {string} version
 * @property {import('./contenders.js').Contender} contender
 * @property {import('./bundle.js').Bundle} script
 * @property {import('./sink.js').Sink} sink
 * @property {Awaited<ReturnType<typeof startPages>>} pages
 */

/** @param {string} name */
const versionOf = (name) => {
  const { packageName } = contenders[name] ?? {}
  if (!packageName) return ''
  const path = name === 'throughline' ? '../package.json' : `./peers/node_modules/${packageName}/package.json`
  return JSON.parse(readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8')).version
}

/**
 * @param {readonly string[]} names
 * @param {(name: string, error: unknown) => void} broken
 * @returns {Promise<{ stands: Stand[], close(): Promise<void> }>}
 */
export async function openStands(names, broken) {
  /** @type {Stand[]} */
  const stands = []
  for (const name of names) {
    try {
      const contender = /** @type {import('./contenders.js').Contender} */ (contenders[name])
      const script = await bundle(name)
      const capture = contender.hasCapture ? await bundle(contender.capturePage ?? name) : script
      const acts = contender.actsPage ? await bundle(contender.actsPage) : capture
      const sink = await startSink(contender)
      const pages = await startPages({ code: script.code, captureCode: capture.code, actsCode: acts.code, collectorUrl: sink.url })
      stands.push({ name, version: versionOf(name), contender, script, sink, pages })
    } catch (error) {
      broken(name, error)
    }
  }
  return {
    stands,
    async close() {
      await Promise.all(stands.flatMap(({ sink, pages }) => [sink.close(), pages.close()]))
    },
  }
}
