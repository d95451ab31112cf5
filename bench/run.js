// Owns `npm run bench`: runs every file of measures/, in a real browser if it needs one, and prints what it found.
// Writes nothing; fails when a promise is not kept.
import { readdir } from 'node:fs/promises'
import { cpus } from 'node:os'
import { launch } from '../test/support/browser.js'
import { startSite } from '../test/support/site.js'
import { startSink } from './sink.js'

/**
 * What a measure works with.
 * @typedef {object} Setting
 * @property {import('../test/support/browser.js').Browser} browser
 * @property {Awaited<ReturnType<typeof startSite>>} site
 * @property {readonly string[]} flags
 */

/**
 * @typedef {object} Measured
 * @property {string[][]} lines
 * @property {string} [promise]
 * @property {boolean} [isKept]
 */

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const folder = new URL('./measures/', import.meta.url)
const files = (await readdir(folder)).filter((file) => file.endsWith('.js'))
const chosen = files.filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)))
if (chosen.length === 0) throw new Error(`No measure of that name: choose from ${files.join(', ')}`)

/** @type {{ title: string, needsBrowser?: boolean, measure(setting: Setting): Promise<Measured> }[]} */
const measures = await Promise.all(chosen.sort().map((file) => import(new URL(file, folder).href)))
const needsBrowser = measures.some((each) => each.needsBrowser !== false)
const sink = needsBrowser ? await startSink() : undefined
const site = sink && (await startSite({ collectorUrl: sink.url }))
const browser = needsBrowser ? await launch('chromium') : undefined
try {
  const machine = `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`
  console.log(browser ? `${browser.version}, ${machine}` : machine)
  console.log('median (middle half)')
  for (const { title, measure } of measures) {
    const { lines, promise, isKept = true } = await measure(/** @type {Setting} */ ({ browser, site, flags }))
    console.log(`\n${title}`)
    for (const line of lines) console.log(`  ${line.join(' | ')}`)
    if (promise) console.log(`  promise: ${promise}: ${isKept ? 'kept' : 'NOT KEPT'}`)
    if (!isKept) process.exitCode = 1
  }
} finally {
  await browser?.close()
  await site?.close()
  await sink?.close()
}
