// What hangs together by links, refused ones too: rules never look beyond it, so a change never costs more than it.
// Owns the union-find and the lists; a component in which no rule can break is one person, the others are contested.

import type { LinkRows } from './linkRows.js'
import type { Counted } from './readRules.js'
import { roomFor } from './roomFor.js'

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

/** Where what stands in an identifier's cells, beside each other: they are needed together. Counts come behind. */
const parent = 0 // the identifier above; of a root, minus how many there are
const next = 1 // the next identifier in the ring of its component
const head = 2 // of a root: the first row in its list, plus 1
const tail = 3 // of a root: the last one
const state = 4 // of a root
const firstCount = 5 // of a root: how many identifiers there are of each counted namespace

export function createComponents({ rows, counted, maxIdentifiers, isCounting, isHandoff, changed }: ComponentRules): Components {
  const width = firstCount + counted.length
  let cells = new Int32Array(24 * width)
  /** The next row in the list of its component, plus 1. */
  let nextRows = new Int32Array(48)
  /** By identifier: its place in `countedNamespaces`, plus 1. */
  let namespaces = new Uint8Array(48)
  const countedNamespaces = [...new Set(counted.map(({ namespace }) => namespace))]
  let size = 0

  const find = (node: number): number => {
    let at = node
    for (let above = cells[at * width]!; above >= 0; above = cells[at * width]!) {
      const beyond = cells[above * width]!
      if (beyond < 0) return above
      cells[at * width] = beyond
      at = beyond
    }
    return at
  }
  const get = (node: number, cell: number): number => cells[node * width + cell]!
  const nodes = (root: number): number[] => {
    const all = [root]
    for (let node = get(root, next); node !== root; node = get(node, next)) all.push(node)
    return all
  }
  const rowsOf = (root: number): number[] => {
    const all: number[] = []
    for (let row = get(root, head) - 1; row >= 0; row = nextRows[row]! - 1) all.push(row)
    return all
  }
  const begin = (node: number): void => {
    const at = node * width
    cells[at + parent] = -1
    cells[at + next] = node
    cells[at + head] = 0
    cells[at + state] = 0
    const namespace = countedNamespaces[namespaces[node]! - 1]
    for (let k = 0; k < counted.length; k++) cells[at + firstCount + k] = counted[k]!.namespace === namespace ? 1 : 0
  }
  const unite = (x: number, y: number): number => {
    const isFirst = cells[x * width]! <= cells[y * width]!
    const root = isFirst ? x : y
    const at = root * width
    const from = (isFirst ? y : x) * width
    const total = cells[at]! + cells[from]!
    cells[at + parent] = total
    cells[from + parent] = root
    const nextNode = cells[at + next]!
    cells[at + next] = cells[from + next]!
    cells[from + next] = nextNode
    if (cells[from + head]! > 0) {
      if (cells[at + head] === 0) cells[at + head] = cells[from + head]!
      else nextRows[cells[at + tail]!] = cells[from + head]!
      cells[at + tail] = cells[from + tail]!
    }
    let both = cells[at + state]! | cells[from + state]!
    if (-total > maxIdentifiers) both |= contested
    for (let k = 0; k < counted.length; k++) {
      const sum = cells[at + firstCount + k]! + cells[from + firstCount + k]!
      cells[at + firstCount + k] = sum
      if (sum > counted[k]!.max) both |= contested
    }
    cells[at + state] = both
    return root
  }
  const join = (row: number): void => {
    const a = rows.a(row)
    const b = rows.b(row)
    const x = find(a)
    const y = find(b)
    if (get(x, state) & contested) changed(x)
    if (x !== y && get(y, state) & contested) changed(y)
    const at = (x === y ? x : unite(x, y)) * width
    nextRows = roomFor(nextRows, row + 1)
    const first = cells[at + head]!
    // In front: what is there already need not be touched, and most likely it is not in the processor's cache.
    nextRows[row] = first
    cells[at + head] = row + 1
    if (first === 0) cells[at + tail] = row
    if (rows.isMerge(row) || rows.isDetach(row) || isHandoff(a) || isHandoff(b)) cells[at + state] = cells[at + state]! | contested
  }
  const divide = (root: number): void => {
    changed(root)
    const all = rowsOf(root)
    nodes(root).forEach(begin)
    for (const row of all) if (isCounting(row)) join(row)
  }
  const rootOf = (node: number): number => {
    const root = find(node)
    if ((get(root, state) & loose) === 0) return root
    divide(root)
    return find(node)
  }
  return {
    grow(namespace) {
      const node = size++
      cells = roomFor(cells, size * width)
      namespaces = roomFor(namespaces, size)
      namespaces[node] = countedNamespaces.indexOf(namespace) + 1
      begin(node)
    },
    join,
    loosen(node) {
      cells[find(node) * width + state]! |= loose
    },
    rootOf,
    isContested: (root) => (get(root, state) & contested) > 0,
    isNamed: (node) => get(rootOf(node), head) !== 0,
    nodes,
    rows: rowsOf,
    *roots() {
      for (let node = 0; node < size; node++) if (get(node, parent) < 0 && get(node, state) & loose) divide(node)
      for (let node = 0; node < size; node++) if (get(node, parent) < 0 && get(node, head) !== 0) yield node
    },
  }
}
