// What can be asked of the identity graph: persons, why they are one, and what was refused.
// Changes nothing but what is remembered of contested components.

import type { Components } from './components.js'
import { findPath, neighbours } from './findPath.js'
import type { Conflict, Explanation, Identifier, Link, Person } from './graphTypes.js'
import type { LinkRows } from './linkRows.js'
import type { Settings } from './readRules.js'
import { settle, type Settled } from './settle.js'
import { toConflict, toConflicts } from './toConflicts.js'
import { identifierKey, readPersonId, toPerson } from './toPerson.js'

/** The part of the graph that answers. */
export type Answers = {
  /** The person of an identifier, or of a text: a person's id, `namespace:value`, or a user's value. */
  person(identifier: Identifier | string): Person | undefined
  /** All persons, in no particular order. Do not change the graph while you walk. */
  persons(): Iterable<Person>
  /** The links that hold the person of an identifier together, in the order in which they were considered. */
  links(identifier: Identifier): Link[]
  /** Why two identifiers are one person, or are not. */
  explain(a: Identifier, b: Identifier): Explanation
  /** The refused links whose ends are still two persons; all, or those of the person of one identifier; by id. */
  conflicts(identifier?: Identifier): Conflict[]
}

export type Asked = {
  readonly rows: LinkRows
  readonly components: Components
  readonly settings: Settings
  namespaceOf(node: number): string
  identifierOf(node: number): Identifier
  /** Contested components that were asked for, by root; what changes is taken out by others. */
  readonly known: Map<number, Settled>
  /** The identifier's number, or -1. */
  find(identifier: Identifier): number
  /** The rows that are refused because they name junk; all, or those that name one of these, and perhaps some that did. */
  junkRows(nodes?: Iterable<number>): number[]
}

/** So many are remembered: a walk over all of them would fill the memory. */
const maxKnown = 1_000

export function createAnswers({ rows, components, settings, namespaceOf, identifierOf, known, find, junkRows }: Asked): Answers {
  const findNamed = (identifier: Identifier): number => {
    const node = find(identifier)
    return node >= 0 && components.isNamed(node) && personNodes(components.rootOf(node), node) ? node : -1
  }
  const settled = (root: number): Settled => {
    let answer = known.get(root)
    if (!answer) {
      answer = settle(components.rows(root).sort(rows.compare), rows, namespaceOf, settings)
      if (known.size >= maxKnown) known.clear()
      known.set(root, answer)
    }
    return answer
  }
  /** Undefined if all that names it was taken out. */
  const personNodes = (root: number, node: number): readonly number[] | undefined =>
    components.isContested(root) ? settled(root).personOf(node) : components.nodes(root)
  /** The rows of links that count. */
  const linkRows = (root: number): readonly number[] =>
    components.isContested(root) ? settled(root).attached : components.rows(root)
  const orderedRows = (root: number): readonly number[] => [...linkRows(root)].sort(rows.compare)
  /** When a server first named a user, for all users of a component. */
  const verifiedUsers = (root: number): Map<string, number> => {
    const found = new Map<string, number>()
    for (const row of linkRows(root)) {
      if (!rows.isVerified(row)) continue
      for (const identifier of [rows.a(row), rows.b(row)].map(identifierOf)) {
        const key = identifierKey(identifier)
        if (identifier.namespace === 'user') found.set(key, Math.min(rows.time(row), found.get(key) ?? Infinity))
      }
    }
    return found
  }
  /** The rows of a component that were not refused. */
  const heldRows = (root: number): number[] => {
    const refused = new Set(components.isContested(root) ? settled(root).refusals.map(({ row }) => row) : [])
    return orderedRows(root).filter((row) => !refused.has(row))
  }
  const conflictsIn = (root: number, isWanted: (row: number) => boolean = () => true): Conflict[] =>
    components.isContested(root) ? toConflicts(orderedRows(root), { settled: settled(root), rows, identifierOf, isWanted }) : []
  const toJunkConflict = (row: number): Conflict => toConflict(rows.linkOf(row), 'junk', [])

  return {
    person(identifier) {
      const node = findNamed(typeof identifier === 'string' ? readPersonId(identifier) : identifier)
      if (node < 0) return undefined
      const root = components.rootOf(node)
      return toPerson(personNodes(root, node)!.map(identifierOf), verifiedUsers(root))
    },
    *persons() {
      for (const root of components.roots()) {
        const verified = verifiedUsers(root)
        const persons = components.isContested(root) ? settled(root).persons : [components.nodes(root)]
        for (const nodes of persons) yield toPerson(nodes.map(identifierOf), verified)
      }
    },
    links(identifier) {
      const node = findNamed(identifier)
      if (node < 0) return []
      const own = new Set(personNodes(components.rootOf(node), node)!)
      return heldRows(components.rootOf(node)).filter((row) => own.has(rows.a(row))).map(rows.linkOf)
    },
    explain(a, b) {
      const [from, to] = [findNamed(a), findNamed(b)]
      const root = from < 0 || to < 0 ? -1 : components.rootOf(from)
      if (root < 0 || components.rootOf(to) !== root) return { isSame: from >= 0 && from === to, links: [], conflicts: [] }
      const near = neighbours(heldRows(root), rows)
      const path = findPath(from, (node) => node === to, (node) => near.get(node) ?? [], rows)
      if (path) return { isSame: true, links: path.map(rows.linkOf), conflicts: [] }
      const [one, other] = [from, to].map((node) => new Set(personNodes(root, node)!)) as [Set<number>, Set<number>]
      const isBetween = (x: number, y: number): boolean => (one.has(x) && other.has(y)) || (one.has(y) && other.has(x))
      return { isSame: false, links: [], conflicts: byId(conflictsIn(root, (row) => isBetween(rows.a(row), rows.b(row)))) }
    },
    conflicts(identifier) {
      if (identifier) {
        const node = find(identifier)
        if (node < 0) return []
        const root = components.rootOf(node)
        const own = new Set(findNamed(identifier) < 0 ? [node] : personNodes(root, node)!)
        const isOfIt = (row: number): boolean => own.has(rows.a(row)) || own.has(rows.b(row))
        return byId([...conflictsIn(root, isOfIt), ...junkRows(own).filter(isOfIt).map(toJunkConflict)])
      }
      return byId([...[...components.roots()].flatMap((root) => conflictsIn(root)), ...junkRows().map(toJunkConflict)])
    },
  }
}

const byId = (conflicts: Conflict[]): Conflict[] => conflicts.sort((x, y) => (x.link.id < y.link.id ? -1 : 1))
