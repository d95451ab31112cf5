// Who is who, kept up with the links: each is taken in once, and changes only the people whom it names.
// Reads only what is stated and decided; it can be thrown away at any time, the tables are the truth.
import { toStatement } from './toStatement.js'

/**
 * @typedef {import('throughline/identity').IdentityGraph} IdentityGraph
 * @typedef {import('./toStatement.js').Table} Table
 * @typedef {ReturnType<typeof createPeople>} People
 */

/** So many at a time: the graph is smaller than the rows that it is made from. */
const atOnce = 10_000

/** Where more of it stands than in the table itself. @type {{ [table in Table]?: string }} */
const sources = { verified: '(SELECT seq, link AS id FROM verified) AS verified JOIN links USING (id)' }
const tables = /** @type {Table[]} */ (Object.keys(toStatement))
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
    const source = sources[table] ?? table
    for (let after = seen[table]; ;) {
      const rows = await query(
        `SELECT *, ${table}.seq::float8 AS at, ${table}.seq < cursor_end() AS "isSettled" FROM ${source}
         WHERE ${table}.seq > $1 ORDER BY ${table}.seq FETCH FIRST ${atOnce} ROWS WITH TIES`,
        [after],
      )
      for (const row of rows) {
        graph.add(toStatement[table](row))
        // Behind what is not settled a row may still come; to hear the same again does no harm.
        if (row.isSettled) seen[table] = row.at
      }
      if (rows.length < atOnce) return
      after = rows.at(-1)?.at
    }
  }
  async function takeAll() {
    for (const table of tables) await takeNew(table)
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
