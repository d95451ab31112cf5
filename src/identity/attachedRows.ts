// Which links of a component are left when what its people have said not to be theirs is taken out.
// Pure; who is one person without an identifier is asked of settle.ts.

import type { LinkRows } from './linkRows.js'

/** The identifiers of the person of this one. */
type PersonOf = (node: number) => readonly number[] | undefined

/** The rows of links that no detach takes out, in the same order. `settle` gets rows without any detach. */
export function attachedRows(ordered: readonly number[], rows: LinkRows, settle: (some: readonly number[]) => PersonOf): readonly number[] {
  const detaches = ordered.filter(rows.isDetach)
  if (detaches.length === 0) return ordered
  const links = ordered.filter((row) => !rows.isDetach(row))
  const detached = new Set<number>()
  for (const what of new Set(detaches.map(rows.b))) {
    const isNaming = (row: number): boolean => rows.a(row) === what || rows.b(row) === what
    // Without its own links: whom they tie together is what is doubted.
    const personOf = settle(links.filter((row) => !isNaming(row)))
    const isOne = (x: number, y: number): boolean => x === y || (personOf(x) !== undefined && personOf(x) === personOf(y))
    for (const row of links.filter(isNaming)) {
      const other = rows.a(row) === what ? rows.b(row) : rows.a(row)
      const isMeant = (by: number): boolean =>
        rows.b(by) === what && rows.isEarlier(row, by) && (rows.isVerified(by) || !rows.isVerified(row)) && isOne(other, rows.a(by))
      if (detaches.some(isMeant)) detached.add(row)
    }
  }
  return links.filter((row) => !detached.has(row))
}
