// Texts as numbers: each text of a space gets one, from 0 on, and is kept as bytes, where no garbage collector looks.
// Owns hashing and comparing; knows nothing of what the texts mean.

import { roomFor } from './roomFor.js'

/** What {@link createTexts} returns. A space is a number from 0 to 32,767: the same text in another space is another text. */
export type Texts = {
  /** The number of a text, a new one if it has none yet. */
  intern(space: number, text: string): number
  /** The number of a text, or -1. */
  find(space: number, text: string): number
  textOf(number: number): string
  spaceOf(number: number): number
  count(): number
}

const maxBytes = 2 ** 32
/** In front of each text: its space, doubled, plus 1 if each of its units takes two bytes. */
const headBytes = 2

export function createTexts(): Texts {
  // Differs in each graph, so that nobody can prepare texts which all fall on one slot.
  const seed = (Math.random() * 2 ** 32) | 0
  /** Pairs of a hash and a number plus 1, beside each other so that a look costs one line of the processor's cache. */
  let slots = new Int32Array(128)
  /** How far a hash is shifted to be a pair: its upper bits, so that a larger table is filled from front to end. */
  let shift = 32 - 6
  let starts = new Uint32Array(48)
  let bytes = new Uint8Array(1024)
  let count = 0
  /** Where the text ends that was last written behind the others. */
  let end = 0

  /** Writes the text behind the others, and answers its hash. It stays only if `count` rises. */
  const write = (space: number, text: string): number => {
    const start = starts[count]!
    if (start + headBytes + 2 * text.length > maxBytes) throw new Error('The graph is full at 4 GB of texts: divide it.')
    bytes = roomFor(bytes, start + headBytes + 2 * text.length)
    let hash = seed ^ space
    let seen = 0
    let at = start + headBytes
    // Four at a time: the next step of a hash waits for the one before.
    let i = 0
    for (const last = text.length - 3; i < last; i += 4, at += 4) {
      const a = text.charCodeAt(i)
      const b = text.charCodeAt(i + 1)
      const c = text.charCodeAt(i + 2)
      const d = text.charCodeAt(i + 3)
      seen |= a | b | c | d
      bytes[at] = a
      bytes[at + 1] = b
      bytes[at + 2] = c
      bytes[at + 3] = d
      hash = Math.imul(hash ^ a ^ (b << 8) ^ (c << 16) ^ (d << 24), 0x5bd1e995)
      hash ^= hash >>> 15
    }
    for (; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      seen |= unit
      bytes[at++] = unit
      hash = Math.imul(hash ^ unit, 0x5bd1e995)
      hash ^= hash >>> 15
    }
    if (seen > 255) {
      at = start + headBytes
      for (let unit = 0; unit < text.length; unit++) {
        bytes[at++] = text.charCodeAt(unit)
        bytes[at++] = text.charCodeAt(unit) >> 8
      }
    }
    const kind = (space << 1) | (seen > 255 ? 1 : 0)
    bytes[start] = kind
    bytes[start + 1] = kind >> 8
    end = at
    hash = Math.imul(hash ^ text.length, 0x5bd1e995)
    return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  }
  /** Whether this is the text last written. */
  const isWritten = (number: number): boolean => {
    const start = starts[number]!
    const own = starts[count]!
    const size = end - own
    if (starts[number + 1]! - start !== size) return false
    for (let i = 0; i < size; i++) if (bytes[start + i] !== bytes[own + i]) return false
    return true
  }
  /** The slot in which the text last written is, or the free one where it belongs. */
  const slotOf = (hash: number): number => {
    const mask = slots.length - 1
    for (let slot = (hash >>> shift) << 1; ; slot = (slot + 2) & mask) {
      const number = slots[slot + 1]! - 1
      if (number < 0 || (slots[slot] === hash && isWritten(number))) return slot
    }
  }
  const growSlots = (): void => {
    const before = slots
    slots = new Int32Array(before.length * 2)
    shift--
    const mask = slots.length - 1
    for (let i = 0; i < before.length; i += 2) {
      if (before[i + 1] === 0) continue
      let slot = (before[i]! >>> shift) << 1
      while (slots[slot + 1] !== 0) slot = (slot + 2) & mask
      slots[slot] = before[i]!
      slots[slot + 1] = before[i + 1]!
    }
  }
  return {
    intern(space, text) {
      if (8 * (count + 1) > 3 * slots.length) growSlots()
      const hash = write(space, text)
      const slot = slotOf(hash)
      const known = slots[slot + 1]!
      if (known !== 0) return known - 1
      slots[slot] = hash
      slots[slot + 1] = count + 1
      starts = roomFor(starts, count + 2)
      starts[count + 1] = end
      return count++
    },
    find: (space, text) => slots[slotOf(write(space, text)) + 1]! - 1,
    textOf(number) {
      const [start, stop] = [starts[number]! + headBytes, starts[number + 1]!]
      let text = ''
      if (bytes[start - headBytes]! & 1) {
        for (let i = start; i < stop; i += 2) text += String.fromCharCode(bytes[i]! | (bytes[i + 1]! << 8))
      } else {
        // A part at a time: a call takes only so many arguments.
        for (let i = start; i < stop; i += 4096) text += String.fromCharCode(...bytes.subarray(i, Math.min(stop, i + 4096)))
      }
      return text
    },
    spaceOf(number) {
      const start = starts[number]!
      return (bytes[start]! | (bytes[start + 1]! << 8)) >> 1
    },
    count: () => count,
  }
}
