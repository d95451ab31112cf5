// Keeps the table of scenarios in the README true: who becomes one person by the rules of each system.
// Prints the table; with --write it is put into the README. Needs what is built.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve as resolvePath } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectFolder } from '../run/projectFolder.js'
import { posthog, rudderstack, segment } from './peerModels.js'
import { runScenario, sortPeople } from './runScenario.js'
import { scenarios } from './scenarios.js'
import { throughline } from './throughline.js'

const words = ['none', 'one', 'two', 'three', 'four', 'five', 'six']
const say = (/** @type {number} */ count) => words[count] ?? `${count}`

/**
 * What is wrong with the people found, in a few words; `yes` if nothing is.
 * @param {readonly (readonly string[])[]} wanted
 * @param {readonly (readonly string[])[] | undefined} found
 */
export function judge(wanted, found) {
  if (!found) return ''
  if (JSON.stringify(sortPeople(wanted)) === JSON.stringify(sortPeople(found))) return 'yes'
  /** The most parts into which one of them falls. @type {(some: readonly (readonly string[])[], others: readonly (readonly string[])[]) => number} */
  const most = (some, others) => Math.max(...some.map((views) => others.filter((other) => other.some((view) => views.includes(view))).length))
  const [asOne, asMany] = [most(found, wanted), most(wanted, found)]
  const parts = [...(asOne > 1 ? [`${say(asOne)} as one`] : []), ...(asMany > 1 ? [`one as ${say(asMany)}`] : [])]
  return `**${parts.join(', ') || 'others'}**`
}

/** @param {(typeof import('../../src/identity/index.js'))['resolve']} resolve */
export function peersTable(resolve) {
  const models = [throughline(resolve), segment, rudderstack, posthog]
  const rows = scenarios.map((scenario) =>
    [scenario.name, scenario.truth, ...models.map((model) => judge(scenario.people, runScenario(model, scenario)))])
  return [
    `| what happens | the truth | ${models.map(({ name }) => name).join(' | ')} |`,
    `|---|---|${models.map(() => '---|').join('')}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n')
}

const betweenMarks = /(<!-- peers -->\n)([\s\S]*?)(\n?<!-- \/peers -->)/

/** @param {string} readme @param {string} table @returns {string[]} one sentence per difference */
export const readmeDifferences = (readme, table) =>
  betweenMarks.exec(readme)?.[2] === table
    ? []
    : ['The table of scenarios in README.md is not what the models come to; run node test/peers/peersTable.js --write.']

if (process.argv[1] !== undefined && resolvePath(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { resolve } = await import('throughline/identity')
  const table = peersTable(resolve)
  console.log(table)
  if (process.argv.includes('--write')) {
    const path = join(projectFolder, 'README.md')
    const readme = readFileSync(path, 'utf8')
    if (!betweenMarks.test(readme)) throw new Error('README.md has no <!-- peers --> and <!-- /peers -->; add them.')
    writeFileSync(path, readme.replace(betweenMarks, (_, before, __, after) => `${before}${table}\n${after.trimStart()}`))
  }
}
