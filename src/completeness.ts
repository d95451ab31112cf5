// Subpath `throughline/completeness`: what of a stream never arrived, and why where that is known.
// Pure, for any collector: runs in browsers and in Node, and takes whatever came over the wire.

/** A `LedgerEntry` as it came, or as a collector has kept it. */
export type LedgerLike = {
  readonly length?: number | null
  readonly lost?: readonly (readonly (number | undefined)[])[] | null
  readonly reason?: string | null
}

/** Positions of a stream that never arrived, both ends included. */
export type MissingRange = {
  readonly from: number
  readonly to: number
  /** Why they are lost for good: `evicted`, `expired` or `rejected`. Without it nobody knows: lost, or still on their way. */
  readonly reason?: string
}

/** What is known of a stream so far. */
export type Completeness = {
  /**
   * `complete`: everything has arrived that the page had tracked when it was last hidden. `open`: nothing is missing so
   * far, and the page has not said yet how long the stream is. `incomplete`: see `missing`.
   */
  readonly state: 'complete' | 'open' | 'incomplete'
  /** In order, and none touches another of the same reason. */
  readonly missing: MissingRange[]
}

/** From here on one more, or one less: positions that never arrived, or with a reason those that are said to be lost. */
type Change = { readonly at: number; readonly by: 1 | -1; readonly reason: string | undefined }

/**
 * Compares what a collector has received of one stream with what the stream's ledger says. Both may come in any order,
 * incomplete, and with repeats; what was received is there, whatever the ledger says. What is no position is passed over.
 *
 *     completeness({ received: [0, 1, 4], ledger: [{ length: 6 }, { lost: [[2, 3]], reason: 'evicted' }] })
 *     // { state: 'incomplete', missing: [{ from: 2, to: 3, reason: 'evicted' }, { from: 5, to: 5 }] }
 */
export function completeness({
  received,
  ledger = [],
}: {
  /** `n` of each event that has arrived. */
  readonly received: Iterable<number>
  /** All entries of this stream. */
  readonly ledger?: Iterable<LedgerLike>
}): Completeness {
  const positions = [...new Set(received)].filter(isPosition).sort((a, b) => a - b)
  const changes: Change[] = []
  const add = (from: number, to: number, reason?: string): void =>
    void changes.push({ at: from, by: 1, reason }, { at: to + 1, by: -1, reason })
  let told = 0
  let end = (positions.at(-1) ?? -1) + 1
  for (const entry of ledger) {
    const { length, lost, reason } = { ...entry } as { readonly [key: string]: unknown }
    if (isPosition(length)) told = Math.max(told, length)
    for (const run of Array.isArray(lost) ? (lost as unknown[]) : []) {
      const [from, to = from] = Array.isArray(run) ? (run as unknown[]) : []
      if (!isPosition(from) || !isPosition(to) || to < from) continue
      if (reason && typeof reason === 'string') add(from, to, reason)
      end = Math.max(end, to + 1)
    }
  }
  end = Math.max(end, told)
  let next = 0
  for (const n of [...positions, end]) {
    if (n > next) add(next, n - 1)
    next = n + 1
  }
  const missing = readMissing(changes.sort((a, b) => a.at - b.at))
  return { state: missing.length ? 'incomplete' : told < end || !end ? 'open' : 'complete', missing }
}

const isPosition = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0

/** Walks along the stream, from change to change. */
function readMissing(changes: readonly Change[]): MissingRange[] {
  const missing: { from: number; to: number; reason?: string }[] = []
  const reasons = new Map<string, number>()
  let isGap = false
  let from = 0
  for (const { at, by, reason } of changes) {
    if (isGap && at > from) {
      // Of several the first by name, so that the order of the ledger does not matter.
      const [why] = [...reasons.keys()].sort()
      const last = missing.at(-1)
      if (last?.to === from - 1 && last.reason === why) last.to = at - 1
      else missing.push({ from, to: at - 1, ...(why && { reason: why }) })
    }
    from = at
    if (reason === undefined) isGap = by > 0
    else {
      const count = (reasons.get(reason) ?? 0) + by
      if (count) reasons.set(reason, count)
      else reasons.delete(reason)
    }
  }
  return missing
}
