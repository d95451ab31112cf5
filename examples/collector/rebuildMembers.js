// Fills the table `members` from the links, where there are links and no members: after an upgrade, or emptied by hand.
// Decides nothing; it only says again whom to resolve. All or nothing: half of it would look as if it were done.
import { oneMigrator } from './migrate.js'
import { resolvePeople } from './resolvePeople.js'

const atOnce = 1_000

/**
 * @param {import('./database.js').Database} database
 * @param {import('./resolvePeople.js').CreateGraph} createGraph
 */
export async function rebuildMembers(database, createGraph) {
  await database.patiently(async (query) => {
    await query(oneMigrator)
    if ((await query('SELECT 1 FROM members LIMIT 1')).length > 0) return
    for (let after = ''; ;) {
      const rows = await query(
        `SELECT * FROM (SELECT id, a_namespace, a_value, b_namespace, b_value FROM links
           UNION ALL SELECT id, namespace, value, from_namespace, from_value FROM detaches) AS said WHERE id > $1 ORDER BY id LIMIT ${atOnce}`,
        [after],
      )
      const pairs = rows.map((row) => /** @type {const} */ ([{ namespace: row.a_namespace, value: row.a_value }, { namespace: row.b_namespace, value: row.b_value }]))
      await resolvePeople(query, { pairs }, createGraph)
      if (rows.length < atOnce) return
      after = rows.at(-1).id
    }
  })
}
