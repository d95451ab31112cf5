// Imports point down only: the ranks of the source tree, and every import that breaks them.
// Pure: looks at import statements in memory and reads no file.
import { importGraph, reachedFrom } from './importGraph.js'
import { importsOf } from './parseFile.js'

/** From the bottom up. A name is a folder of `src/`, or a file directly in it. */
export const ranks = [
  ['types', 'lib'],
  ['event', 'privacy', 'identity', 'formats', 'completeness'],
  ['store'],
  ['outbox', 'page'],
  ['delivery'],
  ['capture', 'handover', 'consent', 'experience', 'migrate', 'react', 'vue', 'devtools'],
  ['options', 'tracker', 'worker', 'collectors'],
  ['index', 'script', 'stub', 'segment'],
]

/** Opt-in parts get the tracker as an argument: the core never imports them, and they never import the core. */
const optIn = 5
const forOptIn = ['types', 'lib', 'privacy', 'page']
const wiring = 6

/** Neighbours that may meet, each for a reason. The list is meant to stay this short. */
const allowed = [
  ['tracker', 'options'], // createTracker validates what it was given before it wires anything
  ['worker', 'options'], // and so does deliverOutbox
  ['collectors', 'options'], // and alsoTo
  ['experience', 'store'], // what is remembered of a customer is a database of its own, and not the outbox's
]

/** The only packages there are for src/, and the one part that knows each. */
const packages = new Map([['idb-keyval', 'store'], ['react', 'react'], ['vue', 'vue']])

/** @param {string} path */
const partOf = (path) => path.replace(/\/.*|\.[jt]s$/g, '')

/** @param {string} part */
const rankOf = (part) => ranks.findIndex((names) => names.includes(part))

/**
 * @param {string} from
 * @param {string} to
 * @returns {string | undefined} why the one part may not import the other
 */
const whyNot = (from, to) => {
  const [fromRank, toRank] = [rankOf(from), rankOf(to)]
  if (fromRank < 0 || toRank < 0) return undefined // said once, for the part and not for each import
  if (from === to || allowed.some(([a, b]) => a === from && b === to)) return undefined
  if (toRank > fromRank) return `${from} (rank ${fromRank}) may not import upwards from ${to} (rank ${toRank})`
  if (toRank === fromRank) return `${from} and ${to} are neighbours of rank ${toRank} and may not know each other`
  if (fromRank === optIn && !forOptIn.includes(to))
    return `${from} is opt-in and may import only ${forOptIn.join(', ')}, not ${to}`
  if (fromRank === wiring && toRank === optIn)
    return `${to} is opt-in: ${from} gets it as an option and may not import it`
  return undefined
}

/**
 * @param {import('./readTree.js').Tree} tree
 * @returns {string[]} one sentence per package that a file may not import
 */
const packageBreaches = (tree) =>
  [...tree].flatMap(([from, text]) =>
    importsOf(text)
      .filter(({ specifier }) => !specifier.startsWith('.') && packages.get(specifier) !== partOf(from))
      .map(({ specifier, line }) => `src/${from}:${line}: ${partOf(from)} may not import the package ${specifier}.`))

/**
 * @param {import('./readTree.js').Tree} tree
 * @returns {string[]} one sentence per breach; an empty list is a clean tree
 */
export const rankBreaches = (tree) => {
  const edges = importGraph(tree)
  const unranked = [...new Set([...tree.keys()].map(partOf))]
    .filter((part) => rankOf(part) < 0)
    .map((part) => `src/${part} has no rank; give it one in test/checks/importRanks.js.`)
  const wrong = edges.flatMap(({ from, to, line, specifier }) => {
    if (to === undefined) return [`src/${from}:${line}: '${specifier}' leads to no file of src/.`]
    const reason = whyNot(partOf(from), partOf(to))
    return reason === undefined ? [] : [`src/${from}:${line}: ${reason}.`]
  })
  const pages = reachedFrom(edges, 'worker.ts')
    .filter((path) => partOf(path.at(-1) ?? '') === 'page')
    .map((path) => `src/worker.ts reaches the page: ${path.join(' -> ')}. A worker has none.`)
  return [...unranked, ...wrong, ...packageBreaches(tree), ...pages]
}
