// Rows of the tables that say who is whom -> what they state to the graph of throughline/identity.
// Pure.

/**
 * @typedef {import('throughline/identity').Link} Link
 * @typedef {import('throughline/identity').Statement} Statement
 * @typedef {'links' | 'detaches' | 'verified' | 'unlinks' | 'forgotten'} Table
 */

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

/** By table. Of `verified` the rows are those of the links: the same link again, and of two that differ in nothing else the verified one counts. @type {{ [table in Table]: (row: any) => Statement }} */
export const toStatement = {
  links: toLink,
  detaches: (row) => ({
    id: row.id,
    detach: { namespace: row.namespace, value: row.value },
    from: { namespace: row.from_namespace, value: row.from_value },
    time: row.time.getTime(),
    authority: row.authority,
  }),
  verified: (row) => ({ ...toLink(row), authority: 'verified' }),
  unlinks: ({ link }) => ({ unlink: link }),
  forgotten: ({ namespace, value }) => ({ forget: { namespace, value } }),
}
