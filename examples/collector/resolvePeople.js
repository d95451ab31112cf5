// Keeps the table `members` true: each identifier with its person. What a link changes, never more than its component.
// One writer at a time for each component; who is one person is decided by throughline/identity.
import { toStatement } from './toStatement.js'

/**
 * @typedef {import('throughline/identity').Identifier} Identifier
 * @typedef {() => import('throughline/identity').IdentityGraph} CreateGraph
 * @typedef {readonly [Identifier, Identifier]} Pair
 */

/**
 * More identifiers than that hang together only where something that is nobody's was linked, such as the number of a call
 * centre: their `person` is left open, or each further link would cost as much as all before it.
 */
const maxMembers = 5_000

/** @param {Identifier} identifier */
const keyOf = ({ namespace, value }) => `${namespace}\n${value}`

const named = 'jsonb_to_recordset($1::jsonb) AS item (namespace text, value text)'
const insertMembers = `
  INSERT INTO members (namespace, value) SELECT namespace, value FROM ${named} ORDER BY namespace, value ON CONFLICT DO NOTHING`
const touched = `SELECT DISTINCT component FROM members JOIN ${named} USING (namespace, value)`
const findLarge = `
  SELECT component::float8 AS component FROM (${touched}) AS asked
  WHERE (SELECT count(*) FROM (SELECT FROM members WHERE members.component = asked.component LIMIT ${maxMembers + 1}) AS part) > ${maxMembers}`
const lockMembers = `
  SELECT namespace, value, component::float8 AS component, person FROM members
  WHERE component IN (${touched}) AND component <> ALL($2::bigint[]) ORDER BY component, namespace, value FOR UPDATE`
const updateMembers = `
  UPDATE members SET component = item.component, person = item.person
  FROM jsonb_to_recordset($1::jsonb) AS item (namespace text, value text, component bigint, person text)
  WHERE members.namespace = item.namespace AND members.value = item.value`

const read = (/** @type {string} */ table, /** @type {string} */ namespace, /** @type {string} */ value) => `
  SELECT ${table}.*, EXISTS (SELECT FROM verified WHERE link = ${table}.id) AS "isVerified", EXISTS (SELECT FROM unlinks WHERE link = ${table}.id) AS "isUndone"
  FROM ${table} JOIN members ON members.namespace = ${namespace} AND members.value = ${value} WHERE members.component = ANY($1::bigint[])`
const findLinks = read('links', 'a_namespace', 'a_value')
const findDetaches = read('detaches', 'from_namespace', 'from_value')

/**
 * Within the transaction that has stored what is said.
 * @param {import('./database.js').Query} query
 * @param {{ pairs?: readonly Pair[], alone?: readonly Identifier[] }} changed what was newly said to belong together or
 *   apart, and of whom something was decided
 * @param {CreateGraph} createGraph
 */
export async function resolvePeople(query, { pairs = [], alone = [] }, createGraph) {
  const identifiers = [...new Map([...pairs.flat(), ...alone].map((each) => [keyOf(each), each])).values()]
  if (identifiers.length === 0) return
  const names = JSON.stringify(identifiers)
  await query(insertMembers, [names])
  const large = new Set((await query(findLarge, [names])).map(({ component }) => component))
  const members = await lock(query, names, [...large])
  const joined = join(await readComponents(query, members, large.size > 0 ? names : undefined), pairs)
  const isLarge = (/** @type {number} */ component) => large.has(component)
  // Nobody's: the small ones that hang on it now are as open as the rest of it.
  const target = (/** @type {number} */ component) => joined.get(component)?.find(isLarge) ?? Math.min(...(joined.get(component) ?? [component]))
  const small = [...new Set(members.map(({ component }) => component))]
  const graph = await readGraph(query, small, createGraph)
  const changed = members.flatMap(({ namespace, value, component, person }) => {
    const to = target(component)
    const found = isLarge(to) ? null : graph.person({ namespace, value })?.id ?? null
    return to === component && found === person ? [] : [{ namespace, value, component: to, person: found }]
  })
  if (changed.length > 0) await query(updateMembers, [JSON.stringify(changed)])
}

/**
 * Locks all that hangs together with some identifiers. By the rows themselves: an advisory lock for each component of a
 * large batch would fill the lock table of the server.
 * @type {(query: import('./database.js').Query, names: string, large: readonly number[]) => Promise<any[]>}
 */
async function lock(query, names, large) {
  for (let before = ''; ;) {
    const members = await query(lockMembers, [names, large])
    // Who waited for a lock sees what the other has joined meanwhile only when looking again.
    const now = `${members.length} ${members.map(({ component }) => component)}`
    if (now === before) return members
    before = now
  }
}

/** Of each identifier its component. @type {(query: import('./database.js').Query, members: readonly any[], names: string | undefined) => Promise<Map<string, number>>} */
async function readComponents(query, members, names) {
  const others = names === undefined ? [] : await query(`SELECT namespace, value, component::float8 AS component FROM members JOIN ${named} USING (namespace, value)`, [names])
  return new Map([...others, ...members].map((each) => [keyOf(each), each.component]))
}

/**
 * By component, all that the pairs make one with it.
 * @type {(componentOf: Map<string, number>, pairs: readonly Pair[]) => Map<number, number[]>}
 */
function join(componentOf, pairs) {
  /** @type {Map<number, number[]>} */
  const joined = new Map()
  const groupOf = (/** @type {Identifier} */ identifier) => {
    const component = /** @type {number} */ (componentOf.get(keyOf(identifier)))
    return joined.get(component) ?? [component]
  }
  for (const [a, b] of pairs) {
    const group = [...new Set([...groupOf(a), ...groupOf(b)])]
    for (const component of group) joined.set(component, group)
  }
  return joined
}

/** @type {(query: import('./database.js').Query, components: readonly number[], createGraph: CreateGraph) => Promise<import('throughline/identity').IdentityGraph>} */
async function readGraph(query, components, createGraph) {
  const graph = createGraph()
  for (const row of await query(findLinks, [components])) {
    graph.add(toStatement[row.isVerified ? 'verified' : 'links'](row))
    if (row.isUndone) graph.remove(row.id)
  }
  for (const row of await query(findDetaches, [components])) {
    graph.add(toStatement.detaches(row))
    if (row.isUndone) graph.remove(row.id)
  }
  return graph
}
