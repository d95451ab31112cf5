// Owns RESULTS.md: written from what the measures found, with machine, versions, settings and every caveat.
// Must not leave out what speaks against us.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { spliceReport } from './spliceReport.js'
import { toMarkdown } from './tables.js'

/** @typedef {Record<string, { title: string, at: string, seconds: number, result: import('./tables.js').Result }>} Kept */

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url))

/** @param {string | undefined} browser @param {number} seed */
export const machine = (browser, seed) =>
  [browser, `Node ${process.version}`, `${cpus().length} x ${cpus()[0]?.model.trim() || 'unknown processor'}`, `${Math.round(totalmem() / 2 ** 30)} GB`, process.platform, `load ${loadavg()[0]?.toFixed(1)} as it began`, `seed ${seed}`].filter(Boolean).join(', ')

/** @param {Kept[string]} kept */
export function printResult({ title, seconds, result }) {
  console.log(`\n${title} (${seconds} s)\n`)
  for (const table of result.tables) console.log(`${toMarkdown(table)}\n`)
  for (const note of result.notes ?? []) console.log(`- ${note}`)
  for (const { what, aim, found, isKept } of result.aims ?? []) console.log(`- ${what}: ${aim}: ${found}: ${verdict(isKept)}`)
  for (const [name, error] of Object.entries(result.broken ?? {})) console.log(`- ${name} broke: ${error}`)
  console.log()
}

const verdict = (/** @type {boolean | undefined} */ isKept) => (isKept === undefined ? 'measured' : isKept ? 'kept' : '**not kept**')

/** Keeps what was measured for the report; a part replaces its own part of the last run. @param {Kept} results @param {boolean} isWhole @returns {Kept} */
export function keepResults(results, isWhole) {
  const file = path('../.data/bench.json')
  /** @type {Kept} */
  let kept = {}
  try {
    if (!isWhole) kept = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // There was no run yet.
  }
  const all = { ...kept, ...results }
  mkdirSync(path('../.data'), { recursive: true })
  writeFileSync(file, JSON.stringify(all))
  return all
}

/** @param {Kept} results @param {{ about: string, stands: import('./stands.js').Stand[], seconds: number }} run */
export function writeReport(results, { about, stands, seconds }) {
  const all = Object.values(results)
  const aims = all.flatMap(({ result }) => result.aims ?? [])
  const days = [...new Set(all.map(({ at }) => at.slice(0, 10)))].join(', ')
  const text = [
    '# Results',
    '',
    'Written by `npm run bench`; how to read it stands in [README.md](README.md).',
    '',
    `${days}. ${about}. The run took ${Math.round(seconds / 60)} minutes.`,
    '',
    'Absolute times mean little on a shared machine: what counts are ratios within one table, whose rows were measured in turns.',
    '',
    '## Aims',
    '',
    toMarkdown({ columns: ['', 'aim', 'found', ''], rows: aims.map(({ what, aim, found, isKept }) => [what, aim, found, verdict(isKept)]) }),
    '',
    ...all.flatMap(({ title, at, seconds: took, result }) => [
      `## ${title}`,
      '',
      `Begun at ${at.slice(11, 16)} UTC; ${took} s.`,
      '',
      ...result.tables.flatMap((table) => [toMarkdown(table), '']),
      ...(result.notes ?? []).map((note) => `- ${note}`),
      ...Object.entries(result.broken ?? {}).map(([name, error]) => `- ${name} broke: ${error.split('\n')[0]}`),
      '',
    ]),
    '## Who was measured',
    '',
    toMarkdown({
      columns: ['', 'package', 'version'],
      rows: stands.map(({ contender, version }) => [contender.title, contender.packageName ? `\`${contender.packageName}\`` : '', version]),
    }),
    '',
    'Each is set up as its own documentation recommends for reliability; where a setting helps it, it gets it.',
    '',
    ...stands.filter(({ contender }) => contender.settings.length + contender.caveats.length > 0).flatMap(({ contender }) => [
      `**${contender.title}**`,
      '',
      ...contender.settings.map(([setting, reason, doc]) => `- ${/^none$/.test(setting) ? 'no setting' : `\`${setting}\``}: ${reason} (${doc.startsWith('http') ? `<${doc}>` : doc})`),
      ...contender.caveats.map((caveat) => `- ${caveat}`),
      '',
    ]),
    '## Caveats',
    '',
    ...caveats.map((caveat) => `- ${caveat}`),
    '',
  ]
  const written = text.join('\n').replace(/\n{3,}/g, '\n\n')
  const file = path('./RESULTS.md')
  const old = readFileSync(file, 'utf8')
  // Figures of a run on another machine, or in another checkout, stand in the report alone.
  const isPart = [...old.matchAll(/^## .*/gm)].some(([heading]) => !written.includes(`\n${heading}\n`))
  writeFileSync(file, isPart ? spliceReport(old, written, all.map(({ title }) => title), `${days}, ${about}`) : written)
}

const caveats = [
  'One machine, one browser, the loopback: no latency, no loss, HTTP/1.1. Bytes are bodies; with HTTP/2 headers cost less than the column with headers says.',
  'The collector answers each vendor\'s SDK as its own server would (`bench/sink.js`, `bench/peers/`), and is not that server: it takes everything, limits nothing, and has no remote configuration but PostHog\'s. What a vendor\'s server would sort out later (repeats, mostly) is counted as it arrives.',
  'Events of one page are alike, so compression does better than on a real site, for everybody who compresses.',
  'No session replay, flags, surveys, destinations: only what all of them do.',
  'The bench was written by the makers of Throughline. Everything in it can be run, read and corrected.',
]
