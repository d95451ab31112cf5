// Owns the comparison of what was tracked with what the collector has stored.
// Must not decide which differences are allowed: the tests say so.
import { noteFault } from './noteFault.ts'
import type { Row, Stage } from './stage.ts'

/** All zero when nothing was lost, invented, counted twice or put out of order. */
export type Account = {
  /** Tracked, never stored. */
  readonly missing: number
  /** Stored from the same page instances, but never tracked. */
  readonly invented: number
  /** Ids that came up twice in what was tracked or in what was stored. */
  readonly doubled: number
  /** Streams whose numbers do not run from 0 without a gap. */
  readonly gaps: number
  /** Streams whose numbers do not follow the order of the calls. */
  readonly disorder: number
  /** Deliveries beyond the first, all told apart from new events by their id. */
  readonly repeats: number
}

export const nothingLost = { missing: 0, invented: 0, doubled: 0, gaps: 0, disorder: 0 }

/**
 * Waits for the events with these ids, all named `Tick`, and compares.
 * @param label names the scenario in the printed line; of a row of the fault table it begins with that: `row 14, refused`
 */
export async function account(stage: Stage, ids: readonly string[], label: string): Promise<Account> {
  const rows = await stage.arrived(ids)
  const all = await stage.streamsOf(rows)
  const streams = [...new Set(all.map(({ stream }) => String(stream)))]
  const tracked = new Set(ids)
  const stored = new Set(all.map(({ id }) => id))
  const missing = ids.flatMap((id, i) => (stored.has(id) ? [] : i))
  const repeats = rows.reduce((sum, row) => sum + row.deliveries - 1, 0)
  const rate = ((repeats / Math.max(1, ids.length)) * 100).toFixed(1)
  console.log(`${label}: ${ids.length} tracked, ${rows.length} received, ${repeats} repeats (${rate} %)`)
  const { name: engine, version } = stage.browser
  noteFault({ engine, version, label, tracked: ids.length, received: rows.length, repeats })
  if (missing.length > 0) console.log(`missing are calls ${missing.slice(0, 20).join(', ')}${missing.length > 20 ? ', ...' : ''}`)
  return {
    missing: missing.length,
    invented: all.filter(({ id, name }) => name === 'Tick' && !tracked.has(id)).length,
    doubled: ids.length - tracked.size + all.length - stored.size,
    gaps: streams.filter((stream) => numbersOf(all, stream).sort((a, b) => a - b).some((n, i) => n !== i)).length,
    disorder: streams.filter((stream) => numbersOf(rows, stream).some((n, i, numbers) => n < (numbers[i - 1] ?? 0))).length,
    repeats,
  }
}

const numbersOf = (rows: readonly Row[], stream: string): number[] =>
  rows.filter((row) => row.stream === stream).map(({ n }) => Number(n))
