// What must hold of every history: throws with a sentence where it does not.
// Must not make histories; the graph to judge is handed in, from the sources or from what is built.
import { isDeepStrictEqual } from 'node:util'
import { referenceResolve } from './referenceResolve.js'

/**
 * @typedef {import('../../../src/identity/graphTypes.js').Statement} Statement
 * @typedef {import('../../../src/identity/graphTypes.js').Identifier} Identifier
 * @typedef {import('../../../src/identity/graphTypes.js').Link} Link
 * @typedef {import('../../../src/identity/graphTypes.js').Rules} Rules
 * @typedef {import('../../../src/identity/graphTypes.js').Resolution} Resolution
 * @typedef {Pick<typeof import('../../../src/identity/index.js'), 'resolve' | 'createIdentityGraph'>} Library
 */

/** @type {(what: string, found: unknown, wanted: unknown) => void} */
const same = (what, found, wanted) => {
  if (!isDeepStrictEqual(found, wanted)) throw new Error(`${what}:\n${JSON.stringify(found, null, 1)}\ninstead of\n${JSON.stringify(wanted, null, 1)}`)
}

/** @type {(identifier: Identifier) => string} */
const key = ({ namespace, value }) => `${namespace}:${value}`

/** As {@link referenceResolve} says it. @param {Resolution} resolution */
const sayPlainly = ({ persons, conflicts }) => ({
  persons: persons.map(({ identifiers }) => identifiers.map(key).sort()).sort((x, y) => (`${x[0]}` < `${y[0]}` ? -1 : 1)),
  conflicts: conflicts.map(({ link, rule }) => `${link.id} ${rule}`).sort(),
})

/** @type {(graph: ReturnType<Library['createIdentityGraph']>) => Resolution} */
export const readGraph = (graph) => ({
  persons: [...graph.persons()].sort((x, y) => (x.id < y.id ? -1 : 1)),
  conflicts: graph.conflicts(),
})

/**
 * One history: the graph says after each step what a fresh `resolve` says, in any order and with repetitions, and what
 * the plain reading of the rules says; what it exports makes the same graph again.
 * @param {Library} library
 * @param {{ history: readonly Statement[], shuffled: readonly Statement[], rules: Rules }} one
 */
export function checkHistory({ resolve, createIdentityGraph }, { history, shuffled, rules }) {
  const graph = createIdentityGraph(rules)
  history.forEach((statement, index) => {
    graph.add(statement)
    // Not after each one: what is only asked for now and then has to be right too.
    if (index % 3 === 2) same(`after step ${index}`, readGraph(graph), resolve(history.slice(0, index + 1), rules))
  })
  const wanted = resolve(history, rules)
  same('in the end', readGraph(graph), wanted)
  same('in another order, with repetitions', resolve(shuffled, rules), wanted)
  same('beside the plain reading of the rules', sayPlainly(wanted), referenceResolve(history, rules))
  same('exported and imported', resolve(graph.export(), rules), wanted)
  checkPersons(graph, wanted)
  checkUniqueness(history, wanted, rules)
}

/** Each identifier answers with its person, as do the person's id and `namespace:value`. @type {(graph: any, resolution: Resolution) => void} */
function checkPersons(graph, { persons }) {
  for (const person of persons) {
    same(`the id ${person.id}`, graph.person(person.id), person)
    for (const identifier of person.identifiers) {
      same(key(identifier), graph.person(identifier), person)
      same(`the text ${key(identifier)}`, graph.person(key(identifier)), person)
      const { isSame, links } = graph.explain(person.identifiers[0], identifier)
      same(`${key(identifier)} is of its person`, isSame, true)
      checkWay(links, /** @type {Identifier} */ (person.identifiers[0]), identifier)
    }
  }
}

/** An explanation is a way of links from the one to the other. @type {(links: readonly Link[], from: Identifier, to: Identifier) => void} */
function checkWay(links, from, to) {
  let at = key(from)
  for (const { a, b } of links) at = key(a) === at ? key(b) : key(b) === at ? key(a) : 'nowhere'
  same('the way ends at', at, key(to))
}

/** So many values of a unique namespace, so many verified merges less one. @type {(history: readonly Statement[], resolution: Resolution, rules: Rules) => void} */
function checkUniqueness(history, { persons }, { unique = ['user'] }) {
  for (const { id, identifiers } of persons) {
    const own = new Set(identifiers.map(key))
    const isMerge = (/** @type {any} */ { reason, authority, a, b }) =>
      reason === 'merge' && authority === 'verified' && own.has(key(a)) && own.has(key(b))
    const merges = new Set(history.filter((each) => 'id' in each && isMerge(each)).map((each) => /** @type {Link} */ (each).id)).size
    for (const namespace of unique) {
      const values = identifiers.filter((each) => each.namespace === namespace).length
      if (values > 1 + merges) throw new Error(`${id} has ${values} of ${namespace}, with ${merges} verified merges`)
    }
  }
}

/**
 * A link, or a detach, that is added and taken out again leaves everything as it was, at once and for good.
 * @param {Library} library
 * @param {{ history: readonly Statement[], link: Link | import('../../../src/identity/graphTypes.js').Detach, rules: Rules }} one
 */
export function checkUndo({ resolve, createIdentityGraph }, { history, link, rules }) {
  const graph = createIdentityGraph(rules)
  graph.import(history)
  const before = resolve(history, rules)
  graph.add(link)
  const between = readGraph(graph)
  same('with the link', between, resolve([...history, link], rules))
  graph.remove(link.id)
  same('after the undo', readGraph(graph), before)
  graph.add(link)
  same('after the undone link came again', readGraph(graph), before)
}
