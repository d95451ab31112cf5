// Owns `npm run bench`: runs every file of measures/ in a real browser and prints what it found.
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
 */

/**
 * @typedef {object} Measured
 * @property {string[][]} lines
 * @property {string} [promise]
 * @property {boolean} [isKept]
 */

const wanted = process.argv.slice(2)
const folder = new URL('./measures/', import.meta.url)
const files = (await readdir(folder)).filter((file) => file.endsWith('.js'))
const chosen = files.filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)))
if (chosen.length === 0) throw new Error(`No measure of that name: choose from ${files.join(', ')}`)

const sink = await startSink()
const site = await startSite({ collectorUrl: sink.url })
const browser = await launch('chromium')
try {
  console.log(`${browser.version}, Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`)
  console.log('median (middle half)')
  for (const file of chosen.sort()) {
    /** @type {{ title: string, measure(setting: Setting): Promise<Measured> }} */
    const { title, measure } = await import(new URL(file, folder).href)
    const { lines, promise, isKept = true } = await measure({ browser, site })
    console.log(`\n${title}`)
    for (const line of lines) console.log(`  ${line.join(' | ')}`)
    if (promise) console.log(`  promise: ${promise}: ${isKept ? 'kept' : 'NOT KEPT'}`)
    if (!isKept) process.exitCode = 1
  }
} finally {
  await browser.close()
  await site.close()
  await sink.close()
}
