// The shortest way from one identifier to another along links.
// Pure; of several ways of one length that of the links that come first.

import type { LinkRows } from './linkRows.js'

/** The rows that name each identifier, in the order of the rows. */
export function neighbours(ordered: Iterable<number>, rows: LinkRows): Map<number, number[]> {
  const all = new Map<number, number[]>()
  for (const row of ordered) {
    for (const node of new Set([rows.a(row), rows.b(row)])) {
      const own = all.get(node)
      if (own) own.push(row)
      else all.set(node, [row])
    }
  }
  return all
}

/** The rows on the way to the nearest identifier that is a goal; `undefined` if there is none. */
export function findPath(
  from: number,
  isGoal: (node: number) => boolean,
  rowsAt: (node: number) => readonly number[],
  rows: LinkRows,
): number[] | undefined {
  const ways = new Map<number, { row: number; before: number } | undefined>([[from, undefined]])
  for (const [node] of ways) {
    if (isGoal(node)) {
      const path: number[] = []
      for (let way = ways.get(node); way; way = ways.get(way.before)) path.unshift(way.row)
      return path
    }
    // A map walks over what is put into it on the way: this is the queue too.
    for (const row of rowsAt(node)) {
      const next = rows.a(row) === node ? rows.b(row) : rows.a(row)
      if (!ways.has(next)) ways.set(next, { row, before: node })
    }
  }
  return undefined
}
