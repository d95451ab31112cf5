// Who is who, and what each did: resolved anew from all links at every request.
// Reads only; the rules of resolution are those of throughline/identity.
import { orderTimeline } from './orderTimeline.js'
import { readEventsOf, toPreview } from './readEvents.js'

/**
 * @typedef {import('../../src/identity/resolve.js').Identifier} Identifier
 * @typedef {import('../../src/identity/resolve.js').Link} Link
 * @typedef {import('../../src/identity/resolve.js').Resolution} Resolution
 * @typedef {(links: readonly Link[]) => Resolution} Resolve
 * @typedef {object} Person
 * @property {string} key `namespace:value`
 * @property {string} id
 * @property {readonly Identifier[]} identifiers
 * @property {number} events
 * @property {Date | null} first
 * @property {Date | null} last
 */

const maxPeople = 200
const maxTimeline = 500

const ownersSql = `
  SELECT CASE WHEN user_id IS NULL THEN 'anonymous' ELSE 'user' END AS namespace,
    coalesce(user_id, anonymous_id) AS value, count(*)::float8 AS events, min(time) AS first, max(time) AS last
  FROM events GROUP BY 1, 2`

/** @param {Identifier} identifier */
const keyOf = ({ namespace, value }) => `${namespace}:${value}`

/**
 * The people, the latest active first.
 * @param {import('./database.js').Query} query
 * @param {Resolve} resolve
 */
export async function readPeople(query, resolve) {
  const { people, conflicts } = await resolvePeople(query, resolve)
  const latestFirst = people.toSorted((a, b) => Number(b.last) - Number(a.last) || (a.key < b.key ? -1 : 1))
  return { total: people.length, people: latestFirst.slice(0, maxPeople), conflicts: conflicts.slice(0, maxPeople) }
}

/**
 * One person with a timeline, oldest event first. `known` is false for what was done before (or without) login.
 * @param {import('./database.js').Query} query
 * @param {Resolve} resolve
 * @param {string} identifier `namespace:value`, or the bare value
 */
export async function readPerson(query, resolve, identifier) {
  const { people, conflicts } = await resolvePeople(query, resolve)
  const person = findPerson(people, identifier)
  if (!person) return undefined
  const valuesOf = (/** @type {string} */ namespace) =>
    person.identifiers.filter((each) => each.namespace === namespace).map((each) => each.value)
  const owners = { users: valuesOf('user'), anonymous: valuesOf('anonymous') }
  const newest = await readEventsOf(query, { ...owners, limit: maxTimeline })
  const timeline = orderTimeline(newest).map((event) => ({ ...toPreview(event), known: event.userId !== null }))
  const keys = new Set(person.identifiers.map(keyOf))
  const refused = conflicts.filter(({ link }) => keys.has(keyOf(link.a)) || keys.has(keyOf(link.b)))
  return { ...person, timeline, truncated: person.events > timeline.length, conflicts: refused.slice(0, maxPeople) }
}

/**
 * @param {import('./database.js').Query} query
 * @param {Resolve} resolve
 * @returns {Promise<{ people: Person[], conflicts: Resolution['conflicts'] }>}
 */
async function resolvePeople(query, resolve) {
  const links = (await query('SELECT * FROM links')).map(toLink)
  const { persons, conflicts } = resolve(links)
  const people = persons.map(({ id, identifiers }) => toPerson(id, identifiers))
  const personOf = new Map(people.flatMap((person) => person.identifiers.map((each) => [keyOf(each), person])))
  for (const { events, first, last, ...owner } of await query(ownersSql)) {
    let person = personOf.get(keyOf(owner))
    if (!person) people.push((person = toPerson(owner.value, [owner])))
    person.events += events
    if (person.first === null || first < person.first) person.first = first
    if (person.last === null || last > person.last) person.last = last
  }
  return { people, conflicts }
}

/** @type {(id: string, identifiers: readonly Identifier[]) => Person} */
function toPerson(id, identifiers) {
  const named = ['user', 'anonymous'].flatMap((name) => identifiers.filter(({ namespace }) => namespace === name))
  return { key: [...named, ...identifiers].map(keyOf)[0] ?? id, id, identifiers, events: 0, first: null, last: null }
}

/** @type {(people: readonly Person[], identifier: string) => Person | undefined} */
function findPerson(people, identifier) {
  /** @type {(test: (each: Identifier) => boolean) => Person | undefined} */
  const has = (test) => people.find((person) => person.identifiers.some(test))
  return (
    has((each) => keyOf(each) === identifier) ??
    has((each) => each.namespace === 'user' && each.value === identifier) ??
    has((each) => each.value === identifier)
  )
}

/** @type {(row: any) => Link} */
const toLink = (row) => ({
  id: row.id,
  a: { namespace: row.a_namespace, value: row.a_value },
  b: { namespace: row.b_namespace, value: row.b_value },
  time: row.time.getTime(),
  reason: row.reason,
  authority: row.authority,
})
