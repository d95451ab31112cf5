// Event ids: UUIDv7 whose random part belongs to the stream and whose counter rises.
// Pure: time and chance come in as arguments.

/** What {@link createEventIds} returns. */
export type EventIds = {
  /** The id of the stream itself. */
  readonly stream: string
  /** The next id, at that time. */
  next(time: number): string
}

/**
 * Makes ids that are unique, ordered and cheap to compress. After the 48 bits of time, 26 bits count the ids of the
 * stream and 48 bits are its random part, so within a page only a few digits differ from id to id.
 * RFC 9562, 5.7 and 6.2 (fixed bit-length dedicated counter).
 */
export function createEventIds(startTime: number, random: bigint): EventIds {
  const node = hex(random).slice(-12)
  let count = 0
  let lastTime: number
  let start: string
  const next = (time: number): string => {
    // Many ids share a millisecond, and this is most of the work.
    if (time !== lastTime) {
      const digits = hex((lastTime = time))
      start = `${digits.slice(0, 8)}-${digits.slice(8)}`
    }
    const high = 0x7000 + (count >>> 14)
    const low = 0x8000 + (count++ & 0x3fff)
    return `${start}-${high.toString(16)}-${low.toString(16)}-${node}`
  }
  return { stream: next(startTime), next }
}

const hex = (value: number | bigint): string => value.toString(16).padStart(12, '0')
