// The identity graph: statements in, persons out, the same for the same set of statements.
// The wiring of rows, components and settling; decides nothing by itself, and knows no event, storage or DOM.

import { createComponents } from './components.js'
import { findPath, neighbours } from './findPath.js'
import type { Conflict, Explanation, Identifier, Link, Person, Rules, Statement } from './graphTypes.js'
import { createLinkRows } from './linkRows.js'
import { readRules } from './readRules.js'
import { settle, type Settled } from './settle.js'
import { createTexts } from './texts.js'
import { toConflict, toConflicts } from './toConflicts.js'
import { identifierKey, readPersonId, toPerson } from './toPerson.js'

/** What {@link createIdentityGraph} returns. */
export type IdentityGraph = {
  /** Takes in a link, an unlink or a deletion; saying it again changes nothing. Throws if a link is malformed. */
  add(statement: Statement): void
  /** Takes a link out for good: `add({ unlink: linkId })`. What only it held together comes apart. */
  remove(linkId: string): void
  /** Deletes an identifier for good: `add({ forget: identifier })`. What only went through it comes apart. */
  forget(identifier: Identifier): void
  /** The person of an identifier, or of a text: a person's id, `namespace:value`, or a user's value. */
  person(identifier: Identifier | string): Person | undefined
  /** All persons, in no particular order. Do not change the graph while you walk. */
  persons(): Iterable<Person>
  /** The links that hold the person of an identifier together, in the order in which they were considered. */
  links(identifier: Identifier): Link[]
  /** Why two identifiers are one person, or are not. */
  explain(a: Identifier, b: Identifier): Explanation
  /** The refused links whose ends are still two persons; all, or those around one identifier; by id. */
  conflicts(identifier?: Identifier): Conflict[]
  /** What the graph knows: the same persons follow from it, in any order. Links of deleted identifiers are left out. */
  export(): Iterable<Statement>
  /** Takes in what another graph has exported. */
  import(statements: Iterable<Statement>): void
}

const forgotten = 1
const junk = 2

/** Creates an empty graph. Throws if a rule makes no sense. */
export function createIdentityGraph(rules: Rules = {}): IdentityGraph {
  const settings = readRules(rules)
  const texts = createTexts()
  const namespaces: string[] = []
  const spaces = new Map<string, number>()
  const ranks: number[] = []
  const flags = new Map<number, number>()
  /** Of the contested components that were asked for; what changes is taken out. */
  const known = new Map<number, Settled>()

  const namespaceOf = (node: number): string => namespaces[texts.spaceOf(node)]!
  const identifierOf = (node: number): Identifier => ({ namespace: namespaceOf(node), value: texts.textOf(node) })
  const flag = (node: number, bit: number): void => void flags.set(node, (flags.get(node) ?? 0) | bit)
  const has = (node: number, bit: number): boolean => ((flags.get(node) ?? 0) & bit) > 0
  const rows = createLinkRows((node) => ranks[texts.spaceOf(node)]!, identifierOf)
  const isCounting = (row: number): boolean =>
    rows.isWritten(row) && !rows.isRemoved(row) && (flags.size === 0 || !(flags.has(rows.a(row)) || flags.has(rows.b(row))))
  const components = createComponents({
    rows,
    counted: settings.counted,
    maxIdentifiers: settings.maxIdentifiers,
    isCounting,
    isHandoff: (node) => texts.spaceOf(node) === spaces.get('handoff'),
    changed: (root) => known.delete(root),
  })
  const spaceOf = (namespace: string): number => {
    let space = spaces.get(namespace)
    if (space === undefined) {
      space = namespaces.push(namespace) - 1
      if (space > 32_767) throw new Error('There are more than 32,767 namespaces: put what differs into the value.')
      spaces.set(namespace, space)
      ranks.push(settings.rankOf(namespace))
    }
    return space
  }
  const nodeOf = (identifier: Identifier): number => {
    const { namespace, value } = identifier
    const before = texts.count()
    const node = texts.intern(spaceOf(namespace), value)
    if (node === before) {
      components.grow(namespace)
      if (settings.isJunk(identifier)) flag(node, junk)
    }
    return node
  }
  const find = ({ namespace, value }: Identifier): number => {
    const space = spaces.get(namespace)
    return space === undefined ? -1 : texts.find(space, value)
  }
  const findNamed = (identifier: Identifier): number => {
    const node = find(identifier)
    return node >= 0 && components.isNamed(node) ? node : -1
  }
  const addLink = (link: Link): void => {
    needLink(link)
    const [a, b] = [nodeOf(link.a), nodeOf(link.b)]
    const row = rows.rowOf(link.id)
    if (rows.isWritten(row)) {
      if (rows.isBefore(row, link, a, b)) return
      withdraw(row)
    }
    rows.write(row, link, a, b)
    if (isCounting(row)) components.join(row)
  }
  /** Takes a row out of its component at once, because its ends are about to change. */
  const withdraw = (row: number): void => {
    const node = rows.a(row)
    rows.erase(row)
    components.loosen(node)
    components.rootOf(node)
  }
  const remove = (linkId: string): void => {
    const row = rows.rowOf(linkId)
    if (rows.isWritten(row) && isCounting(row)) components.loosen(rows.a(row))
    rows.remove(row)
  }
  const forget = (identifier: Identifier): void => {
    const node = nodeOf(identifier)
    components.loosen(node)
    flag(node, forgotten)
  }
  const add = (statement: Statement): void => {
    if ('unlink' in statement) remove(statement.unlink)
    else if ('forget' in statement) forget(statement.forget)
    else addLink(statement)
  }
  const orderedRows = (root: number): number[] => components.rows(root).sort(rows.compare)
  const settled = (root: number): Settled => {
    let answer = known.get(root)
    if (!answer) {
      answer = settle(orderedRows(root), rows, namespaceOf, settings)
      // What is asked for once need not stay: a walk over all of them would fill the memory.
      if (known.size >= 1_000) known.clear()
      known.set(root, answer)
    }
    return answer
  }
  const personNodes = (root: number, node: number): readonly number[] =>
    components.isContested(root) ? settled(root).personOf(node) : components.nodes(root)
  /** When a server first named a user, for all users of a component. */
  const verifiedUsers = (root: number): Map<string, number> => {
    const found = new Map<string, number>()
    for (const row of components.rows(root)) {
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
  const conflictsIn = (root: number): Conflict[] =>
    components.isContested(root) ? toConflicts(orderedRows(root), { settled: settled(root), rows, identifierOf }) : []
  const junkConflicts = (isWanted: (row: number) => boolean): Conflict[] => {
    const found: Conflict[] = []
    if (![...flags.values()].some((bits) => bits & junk)) return found
    for (let row = 0; row < rows.count(); row++) {
      if (!rows.isWritten(row) || rows.isRemoved(row) || !isWanted(row)) continue
      const ends = [rows.a(row), rows.b(row)]
      const isJunk = ends.some((node) => has(node, junk)) && !ends.some((node) => has(node, forgotten))
      if (isJunk) found.push(toConflict(rows.linkOf(row), 'junk', []))
    }
    return found
  }

  return {
    add,
    remove,
    forget,
    person(identifier) {
      const node = findNamed(typeof identifier === 'string' ? readPersonId(identifier) : identifier)
      if (node < 0) return undefined
      const root = components.rootOf(node)
      return toPerson(personNodes(root, node).map(identifierOf), verifiedUsers(root))
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
      const own = new Set(personNodes(components.rootOf(node), node))
      return heldRows(components.rootOf(node)).filter((row) => own.has(rows.a(row))).map(rows.linkOf)
    },
    explain(a, b) {
      const [from, to] = [findNamed(a), findNamed(b)]
      const root = from < 0 || to < 0 ? -1 : components.rootOf(from)
      if (root < 0 || components.rootOf(to) !== root) return { isSame: from >= 0 && from === to, links: [], conflicts: [] }
      const near = neighbours(heldRows(root), rows)
      const path = findPath(from, (node) => node === to, (node) => near.get(node) ?? [], rows)
      if (path) return { isSame: true, links: path.map(rows.linkOf), conflicts: [] }
      const sides = [from, to].map((node) => new Set(personNodes(root, node).map((each) => identifierKey(identifierOf(each)))))
      const isBetween = ({ link }: Conflict): boolean =>
        [[link.a, link.b], [link.b, link.a]].some((ends) => ends.every((end, i) => sides[i]!.has(identifierKey(end))))
      return { isSame: false, links: [], conflicts: conflictsIn(root).filter(isBetween) }
    },
    conflicts(identifier) {
      if (identifier) {
        const node = find(identifier)
        if (node < 0) return []
        const isOfIt = (row: number): boolean => rows.a(row) === node || rows.b(row) === node
        return byId([...conflictsIn(components.rootOf(node)), ...junkConflicts(isOfIt)])
      }
      return byId([...[...components.roots()].flatMap(conflictsIn), ...junkConflicts(() => true)])
    },
    *export() {
      for (const [node, bits] of flags) if (bits & forgotten) yield { forget: identifierOf(node) }
      for (let row = 0; row < rows.count(); row++) {
        if (rows.isRemoved(row)) yield { unlink: rows.idOf(row) }
        else if (rows.isWritten(row) && ![rows.a(row), rows.b(row)].some((node) => has(node, forgotten))) yield rows.linkOf(row)
      }
    },
    import(statements) {
      for (const statement of statements) add(statement)
    },
  }
}

const byId = (conflicts: Conflict[]): Conflict[] => conflicts.sort((x, y) => (x.link.id < y.link.id ? -1 : 1))

function needLink({ id, a, b, time, authority }: Link): void {
  if (typeof id !== 'string' || typeof a?.value !== 'string' || typeof b?.value !== 'string' || !Number.isFinite(time)) {
    throw new Error('A link needs an id, two identifiers and a time in epoch ms: { id, a: { namespace, value }, b, time, reason, authority }.')
  }
  if (authority !== 'claim' && authority !== 'verified') throw new Error(`The authority of a link is ${String(authority)}: use claim or verified.`)
}
