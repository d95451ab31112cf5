// The identity graph: statements in, persons out, the same for the same set of statements.
// Takes statements in; what follows from them is asked of createAnswers.ts. Knows no event, storage or DOM.

import { createComponents } from './components.js'
import { type Answers, createAnswers } from './createAnswers.js'
import type { Identifier, Link, Rules, Statement } from './graphTypes.js'
import { createLinkRows, type Said } from './linkRows.js'
import { readRules } from './readRules.js'
import type { Settled } from './settle.js'
import { createTexts } from './texts.js'

/** What {@link createIdentityGraph} returns. */
export type IdentityGraph = Answers & {
  /** Takes in a link, an unlink, a detach or a deletion; saying it again changes nothing. Throws if one is malformed. */
  add(statement: Statement): void
  /** Takes a link out for good: `add({ unlink: linkId })`. What only it held together comes apart. */
  remove(linkId: string): void
  /**
   * Deletes an identifier for good: `add({ forget: identifier })`. What only went through it comes apart. The memory still
   * holds its links until a new graph imports what this one exports.
   */
  forget(identifier: Identifier): void
  /** What the graph knows: the same persons follow from it, in any order. Links of deleted identifiers are left out. */
  export(): Iterable<Statement>
  /** Takes in what another graph has exported. */
  import(statements: Iterable<Statement>): void
}

/** Flags of an identifier: neither is ever named by a link that counts. */
const forgotten = 1
const junk = 2

/**
 * Creates an empty graph. Throws if a rule makes no sense. Adding costs the same in a large graph as in a small one. What
 * a removal changes, or any link where rules can break, is worked out when its component is next asked for: never more.
 */
export function createIdentityGraph(rules: Rules = {}): IdentityGraph {
  const settings = readRules(rules)
  const texts = createTexts()
  const namespaces: string[] = []
  const spaces = new Map<string, number>()
  const ranks: number[] = []
  const areJunk: boolean[] = []
  const flags = new Map<number, number>()
  /** Rows that name junk, by each identifier that they name. */
  const namingJunk = new Map<number, Set<number>>()
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
      areJunk.push(!settings.isNamespace(namespace))
    }
    return space
  }
  const nodeOf = (identifier: Identifier): number => {
    const { namespace, value } = identifier
    const before = texts.count()
    const space = spaceOf(namespace)
    const node = texts.intern(space, value)
    if (node === before) {
      components.grow(namespace)
      if (areJunk[space] || settings.isJunk(identifier)) flag(node, junk)
    }
    return node
  }
  const find = ({ namespace, value }: Identifier): number => {
    const space = spaces.get(namespace)
    return space === undefined ? -1 : texts.find(space, value)
  }
  const addRow = (link: Said): void => {
    needLink(link)
    const a = nodeOf(link.a)
    const b = nodeOf(link.b)
    const row = rows.rowOf(link.id)
    if (rows.isWritten(row)) {
      if (rows.isBefore(row, link, a, b)) return
      withdraw(row)
    }
    rows.write(row, link, a, b)
    if (isCounting(row)) components.join(row)
    else if (has(a, junk) || has(b, junk)) for (const node of [a, b]) namingJunk.set(node, (namingJunk.get(node) ?? new Set()).add(row))
  }
  const isAbout = (row: number, bit: number): boolean => has(rows.a(row), bit) || has(rows.b(row), bit)
  const junkRows = (nodes: Iterable<number> = namingJunk.keys()): number[] =>
    [...new Set([...nodes].flatMap((node) => [...(namingJunk.get(node) ?? [])]))].filter((row) => !rows.isRemoved(row) && !rows.isDetach(row) && isAbout(row, junk) && !isAbout(row, forgotten))
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
    else if ('detach' in statement) addRow({ ...statement, a: statement.from, b: statement.detach, reason: 'detach' })
    else addRow(needReason(statement))
  }
  return {
    add,
    remove,
    forget,
    ...createAnswers({ rows, components, settings, namespaceOf, identifierOf, known, find, junkRows }),
    *export() {
      for (const [node, bits] of flags) if (bits & forgotten) yield { forget: identifierOf(node) }
      for (let row = 0; row < rows.count(); row++) {
        if (rows.isRemoved(row)) yield { unlink: rows.idOf(row) }
        else if (rows.isWritten(row) && !isAbout(row, forgotten)) yield rows.statementOf(row)
      }
    },
    import(statements) {
      for (const statement of statements) add(statement)
    },
  }
}

/** As rows a detach differs from a link by its reason only. */
function needReason(link: Link): Link {
  if ((link.reason as string) === 'detach') throw new Error('A link has no reason `detach`: say { id, detach, from, time, authority }.')
  return link
}

function needLink({ id, a, b, time, authority }: Said): void {
  if (typeof id !== 'string' || typeof a?.value !== 'string' || typeof b?.value !== 'string' || !Number.isFinite(time)) {
    throw new Error('A link needs an id, two identifiers and a time in epoch ms: { id, a: { namespace, value }, b, time, reason, authority }.')
  }
  if (authority !== 'claim' && authority !== 'verified') throw new Error(`The authority of a link is ${String(authority)}: use claim or verified.`)
}
