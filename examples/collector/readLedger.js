// What a batch says about streams besides its events: how long they are, and what of them is lost.
// Pure. What cannot be read is passed over: a bad ledger must not cost events.
import { isRecord } from './cleanJson.js'
import { readShortText } from './identifiers.js'

const maxEntries = 1_000
const maxRuns = 10_000
const maxN = 2 ** 31 - 1

/**
 * `lost` holds runs of positions, both ends included.
 * @typedef {{ lengths: { stream: string, length: number }[],
 *   lost: { stream: string, first: number, last: number, reason: string }[] }} Ledger
 */

/**
 * @param {any} json the body of a batch
 * @returns {Ledger}
 */
export function readLedger(json) {
  const entries = json?.throughline?.ledger
  /** @type {Map<string, number>} */
  const lengths = new Map()
  /** @type {Ledger['lost']} */
  const lost = []
  for (const entry of Array.isArray(entries) ? entries.slice(0, maxEntries) : []) {
    const stream = isRecord(entry) && readShortText(entry.stream)
    if (!stream) continue
    const { length } = entry
    if (isPosition(length) && length > (lengths.get(stream) ?? 0)) lengths.set(stream, length)
    const reason = readShortText(entry.reason) ?? ''
    for (const run of Array.isArray(entry.lost) ? entry.lost : []) {
      const [first, last = first] = Array.isArray(run) ? run : []
      const isRun = isPosition(first) && isPosition(last) && first <= last
      if (isRun && lost.length < maxRuns) lost.push({ stream, first, last, reason })
    }
  }
  return { lengths: [...lengths].map(([stream, length]) => ({ stream, length })), lost }
}

/** @param {unknown} n */
const isPosition = (n) => Number.isInteger(n) && Number(n) >= 0 && Number(n) <= maxN
