// Texts as numbers: each text of a space gets one, from 0 on, and is kept as bytes, where no garbage collector looks.
// Owns hashing and comparing; knows nothing of what the texts mean.

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

type Column = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array

/** The column with room for so many entries at least: itself, or a larger copy. */
export function roomFor<T extends Column>(column: T, count: number): T {
  if (count <= column.length) return column
  const larger = new (column.constructor as new (count: number) => T)(Math.max(count, Math.ceil(column.length * 1.5)))
  larger.set(column as never)
  return larger
}

const maxBytes = 2 ** 32

export function createTexts(): Texts {
  // Differs in each graph, so that nobody can prepare texts which all fall on one slot.
  const seed = (Math.random() * 2 ** 32) | 0
  let slots = new Int32Array(64)
  let hashes = new Int32Array(48)
  let starts = new Uint32Array(49)
  /** The space, doubled, plus 1 if the text needs two bytes for each of its units. */
  let kinds = new Uint16Array(48)
  let bytes = new Uint8Array(1024)
  let count = 0

  const hashOf = (space: number, text: string): number => {
    let hash = seed ^ space
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x5bd1e995) ^ (hash >>> 15)
    hash = Math.imul(hash ^ (hash >>> 13), 0x5bd1e995)
    return hash ^ (hash >>> 15)
  }
  const isText = (number: number, space: number, text: string): boolean => {
    const kind = kinds[number]!
    const start = starts[number]!
    if (kind >> 1 !== space || starts[number + 1]! - start !== text.length << (kind & 1)) return false
    if (kind & 1) return textOf(number) === text
    for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false
    return true
  }
  /** The slot in which the text is, or the free one where it belongs. */
  const slotOf = (hash: number, space: number, text: string): number => {
    const mask = slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot]! - 1
      if (number < 0 || (hashes[number] === hash && isText(number, space, text))) return slot
    }
  }
  const growSlots = (): void => {
    slots = new Int32Array(slots.length * 2)
    const mask = slots.length - 1
    for (let number = 0; number < count; number++) {
      let slot = hashes[number]! & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = number + 1
    }
  }
  /** Writes the text behind the last one; answers whether it needed two bytes for each unit. */
  const write = (text: string): boolean => {
    const start = starts[count]!
    if (start + 2 * text.length > maxBytes) throw new Error('The graph is full at 4 GB of texts: divide it.')
    bytes = roomFor(bytes, start + 2 * text.length)
    let seen = 0
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      seen |= unit
      bytes[start + i] = unit
    }
    const isWide = seen > 255
    if (isWide) {
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i)
        bytes[start + 2 * i] = unit
        bytes[start + 2 * i + 1] = unit >> 8
      }
    }
    starts[count + 1] = start + (text.length << (isWide ? 1 : 0))
    return isWide
  }
  const textOf = (number: number): string => {
    const end = starts[number + 1]!
    let text = ''
    if (kinds[number]! & 1) {
      for (let i = starts[number]!; i < end; i += 2) text += String.fromCharCode(bytes[i]! | (bytes[i + 1]! << 8))
    } else {
      // A part at a time: a call takes only so many arguments.
      for (let i = starts[number]!; i < end; i += 4096) text += String.fromCharCode(...bytes.subarray(i, Math.min(end, i + 4096)))
    }
    return text
  }
  return {
    intern(space, text) {
      const hash = hashOf(space, text)
      let slot = slotOf(hash, space, text)
      if (slots[slot] !== 0) return slots[slot]! - 1
      if (4 * (count + 1) > 3 * slots.length) {
        growSlots()
        slot = slotOf(hash, space, text)
      }
      hashes = roomFor(hashes, count + 1)
      kinds = roomFor(kinds, count + 1)
      starts = roomFor(starts, count + 2)
      kinds[count] = (space << 1) | (write(text) ? 1 : 0)
      hashes[count] = hash
      slots[slot] = count + 1
      return count++
    },
    find(space, text) {
      return slots[slotOf(hashOf(space, text), space, text)]! - 1
    },
    textOf,
    spaceOf: (number) => kinds[number]! >> 1,
    count: () => count,
  }
}
