// Writes what the site itself decides: a link is taken out, a merge is verified, a person is deleted.
// Besides storeBatch.js the only writer; each in one transaction, and in its turn.
import { oneWriter } from './storeBatch.js'

/**
 * Takes a link out for good, or makes an unlink of a page undone. It stays as it was said: the stored truth is what was said.
 * @param {import('./database.js').Database} database
 * @param {string} link the id
 * @returns {Promise<boolean>} whether there is such a link
 */
export function storeUnlink(database, link) {
  return database.transaction(async (query) => {
    await query(oneWriter)
    const found = await query('SELECT 1 FROM links WHERE id = $1 UNION SELECT 1 FROM detaches WHERE id = $1', [link])
    if (found.length > 0) await query('INSERT INTO unlinks (link, time) VALUES ($1, now()) ON CONFLICT DO NOTHING', [link])
    return found.length > 0
  })
}

/**
 * Says whether a merge that a page has claimed is true. What was refused stays so.
 * @param {import('./database.js').Database} database
 * @param {string} merge the id
 * @param {'verified' | 'refused'} verdict
 * @returns {Promise<boolean>} whether there is such a merge
 */
export function storeVerdict(database, merge, verdict) {
  const table = verdict === 'verified' ? 'verified' : 'unlinks'
  return database.transaction(async (query) => {
    await query(oneWriter)
    const found = await query("SELECT 1 FROM links WHERE id = $1 AND reason = 'merge'", [merge])
    if (found.length > 0) await query(`INSERT INTO ${table} (link, time) VALUES ($1, now()) ON CONFLICT DO NOTHING`, [merge])
    return found.length > 0
  })
}

const named = '(SELECT namespace, value FROM jsonb_to_recordset($1::jsonb) AS item (namespace text, value text))'
const deleteLinks = `
  DELETE FROM links WHERE (a_namespace, a_value) IN ${named} OR (b_namespace, b_value) IN ${named} RETURNING id, event`
const deleteDetaches = `
  DELETE FROM detaches WHERE (namespace, value) IN ${named} OR (from_namespace, from_value) IN ${named} RETURNING id, id AS event`
const insertForgotten = `INSERT INTO forgotten (namespace, value, time) SELECT namespace, value, now() FROM ${named} AS item ON CONFLICT DO NOTHING`

// Theirs by the owner; and what says nothing but who they are.
const deleteEvents = `
  WITH gone AS (
    DELETE FROM events
    WHERE user_id IN (SELECT value FROM ${named} AS item WHERE namespace = 'user')
      OR (user_id IS NULL AND anonymous_id IN (SELECT value FROM ${named} AS item WHERE namespace = 'anonymous'))
      OR (id = ANY($2::text[]) AND type IN ('link', 'unlink', 'merge', 'alias'))
    RETURNING stream, n
  ), kept AS (
    INSERT INTO erased (stream, n) SELECT stream, n FROM gone WHERE stream IS NOT NULL ON CONFLICT DO NOTHING
  )
  SELECT count(*)::float8 AS events FROM gone`

/**
 * Deletes a person for good: events and links, and what of them comes later. Of the events their places are kept, so
 * that nothing seems to be lost, and the identifiers, to know them again.
 * @param {import('./database.js').Database} database
 * @param {readonly import('./readEvent.js').Identifier[]} identifiers
 * @returns {Promise<number>} how many events were deleted
 */
export function storeDeletion(database, identifiers) {
  const names = JSON.stringify(identifiers)
  return database.transaction(async (query) => {
    await query(oneWriter)
    await query(insertForgotten, [names])
    const said = [...(await query(deleteLinks, [names])), ...(await query(deleteDetaches, [names]))]
    const ids = said.map(({ id }) => id)
    await query('DELETE FROM unlinks WHERE link = ANY($1::text[])', [ids])
    await query('DELETE FROM verified WHERE link = ANY($1::text[])', [ids])
    const [{ events }] = await query(deleteEvents, [names, said.map(({ event }) => event)])
    return events
  })
}
