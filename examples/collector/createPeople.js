// Who is who, kept up with the links: each is taken in once, and changes only the people whom it names.
// Reads only what is stated and decided; it can be thrown away at any time, the tables are the truth.

/**
 * @typedef {import('throughline/identity').IdentityGraph} IdentityGraph
 * @typedef {import('throughline/identity').Link} Link
 * @typedef {import('throughline/identity').Statement} Statement
 * @typedef {ReturnType<typeof createPeople>} People
 * @typedef {'links' | 'detaches' | 'verified' | 'unlinks' | 'forgotten'} Table
 */

/** So many at a time: the graph is smaller than the rows that it is made from. */
const atOnce = 10_000

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

/** What each row says, and where more of it stands than in its own table. @type {{ [table in Table]: { from?: string, toStatement: (row: any) => Statement } }} */
const tables = {
  links: { toStatement: toLink },
  detaches: {
    toStatement: (row) => ({
      id: row.id,
      detach: { namespace: row.namespace, value: row.value },
      from: { namespace: row.from_namespace, value: row.from_value },
      time: row.time.getTime(),
      authority: row.authority,
    }),
  },
  // The same link again: of two that differ in nothing else the verified one counts.
  verified: {
    from: '(SELECT seq, link AS id FROM verified) AS verified JOIN links USING (id)',
    toStatement: (row) => ({ ...toLink(row), authority: 'verified' }),
  },
  unlinks: { toStatement: ({ link }) => ({ unlink: link }) },
  forgotten: { toStatement: ({ namespace, value }) => ({ forget: { namespace, value } }) },
}
const tableNames = /** @type {Table[]} */ (Object.keys(tables))
const none = { links: 0, detaches: 0, verified: 0, unlinks: 0, forgotten: 0 }

/**
 * @param {import('./database.js').Query} query
 * @param {() => IdentityGraph} createIdentityGraph
 */
export function createPeople(query, createIdentityGraph) {
  let graph = createIdentityGraph()
  let seen = { ...none }
  /** @type {Promise<IdentityGraph>} */
  let last = Promise.resolve(graph)

  /** Of one table what is new. Other collectors on the same server write too. @type {(table: Table) => Promise<void>} */
  async function takeNew(table) {
    const { from = table, toStatement } = tables[table]
    for (;;) {
      const rows = await query(`SELECT *, ${table}.seq::float8 AS at FROM ${from} WHERE ${table}.seq > $1 ORDER BY ${table}.seq LIMIT ${atOnce}`, [seen[table]])
      for (const row of rows) graph.add(toStatement(row))
      seen[table] = rows.at(-1)?.at ?? seen[table]
      if (rows.length < atOnce) return
    }
  }
  async function takeAll() {
    for (const table of tableNames) await takeNew(table)
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
      seen = { ...none }
    },
  }
}
