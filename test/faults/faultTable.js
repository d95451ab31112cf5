// Keeps the fault table in the README true: what each row came to in each engine when it was last run.
// Prints the table; with --write it first runs the tests of all rows, and writes faults.json and the README.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isBuildStale } from '../run/isBuildStale.js'
import { projectFolder } from '../run/projectFolder.js'
import { runCommand } from '../run/runCommand.js'
import { faultRows, rowsToCome } from './faultRows.js'
import { runFaults } from './runFaults.js'

/**
 * @typedef {import('./readFaults.js').Faults} Faults
 * @typedef {import('./readFaults.js').Result} Result
 */

const mend = 'run node test/faults/faultTable.js --write'
const faultsFile = fileURLToPath(new URL('./faults.json', import.meta.url))
const number = new Intl.NumberFormat('en-US')
const title = (/** @type {string} */ engine) =>
  ({ chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' })[engine] ?? engine

/** @returns {Faults} as last written */
export const storedFaults = () => JSON.parse(readFileSync(faultsFile, 'utf8'))

/** @param {Result | undefined} result */
const cell = (result) => {
  if (result === undefined) return 'to come'
  if ('why' in result) return 'no'
  const { tracked, received, repeats } = result
  return `${number.format(received)}/${number.format(tracked)}${repeats > 0 ? ` +${number.format(repeats)}` : ''}`
}

/**
 * One line per row and one column per engine; below it, what an engine cannot show.
 * @param {Faults} faults
 */
export const faultTable = ({ versions, rows }) => {
  const engines = Object.keys(versions).sort()
  const lines = Object.entries(faultRows).map(([row, what]) =>
    `| ${row} | ${what} | ${engines.map((engine) => cell(rows[row]?.[engine])).join(' | ')} |`)
  const reasons = Object.entries(rows).flatMap(([row, results]) =>
    Object.values(results).flatMap((result) => ('why' in result ? [`row ${row}: ${result.why}`] : [])))
  return [
    `| | what happens | ${engines.map(title).join(' | ')} |`,
    `|---|---|${engines.map(() => '---|').join('')}`,
    ...lines,
    '',
    `Measured in ${engines.map((engine) => versions[engine]).join(', ')}.`,
    ...(reasons.length > 0 ? [`No: ${reasons.join('; ')}.`] : []),
  ].join('\n')
}

const betweenMarks = /(<!-- faults -->\n)([\s\S]*?)(\n?<!-- \/faults -->)/

/**
 * @param {string} readme
 * @param {Faults} faults
 * @returns {string[]} one sentence per difference
 */
export const readmeDifferences = (readme, faults) => {
  const table = betweenMarks.exec(readme)?.[2]
  if (table === undefined) return ['README.md has no <!-- faults --> and <!-- /faults --> to put the table between.']
  return table === faultTable(faults) ? [] : [`The fault table in README.md is not that of faults.json; ${mend}.`]
}

/**
 * What a run has shown otherwise than the table says. How often an event came once more differs from run to run.
 * @param {Faults} stored
 * @param {Faults} seen
 * @returns {string[]} one sentence per difference
 */
export const staleRows = (stored, seen) => {
  const say = (/** @type {Result | undefined} */ result) => cell(result).replace(/ \+.*/, '')
  return Object.keys(seen.versions).flatMap((engine) =>
    Object.keys(faultRows).flatMap((row) => {
      const [old, now] = [stored, seen].map(({ rows }) => say(rows[row]?.[engine]))
      const what = `Row ${row} is "${old}" in the fault table for ${engine}, and came to "${now}"`
      return old === now ? [] : [`${what}; ${mend}.`]
    }))
}

/**
 * @param {Faults} faults
 * @param {readonly number[]} [toCome]
 * @returns {string[]} one sentence per row that has results and should not, or the other way round
 */
export const missingRows = ({ versions, rows }, toCome = rowsToCome) =>
  Object.keys(faultRows).flatMap((row) => {
    const missing = Object.keys(versions).filter((engine) => rows[row]?.[engine] === undefined)
    const isToCome = toCome.includes(Number(row))
    if (isToCome && rows[row] !== undefined)
      return [`Row ${row} has tests; take it out of rowsToCome in faultRows.js.`]
    if (isToCome || missing.length === 0) return []
    return [`Row ${row} has no test in ${missing.join(', ')}; write it, then ${mend}.`]
  })

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--write')) {
    const build = () => runCommand('npm', ['run', '--silent', 'build'], { timeoutMs: 180_000, cwd: projectFolder })
    if (isBuildStale(projectFolder) && !(await build()).isOk) throw new Error('The build failed; see above, nothing was written.')
    const { tally, faults } = await runFaults()
    if (tally.failed > 0) throw new Error('A row of the fault table fails; mend it first, nothing was written.')
    writeFileSync(faultsFile, `${JSON.stringify(faults, undefined, 2)}\n`)
    const path = join(projectFolder, 'README.md')
    const readme = readFileSync(path, 'utf8')
    if (!betweenMarks.test(readme)) throw new Error('README.md has no <!-- faults --> and <!-- /faults -->; add them.')
    const table = faultTable(faults)
    writeFileSync(path, readme.replace(betweenMarks, (_, before, __, after) => `${before}${table}\n${after.trimStart()}`))
  }
  console.log(faultTable(storedFaults()))
}
