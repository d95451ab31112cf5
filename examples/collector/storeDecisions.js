// Writes what the site itself decides: a link is taken out, a merge is verified, a person is deleted.
// Besides storeBatch.js the only writer; each in one transaction, and in its turn.
import { resolvePeople } from './resolvePeople.js'

// Nobody else writes meanwhile: of who is deleted now nothing may slip through.
const alone = 'SELECT pg_advisory_xact_lock(4101)'

/** @typedef {import('./resolvePeople.js').CreateGraph} CreateGraph */

const findEnds = `
  SELECT a_namespace, a_value, b_namespace, b_value FROM links WHERE id = $1
  UNION ALL SELECT namespace, value, from_namespace, from_value FROM detaches WHERE id = $1`

/** Both ends of a link or an unlink. @type {(query: import('./database.js').Query, id: string) => Promise<import('./readEvent.js').Identifier[]>} */
async function readEnds(query, id) {
  const rows = await query(findEnds, [id])
  return rows.flatMap((row) => [{ namespace: row.a_namespace, value: row.a_value }, { namespace: row.b_namespace, value: row.b_value }])
}

/**
 * Takes a link out for good, or makes an unlink of a page undone. It stays as it was said: the stored truth is what was said.
 * @param {import('./database.js').Database} database
 * @param {{ link: string, isForced?: boolean }} decision forced: also if the link is yet to come
 * @param {CreateGraph} createGraph
 * @returns {Promise<boolean>} whether there is such a link
 */
export function storeUnlink(database, { link, isForced = false }, createGraph) {
  return database.transaction(async (query) => {
    await query(alone)
    const ends = await readEnds(query, link)
    if (ends.length > 0 || isForced) await query(`INSERT INTO unlinks (seq, link, time) VALUES (cursor_start(), $1, now()) ON CONFLICT DO NOTHING`, [link])
    await resolvePeople(query, { alone: ends }, createGraph)
    return ends.length > 0
  })
}

/**
 * Says whether a merge that a page has claimed is true. What was refused stays so.
 * @param {import('./database.js').Database} database
 * @param {{ merge: string, verdict: 'verified' | 'refused', isForced?: boolean }} decision forced: also if the merge is yet to come
 * @param {CreateGraph} createGraph
 * @returns {Promise<boolean>} whether there is such a merge
 */
export function storeVerdict(database, { merge, verdict, isForced = false }, createGraph) {
  const table = verdict === 'verified' ? 'verified' : 'unlinks'
  return database.transaction(async (query) => {
    await query(alone)
    const found = await query("SELECT 1 FROM links WHERE id = $1 AND reason = 'merge'", [merge])
    if (found.length > 0 || isForced) await query(`INSERT INTO ${table} (seq, link, time) VALUES (cursor_start(), $1, now()) ON CONFLICT DO NOTHING`, [merge])
    await resolvePeople(query, { alone: await readEnds(query, merge) }, createGraph)
    return found.length > 0
  })
}

const named = '(SELECT namespace, value FROM jsonb_to_recordset($1::jsonb) AS item (namespace text, value text))'
const deleteLinks = `
  DELETE FROM links WHERE (a_namespace, a_value) IN ${named} OR (b_namespace, b_value) IN ${named} RETURNING id, event,
    a_namespace, a_value, b_namespace, b_value`
const deleteDetaches = `
  DELETE FROM detaches WHERE (namespace, value) IN ${named} OR (from_namespace, from_value) IN ${named} RETURNING id, id AS event,
    namespace AS a_namespace, value AS a_value, from_namespace AS b_namespace, from_value AS b_value`
const deleteMembers = `DELETE FROM members WHERE (namespace, value) IN ${named}`
const insertForgotten = `
  INSERT INTO forgotten (seq, namespace, value, time)
  SELECT cursor_start() + row_number() OVER (), namespace, value, now() FROM ${named} AS item ON CONFLICT DO NOTHING`

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
 * @param {CreateGraph} createGraph
 * @returns {Promise<number>} how many events were deleted
 */
export function storeDeletion(database, identifiers, createGraph) {
  const isDeleted = (/** @type {string} */ namespace, /** @type {string} */ value) => identifiers.some((each) => each.namespace === namespace && each.value === value)
  const names = JSON.stringify(identifiers)
  return database.transaction(async (query) => {
    await query(alone)
    await query(insertForgotten, [names])
    const said = [...(await query(deleteLinks, [names])), ...(await query(deleteDetaches, [names]))]
    const ids = said.map(({ id }) => id)
    await query('DELETE FROM unlinks WHERE link = ANY($1::text[])', [ids])
    await query('DELETE FROM verified WHERE link = ANY($1::text[])', [ids])
    await query(deleteMembers, [names])
    const left = said.flatMap((row) => [{ namespace: row.a_namespace, value: row.a_value }, { namespace: row.b_namespace, value: row.b_value }])
    await resolvePeople(query, { alone: left.filter(({ namespace, value }) => !isDeleted(namespace, value)) }, createGraph)
    const [{ events }] = await query(deleteEvents, [names, said.map(({ event }) => event)])
    return events
  })
}
