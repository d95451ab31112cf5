// What hangs together by links, refused ones too: rules never look beyond it, so a change never costs more than it.
// Owns the union-find and the lists; a component in which no rule can break is one person, the others are contested.

import type { LinkRows } from './linkRows.js'
import type { Counted } from './readRules.js'
import { roomFor } from './texts.js'

/** What {@link createComponents} returns. A component goes by one of its identifiers, its root, until it changes. */
export type Components = {
  /** The next identifier, in order of their numbers. */
  grow(namespace: string): void
  /** Takes in a written row: the identifiers that it names hang together. */
  join(row: number): void
  /** A row of this component counts no more: it is divided anew before somebody asks. */
  loosen(node: number): void
  /** The component of an identifier. */
  rootOf(node: number): number
  /** Whether a rule may break in it, whatever the order. Otherwise it is one person. */
  isContested(root: number): boolean
  /** Whether a link that counts names the identifier. */
  isNamed(node: number): boolean
  nodes(root: number): number[]
  rows(root: number): number[]
  /** All components that have a link. */
  roots(): Iterable<number>
}

export type ComponentRules = {
  readonly rows: LinkRows
  readonly counted: readonly Counted[]
  readonly maxIdentifiers: number
  isCounting(row: number): boolean
  isHandoff(node: number): boolean
  /** The answer to what was asked of this root may have changed. */
  changed(root: number): void
}

const contested = 1
const loose = 2

export function createComponents({ rows, counted, maxIdentifiers, isCounting, isHandoff, changed }: ComponentRules): Components {
  /** The identifier above; of a root, minus how many there are. */
  let parents = new Int32Array(48)
  /** Rings: each identifier knows the next one of its component, each row the next row. */
  let nextNodes = new Int32Array(48)
  let nextRows = new Int32Array(48)
  /** Of a root, any row of its ring, plus 1. */
  let heads = new Int32Array(48)
  let states = new Uint8Array(48)
  /** Of a root, how many identifiers of each counted namespace there are. */
  const counts = counted.map(() => new Int32Array(48))
  /** By namespace, the columns of `counts` that it belongs to. */
  const columns = new Map<string, number[]>()
  counted.forEach(({ namespace }, k) => columns.set(namespace, [...(columns.get(namespace) ?? []), k]))
  let namespaces = new Uint8Array(48)
  const countedNamespaces = [...columns.keys()]
  let size = 0

  const find = (node: number): number => {
    let at = node
    for (let parent = parents[at]!; parent >= 0; parent = parents[at]!) {
      const above = parents[parent]!
      if (above < 0) return parent
      parents[at] = above
      at = above
    }
    return at
  }
  const nodes = (root: number): number[] => {
    const all = [root]
    for (let node = nextNodes[root]!; node !== root; node = nextNodes[node]!) all.push(node)
    return all
  }
  const ringOf = (root: number): number[] => {
    const first = heads[root]! - 1
    if (first < 0) return []
    const all = [first]
    for (let row = nextRows[first]!; row !== first; row = nextRows[row]!) all.push(row)
    return all
  }
  const begin = (node: number): void => {
    parents[node] = -1
    nextNodes[node] = node
    heads[node] = 0
    states[node] = 0
    const namespace = namespaces[node]!
    for (const column of counts) column[node] = 0
    if (namespace > 0) for (const k of columns.get(countedNamespaces[namespace - 1]!)!) counts[k]![node] = 1
  }
  const unite = (x: number, y: number): number => {
    const [root, other] = parents[x]! <= parents[y]! ? [x, y] : [y, x]
    parents[root] = parents[root]! + parents[other]!
    parents[other] = root
    const next = nextNodes[root]!
    nextNodes[root] = nextNodes[other]!
    nextNodes[other] = next
    const [head, otherHead] = [heads[root]! - 1, heads[other]! - 1]
    if (head < 0) heads[root] = otherHead + 1
    else if (otherHead >= 0) {
      const nextRow = nextRows[head]!
      nextRows[head] = nextRows[otherHead]!
      nextRows[otherHead] = nextRow
    }
    let state = states[root]! | states[other]!
    if (-parents[root]! > maxIdentifiers) state |= contested
    for (let k = 0; k < counts.length; k++) {
      const column = counts[k]!
      column[root] = column[root]! + column[other]!
      if (column[root]! > counted[k]!.max) state |= contested
    }
    states[root] = state
    return root
  }
  const join = (row: number): void => {
    const [a, b] = [rows.a(row), rows.b(row)]
    const [x, y] = [find(a), find(b)]
    if (states[x]! & contested) changed(x)
    if (x !== y && states[y]! & contested) changed(y)
    const root = x === y ? x : unite(x, y)
    nextRows = roomFor(nextRows, row + 1)
    const head = heads[root]! - 1
    nextRows[row] = head < 0 ? row : nextRows[head]!
    if (head < 0) heads[root] = row + 1
    else nextRows[head] = row
    if (rows.isMerge(row) || isHandoff(a) || isHandoff(b)) states[root] = states[root]! | contested
  }
  const divide = (root: number): void => {
    changed(root)
    const all = ringOf(root)
    nodes(root).forEach(begin)
    for (const row of all) if (isCounting(row)) join(row)
  }
  const rootOf = (node: number): number => {
    const root = find(node)
    if ((states[root]! & loose) === 0) return root
    divide(root)
    return find(node)
  }
  return {
    grow(namespace) {
      const node = size++
      parents = roomFor(parents, size)
      nextNodes = roomFor(nextNodes, size)
      heads = roomFor(heads, size)
      states = roomFor(states, size)
      namespaces = roomFor(namespaces, size)
      for (let k = 0; k < counts.length; k++) counts[k] = roomFor(counts[k]!, size)
      namespaces[node] = countedNamespaces.indexOf(namespace) + 1
      begin(node)
    },
    join,
    loosen(node) {
      const root = find(node)
      states[root] = states[root]! | loose
    },
    rootOf,
    isContested: (root) => (states[root]! & contested) > 0,
    isNamed: (node) => heads[rootOf(node)] !== 0,
    nodes,
    rows: ringOf,
    *roots() {
      for (let node = 0; node < size; node++) if (parents[node]! < 0 && states[node]! & loose) divide(node)
      for (let node = 0; node < size; node++) if (parents[node]! < 0 && heads[node] !== 0) yield node
    },
  }
}
