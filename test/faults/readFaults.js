// Reads what the tests of the fault table have written down, and adds it up: one result per row and engine.
// Pure; must not decide what is right.

/**
 * What one test came to. `label` begins with its row, and is its own; `why`: this engine cannot show it.
 * @typedef {{ tracked: number, received: number, repeats: number }} Counts
 * @typedef {{ engine: string, version: string, label: string } & (Counts | { why: string })} Fault
 */

/**
 * What a row came to, all its tests together.
 * @typedef {Counts | { why: string }} Result
 * @typedef {{ versions: Record<string, string>, rows: Record<string, Record<string, Result>> }} Faults
 */

/** @param {Result | undefined} sum @param {Result} next @returns {Result} */
const add = (sum, next) => {
  if (sum === undefined || 'why' in sum) return next
  if ('why' in next) return sum
  return {
    tracked: sum.tracked + next.tracked,
    received: sum.received + next.received,
    repeats: sum.repeats + next.repeats,
  }
}

/**
 * @param {string} text one JSON text per line
 * @returns {Faults}
 */
export const readFaults = (text) => {
  /** @type {Fault[]} */
  const all = text.split('\n').filter(Boolean).map((line) => JSON.parse(line))
  // A test that was run once more counts once.
  const last = new Map(all.map((fault) => [`${fault.engine} ${fault.label}`, fault]))
  /** @type {Faults} */
  const faults = { versions: {}, rows: {} }
  for (const { engine, version, label, ...result } of last.values()) {
    const row = Number(/^row (\d+)/.exec(label)?.[1])
    faults.versions[engine] = version
    const results = (faults.rows[row] ??= {})
    results[engine] = add(results[engine], result)
  }
  return faults
}
