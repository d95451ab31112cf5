// Refusals of a component -> conflicts as they are told: the rule, the same as a sentence, the links that stand against.
// Pure; refuses nothing itself.

import { findPath, neighbours } from './findPath.js'
import type { BrokenRule, Conflict, Identifier, Link } from './graphTypes.js'
import type { LinkRows } from './linkRows.js'
import type { Refusal, Settled } from './settle.js'

type About = {
  readonly settled: Settled
  readonly rows: LinkRows
  identifierOf(node: number): Identifier
  /** Which rows are asked for. */
  isWanted(row: number): boolean
}

/** Those that are still open: whose ends no later link has brought together. */
export function toConflicts(ordered: readonly number[], about: About): Conflict[] {
  const { settled, rows } = about
  const at = new Map(settled.joined.map((row, index) => [row, index]))
  const place = new Map(ordered.map((row, index) => [row, index]))
  const tree = neighbours(at.keys(), rows)
  const isOpen = ({ row }: Refusal): boolean => settled.personOf(rows.a(row)) !== settled.personOf(rows.b(row))
  return settled.refusals.filter((refusal) => about.isWanted(refusal.row) && isOpen(refusal)).map((refusal): Conflict => {
    // What stood when it was considered.
    const before = place.get(refusal.row)!
    const rowsAt = (node: number): number[] => (tree.get(node) ?? []).filter((row) => place.get(row)! < before)
    const against = [...new Set(standing(refusal, ordered, rowsAt, about))].sort(rows.compare)
    const named = against.flatMap((row) => [rows.a(row), rows.b(row)]).map(about.identifierOf)
    return toConflict(rows.linkOf(refusal.row), refusal.rule, against.map(rows.linkOf), named.find((each) => each.namespace === refusal.namespace))
  })
}

function standing(refusal: Refusal, ordered: readonly number[], rowsAt: (node: number) => number[], about: About): number[] {
  const { settled, rows, identifierOf } = about
  const { row, rule, namespace, from = 0, to = 0 } = refusal
  const ends = [rows.a(row), rows.b(row)]
  const isOfIt = (node: number): boolean => identifierOf(node).namespace === namespace
  /** All rows of the person of this end, as it was then. */
  const all = (): number[] => {
    const found = new Set<number>()
    for (const end of ends) {
      findPath(end, () => false, (node) => {
        const own = rowsAt(node)
        own.forEach((each) => found.add(each))
        return own
      }, rows)
    }
    return [...found]
  }
  if (rule === 'unique' || rule === 'firstOwner' || rule === 'unverifiedMerge') {
    return ends.flatMap((end) => findPath(end, isOfIt, rowsAt, rows) ?? [])
  }
  if (rule === 'limit') {
    const counts = (node: number): boolean => isOfIt(node) && settled.since(node) >= from && settled.since(node) <= to
    return all().filter((each) => counts(rows.a(each)) || counts(rows.b(each)))
  }
  if (rule === 'merges') return all().filter(rows.isMerge)
  if (rule === 'identifiers') return []
  const codes = ends.filter((node) => identifierOf(node).namespace === 'handoff')
  const names = (each: number, code: number): boolean => rows.a(each) === code || rows.b(each) === code
  return codes.flatMap((code) => ordered.find((each) => names(each, code) && rows.time(each) === settled.since(code)) ?? [])
}

/** `owner` is the value of a unique namespace that is there already. */
export function toConflict(link: Link, rule: BrokenRule, against: readonly Link[], owner?: Identifier): Conflict {
  const reasons: { readonly [rule in BrokenRule]: string } = {
    junk: 'it names an identifier that stands for nobody',
    handoff: 'the code had expired',
    unverifiedMerge: 'a merge of two customers waits for verification',
    firstOwner: `already belongs to ${owner?.value ?? 'another'}`,
    unique: `would give one person two values of ${owner?.namespace ?? 'a unique namespace'}`,
    limit: 'too many identifiers of one namespace',
    identifiers: 'too many identifiers for one person',
    merges: 'too many merges for one person',
  }
  return { link, rule, reason: reasons[rule], against }
}
