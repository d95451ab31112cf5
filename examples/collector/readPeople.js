// Who is who, and what each did: people of the graph, and visitors of whom nothing was ever stated.
// Reads only; who is one person is decided by throughline/identity.
import { orderTimeline } from './orderTimeline.js'
import { readEventsOf, readTotals, readTraitsOf, toPreview } from './readEvents.js'

/**
 * @typedef {import('throughline/identity').Identifier} Identifier
 * @typedef {import('throughline/identity').IdentityGraph} IdentityGraph
 * @typedef {typeof import('throughline/identity').mergeTraits} MergeTraits
 * @typedef {object} Person
 * @property {string} key `namespace:value`
 * @property {string} id
 * @property {readonly Identifier[]} identifiers
 * @property {number} events
 * @property {boolean} isAsking to be forgotten, in the words of a page
 * @property {Date | null} first
 * @property {Date | null} last
 */

const maxPeople = 200
const maxTimeline = 500

/** @param {Identifier} identifier */
const keyOf = ({ namespace, value }) => `${namespace}:${value}`

/**
 * The people, the latest active first.
 * @param {import('./database.js').Query} query
 * @param {IdentityGraph} graph
 */
export async function readPeople(query, graph) {
  /** @type {Map<string, Person>} */
  const people = new Map()
  const take = (/** @type {Person} */ person) => people.get(person.id) ?? people.set(person.id, person).get(person.id)
  for (const { namespace, value, ...totals } of await readTotals(query)) {
    addTotals(/** @type {Person} */ (take(toPerson(graph, { namespace, value }))), totals)
  }
  for (const { id, identifiers } of graph.persons()) take({ ...toCard(id, identifiers) })
  const latestFirst = [...people.values()].sort((a, b) => Number(b.last) - Number(a.last) || (a.key < b.key ? -1 : 1))
  return { total: people.size, people: latestFirst.slice(0, maxPeople), conflicts: graph.conflicts().slice(0, maxPeople) }
}

/**
 * One person with a timeline, oldest event first. `known` is false for what was done before (or without) login.
 * @param {import('./database.js').Query} query
 * @param {IdentityGraph} graph
 * @param {{ identifier: string, mergeTraits: MergeTraits }} asked `namespace:value`, or the bare value
 */
export async function readPerson(query, graph, { identifier, mergeTraits }) {
  const found = await findPerson(query, graph, identifier)
  if (!found) return undefined
  const { by, ...person } = found
  const owners = readOwners(person)
  const newest = await readEventsOf(query, { ...owners, limit: maxTimeline })
  const timeline = orderTimeline(newest).map((event) => ({ ...toPreview(event), known: event.userId !== null }))
  return {
    ...person,
    traits: mergeTraits(await readTraitsOf(query, owners.users)),
    links: graph.links(by).slice(0, maxPeople),
    timeline,
    truncated: person.events > timeline.length,
    conflicts: graph.conflicts(by).slice(0, maxPeople),
  }
}

/**
 * Whom a text means, and by which identifier. Touches nobody else.
 * @param {import('./database.js').Query} query
 * @param {IdentityGraph} graph
 * @param {string} text `namespace:value`, or the bare value
 * @returns {Promise<Person & { by: Identifier } | undefined>}
 */
export async function findPerson(query, graph, text) {
  for (const by of await readNames(query, text)) {
    const person = toPerson(graph, by)
    for (const totals of await readTotals(query, readOwners(person))) addTotals(person, totals)
    if (person.events > 0 || graph.person(by)) return { ...person, by }
  }
  return undefined
}

/** Whose events are this person's. @param {Person} person */
function readOwners({ identifiers }) {
  const valuesOf = (/** @type {string} */ name) => identifiers.filter(({ namespace }) => namespace === name).map(({ value }) => value)
  return { users: valuesOf('user'), anonymous: valuesOf('anonymous') }
}

/**
 * What the text may mean, the most exact first.
 * @param {import('./database.js').Query} query
 * @param {string} text
 * @returns {Promise<Identifier[]>}
 */
async function readNames(query, text) {
  const colon = text.indexOf(':')
  const exact = colon < 0 ? [] : [{ namespace: text.slice(0, colon), value: text.slice(colon + 1) }]
  const others = await query(
    `SELECT a_namespace AS namespace, a_value AS value FROM links WHERE a_value = $1
     UNION SELECT b_namespace, b_value FROM links WHERE b_value = $1 ORDER BY 1`,
    [text],
  )
  return [...exact, { namespace: 'user', value: text }, { namespace: 'anonymous', value: text }, ...others]
}

/** The person of an identifier, or a new one of whom only this is known. @type {(graph: IdentityGraph, identifier: Identifier) => Person} */
function toPerson(graph, identifier) {
  const known = graph.person(identifier)
  return known ? toCard(known.id, known.identifiers) : toCard(keyOf(identifier).replace(/^user:(?=[^:]*$)/, ''), [identifier])
}

/** @type {(id: string, identifiers: readonly Identifier[]) => Person} */
function toCard(id, identifiers) {
  const named = ['user', 'anonymous'].flatMap((name) => identifiers.filter(({ namespace }) => namespace === name))
  return { key: [...named, ...identifiers].map(keyOf)[0] ?? id, id, identifiers, events: 0, isAsking: false, first: null, last: null }
}

/** @type {(person: Person, totals: { events: number, isAsking: boolean, first: Date, last: Date }) => void} */
function addTotals(person, { events, isAsking, first, last }) {
  person.events += events
  person.isAsking ||= isAsking
  if (person.first === null || first < person.first) person.first = first
  if (person.last === null || last > person.last) person.last = last
}
