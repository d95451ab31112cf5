// The links as rows of columns, some 30 bytes each beside their texts: ten million have to fit into memory.
// Owns how a link is kept and in which order links are considered; decides nothing.

import type { Detach, Link, LinkReason } from './graphTypes.js'
import { roomFor } from './roomFor.js'
import { createTexts } from './texts.js'

/** A link; or, by its reason, a detach of `b` from the person of `a`. */
export type Said = Omit<Link, 'reason'> & { readonly reason: LinkReason | 'detach' }

/** What {@link createLinkRows} returns. A row is a number, and belongs to one link id. */
export type LinkRows = {
  /** The row of a link id, an empty one if the id is new. */
  rowOf(id: string): number
  isWritten(row: number): boolean
  /** Whether the row already says this, or something that counts before it: of two links with one id one must be chosen. */
  isBefore(row: number, link: Said, a: number, b: number): boolean
  write(row: number, link: Said, a: number, b: number): void
  /** Makes it an empty row. */
  erase(row: number): void
  /** The identifiers that it names, as numbers. */
  a(row: number): number
  b(row: number): number
  time(row: number): number
  isVerified(row: number): boolean
  isMerge(row: number): boolean
  isDetach(row: number): boolean
  /** Whether the first was stated before the second one, or by the same event. */
  isEarlier(x: number, y: number): boolean
  /** Takes it out for good; it may be empty yet. */
  remove(row: number): void
  isRemoved(row: number): boolean
  /** Not for a detach. */
  linkOf(row: number): Link
  statementOf(row: number): Link | Detach
  idOf(row: number): string
  count(): number
  /** The order in which links are considered: verified first, then by time, event, priority and id. */
  compare(x: number, y: number): number
}

const reasons: readonly Said['reason'][] = ['login', 'link', 'handoff', 'crossDomain', 'merge', 'import', 'detach']
const merge = reasons.indexOf('merge')
const detach = reasons.indexOf('detach')
const verified = 8
const removed = 16

/** `priorityOf` tells how telling an identifier is; the lower the more. `identifierOf` gives it back. */
export function createLinkRows(
  priorityOf: (node: number) => number,
  identifierOf: (node: number) => Link['a'],
): LinkRows {
  const ids = createTexts()
  /** The identifier's number plus 1; 0 in an empty row. */
  let as = new Int32Array(48)
  let bs = new Int32Array(48)
  let times = new Float64Array(48)
  let kinds = new Uint8Array(48)
  /** The row of the event's id, plus 1; 0 if it is that of the link. */
  let events = new Int32Array(0)

  const isWritten = (row: number): boolean => row < as.length && as[row] !== 0
  const kindOf = ({ reason, authority }: Said): number => {
    const kind = reasons.indexOf(reason)
    if (kind < 0) throw new Error(`The reason of a link is ${reason}: use ${reasons.slice(0, detach).join(', ')}.`)
    return kind | (authority === 'verified' ? verified : 0)
  }
  const isDetach = (row: number): boolean => (kinds[row]! & 7) === detach
  const eventOf = (row: number): number => (events[row] ?? 0) - 1
  const priority = (row: number): number => Math.max(priorityOf(as[row]! - 1), priorityOf(bs[row]! - 1))
  const grow = (row: number): void => {
    as = roomFor(as, row + 1)
    bs = roomFor(bs, row + 1)
    times = roomFor(times, row + 1)
    kinds = roomFor(kinds, row + 1)
  }
  const saidIn = (row: number): Said => {
    const event = eventOf(row)
    return {
      id: ids.textOf(row),
      a: identifierOf(as[row]! - 1),
      b: identifierOf(bs[row]! - 1),
      time: times[row]!,
      reason: reasons[kinds[row]! & 7]!,
      authority: kinds[row]! & verified ? 'verified' : 'claim',
      ...(event >= 0 && { event: ids.textOf(event) }),
    }
  }
  const compareTexts = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0)
  const textOfEvent = (row: number): string => ids.textOf(eventOf(row) < 0 ? row : eventOf(row))

  return {
    rowOf: (id) => ids.intern(0, id),
    isWritten,
    isBefore(row, link, a, b) {
      const theirs = kindOf(link)
      const ours = kinds[row]! & ~removed
      if ((ours ^ theirs) & verified) return (ours & verified) > 0
      if (times[row] !== link.time) return times[row]! < link.time
      const event = eventOf(row) < 0 ? link.id : ids.textOf(eventOf(row))
      if (as[row] === a + 1 && bs[row] === b + 1 && ours === theirs && (link.event ?? link.id) === event) return true
      const say = ({ a: one, b: other, reason, event: by = link.id }: Said): string =>
        JSON.stringify([one.namespace, one.value, other.namespace, other.value, reason, by])
      return say(saidIn(row)) <= say(link)
    },
    write(row, link, a, b) {
      const kind = kindOf(link)
      grow(row)
      as[row] = a + 1
      bs[row] = b + 1
      times[row] = link.time
      kinds[row] = kind | (kinds[row]! & removed)
      if (link.event !== undefined && link.event !== link.id) {
        const event = ids.intern(0, link.event)
        events = roomFor(events, row + 1)
        events[row] = event + 1
      } else if (row < events.length) events[row] = 0
    },
    erase: (row) => void (as[row] = 0),
    a: (row) => as[row]! - 1,
    b: (row) => bs[row]! - 1,
    time: (row) => times[row]!,
    isVerified: (row) => (kinds[row]! & verified) > 0,
    isMerge: (row) => (kinds[row]! & 7) === merge,
    isDetach,
    isEarlier: (x, y) => times[x]! < times[y]! || (times[x] === times[y] && textOfEvent(x) <= textOfEvent(y)),
    remove(row) {
      grow(row)
      kinds[row] = kinds[row]! | removed
    },
    isRemoved: (row) => (kinds[row]! & removed) > 0,
    linkOf: (row) => saidIn(row) as Link,
    statementOf(row) {
      const said = saidIn(row)
      if (!isDetach(row)) return said as Link
      return { id: said.id, detach: said.b, from: said.a, time: said.time, authority: said.authority }
    },
    idOf: ids.textOf,
    count: ids.count,
    compare: (x, y) =>
      (kinds[y]! & verified) - (kinds[x]! & verified) ||
      times[x]! - times[y]! ||
      compareTexts(textOfEvent(x), textOfEvent(y)) ||
      priority(x) - priority(y) ||
      compareTexts(ids.textOf(x), ids.textOf(y)),
  }
}
