// Measures every size that we promise or publish, and keeps the table in the README true.
// Prints the table; with --write it also writes it into the README.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliBytes, measureImport } from './measureImport.js'
import { readPackage } from './readPackage.js'

/** @typedef {{ what: string, bytes: number, maxBytes?: number }} Size */

const maxTrackerBytes = 7_700
const maxWholeBytes = 12_000
const maxScriptBytes = 13_000
const maxStubBytes = 150
/** What each capture may add to a site that has `pageViews` and `clicks`, which share with them what they have in common. */
const maxCaptureBytes = 700
const captures = [
  'exits', 'frames', 'forms', 'frustration', 'attention', 'impressions', 'vitals', 'errors', 'requests', 'media', 'searches', 'copies', 'dataLayer',
  'campaigns', 'newSession', 'validate', 'orderCompleted',
]
/** These do the work of several. */
const largeCaptures = new Map([['forms', 1_100], ['frustration', 2_100], ['dataLayer', 1_100]])

/** The parts of the experience, which a site takes one by one: each adds so much to a page that has a tracker. */
const maxPartBytes = 2_048
const maxSurveyBytes = 5_000
const parts = ['createMemory', 'createProfile', 'createJourney', 'createScore', 'createMoments', 'createProcesses', 'createPromises']
const survey = 'createSurvey, defineSurvey'

// The brotli of another version of Node may differ by a few bytes.
const maxDifferenceBytes = 16

/**
 * @param {string} folder the package
 * @returns {Promise<Size[]>}
 */
export const measureSizes = async (folder) => {
  const { name, entries } = readPackage(folder)
  /** @param {string} path */
  const file = (path) => brotliBytes(readFileSync(join(folder, path), 'utf8').trim())
  const tracker = `import { createTracker } from '${name}'`
  // What is loaded late is loaded all the same, so both have a limit and stand in the table.
  const { bytes, atOnceBytes } = await measureImport(folder, `export { createTracker } from '${name}'`, { isSplit: true })
  /** @type {Size[]} */
  const sizes = [
    { what: `\`${tracker}\`, loaded at once`, bytes: atOnceBytes, maxBytes: maxTrackerBytes },
    { what: 'the same with delivery, which follows', bytes, maxBytes: maxWholeBytes },
    { what: '`throughline.js`, the script tag', bytes: file('dist/throughline.js'), maxBytes: maxScriptBytes },
    { what: '`stub.js`, inline', bytes: file('dist/stub.js'), maxBytes: maxStubBytes },
    { what: '`throughline-capture.js`, what the script tag loads for other captures', bytes: file('dist/throughline-capture.js') },
  ]
  for (const { subpath } of entries.filter((entry) => entry.subpath !== '.')) {
    const path = name + subpath.slice(1)
    const { bytes: entryBytes } = await measureImport(folder, `export * from '${path}'`)
    sizes.push({ what: `everything in \`${path}\``, bytes: entryBytes })
    if (subpath !== './experience') continue
    for (const names of [...parts, survey]) {
      const both = await measureImport(folder, `export { createTracker } from '${name}'\nexport { ${names} } from '${path}'`)
      const maxBytes = names === survey ? maxSurveyBytes : maxPartBytes
      sizes.push({ what: `\`${names}\` of it, beside the tracker`, bytes: both.bytes - bytes, maxBytes })
    }
  }
  // A planted package has none of them.
  if (!entries.some(({ subpath }) => subpath === './experience')) return sizes
  /** @param {string} names */
  const capture = async (names) => (await measureImport(folder, `export { ${names} } from '${name}/capture'`)).bytes
  const both = await capture('pageViews, clicks')
  sizes.push({ what: '`pageViews` and `clicks`', bytes: both, maxBytes: 2_950 })
  for (const each of captures) {
    const more = (await capture(`pageViews, clicks, ${each}`)) - both
    sizes.push({ what: `\`${each}\` besides`, bytes: more, maxBytes: largeCaptures.get(each) ?? maxCaptureBytes })
  }
  return sizes
}

/**
 * @param {readonly Size[]} sizes
 * @returns {string[]} one sentence per size over its limit
 */
export const overBudget = (sizes) =>
  sizes
    .filter(({ bytes, maxBytes = Infinity }) => bytes > maxBytes)
    .map(({ what, bytes, maxBytes }) => `${what} has ${bytes} B and may have ${maxBytes}; make it smaller.`)

const number = new Intl.NumberFormat('en-US')

/** @param {readonly Size[]} sizes */
export const sizeTable = (sizes) => {
  const rows = sizes.map(({ what, bytes, maxBytes }) =>
    `| ${what} | ${number.format(bytes)} B | ${maxBytes === undefined ? '' : `${number.format(maxBytes)} B`} |`)
  return ['| what | brotli | limit |', '|---|---|---|', ...rows].join('\n')
}

export const betweenMarks = /(<!-- sizes -->\n)([\s\S]*?)(\n?<!-- \/sizes -->)/

/**
 * @param {string} readme
 * @param {readonly Size[]} sizes
 * @param {string} [script] that writes it
 * @returns {string[]} one sentence per difference
 */
export const readmeDifferences = (readme, sizes, script = 'sizes.js') => {
  const table = betweenMarks.exec(readme)?.[2]
  if (table === undefined) return ['README.md has no <!-- sizes --> and <!-- /sizes --> to put the table between.']
  const written = new Map([...table.matchAll(/^\| (.+?) \| ([\d,]+) B \|/gm)].map(([, what, bytes]) => [what, bytes]))
  const mend = `run node test/package/${script} --write`
  const extra = [...written.keys()].filter((what) => sizes.every((size) => size.what !== what))
  return [
    ...extra.map((what) => `README.md has a size for ${what}, which is not measured; ${mend}.`),
    ...sizes.flatMap(({ what, bytes }) => {
      const said = written.get(what)
      if (said === undefined) return [`README.md has no size for ${what}; ${mend}.`]
      const isTrue = Math.abs(Number(said.replaceAll(',', '')) - bytes) <= maxDifferenceBytes
      return isTrue ? [] : [`README.md says ${said} B for ${what}, and it has ${number.format(bytes)} B; ${mend}.`]
    }),
  ]
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL('../..', import.meta.url))
  const table = sizeTable(await measureSizes(folder))
  console.log(table)
  if (process.argv.includes('--write')) {
    const path = join(folder, 'README.md')
    const readme = readFileSync(path, 'utf8')
    if (!betweenMarks.test(readme)) throw new Error('README.md has no <!-- sizes --> and <!-- /sizes -->; add them.')
    const written = readme.replace(betweenMarks, (_, before, __, after) => `${before}${table}\n${after.trimStart()}`)
    writeFileSync(path, written)
  }
}
