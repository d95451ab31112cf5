// Who is who, kept up with the links: each is taken in once, and changes only the people whom it names.
// Reads the tables `links` and `unlinks` only; it can be thrown away at any time, they are the truth.

/**
 * @typedef {import('throughline/identity').IdentityGraph} IdentityGraph
 * @typedef {import('throughline/identity').Link} Link
 * @typedef {ReturnType<typeof createPeople>} People
 */

/** So many at a time: the graph is smaller than the rows that it is made from. */
const atOnce = 10_000

/**
 * @param {import('./database.js').Query} query
 * @param {() => IdentityGraph} createIdentityGraph
 */
export function createPeople(query, createIdentityGraph) {
  let graph = createIdentityGraph()
  let seen = { links: 0, unlinks: 0 }
  /** @type {Promise<IdentityGraph>} */
  let last = Promise.resolve(graph)

  /** Of one table what is new. Other collectors on the same server write too. @type {(table: 'links' | 'unlinks') => Promise<void>} */
  async function takeNew(table) {
    for (;;) {
      const rows = await query(`SELECT *, seq::float8 AS at FROM ${table} WHERE seq > $1 ORDER BY seq LIMIT ${atOnce}`, [seen[table]])
      for (const row of rows) graph.add(table === 'links' ? toLink(row) : { unlink: row.link })
      seen[table] = rows.at(-1)?.at ?? seen[table]
      if (rows.length < atOnce) return
    }
  }
  async function takeAll() {
    await takeNew('links')
    await takeNew('unlinks')
    return graph
  }
  return {
    /** The graph with all that is stored by now. One reader at a time, or a link would be passed over. */
    upToDate() {
      const next = last.then(takeAll, takeAll)
      last = next
      return next
    },
    /** Everything was deleted. */
    clear() {
      graph = createIdentityGraph()
      seen = { links: 0, unlinks: 0 }
    },
  }
}

/** @type {(row: any) => Link} */
const toLink = (row) => ({
  id: row.id,
  a: { namespace: row.a_namespace, value: row.a_value },
  b: { namespace: row.b_namespace, value: row.b_value },
  time: row.time.getTime(),
  reason: row.reason,
  authority: row.authority,
  ...(row.event !== null && { event: row.event }),
})
