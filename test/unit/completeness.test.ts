// What of a stream never arrived, and why: compared with an answer found position by position.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completeness, type Completeness, type LedgerLike } from '../../src/completeness.js'

const positions = fc.array(fc.nat(40), { maxLength: 60 })
const run = fc.oneof(fc.tuple(fc.nat(40)), fc.tuple(fc.nat(40), fc.nat(8)).map(([from, more]): [number, number] => [from, from + more]))
const entry: fc.Arbitrary<LedgerLike> = fc.oneof(
  fc.record({ length: fc.nat(50) }),
  fc.record({ lost: fc.array(run, { maxLength: 5 }), reason: fc.constantFrom('evicted', 'expired', 'rejected') }),
  fc.record({ lost: fc.array(run, { maxLength: 2 }) }),
)
const ledgers = fc.array(entry, { maxLength: 8 })

/** The same answer, one position after the other. */
function bruteForce(received: readonly number[], ledger: readonly LedgerLike[]): Completeness {
  const told = Math.max(0, ...ledger.map(({ length }) => length ?? 0))
  const runs = ledger.flatMap(({ lost, reason }) => (lost ?? []).map(([from = 0, to = from]) => ({ from, to, reason })))
  const end = Math.max(told, ...received.map((n) => n + 1), ...runs.map(({ to }) => to + 1))
  const missing: { from: number; to: number; reason?: string }[] = []
  for (let n = 0; n < end; n++) {
    if (received.includes(n)) continue
    const [reason] = runs.flatMap(({ from, to, reason }) => (from <= n && n <= to && reason ? [reason] : [])).sort()
    const last = missing.at(-1)
    if (last?.to === n - 1 && last.reason === reason) last.to = n
    else missing.push({ from: n, to: n, ...(reason && { reason }) })
  }
  return { state: missing.length ? 'incomplete' : told && told === end ? 'complete' : 'open', missing }
}

test('whatever has arrived and whatever the ledgers say, the answer is that of a look at every position', () => {
  fc.assert(
    fc.property(positions, ledgers, (received, ledger) => {
      expect(completeness({ received, ledger })).toEqual(bruteForce(received, ledger))
    }),
    { numRuns: 2_000 },
  )
})

test('of a stream of known length exactly what is left out is missing, with its reason, in any order and with repeats', () => {
  const stream = fc.integer({ min: 1, max: 60 }).chain((length) =>
    fc.record({
      length: fc.constant(length),
      fate: fc.array(fc.constantFrom('here', 'twice', 'evicted', 'rejected', 'gone'), { minLength: length, maxLength: length }),
      seed: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2 * length, maxLength: 2 * length }),
    }),
  )
  fc.assert(
    fc.property(stream, ({ length, fate, seed }) => {
      const all = fate.flatMap((what, n) => (what === 'here' ? [n] : what === 'twice' ? [n, n] : []))
      const received = all.map((n, i) => [n, seed[i] ?? 0] as const).sort(([, a], [, b]) => a - b).map(([n]) => n)
      const lost = ['rejected', 'evicted'].map((reason) => ({ reason, lost: fate.flatMap((what, n) => (what === reason ? [[n]] : [])) }))
      const { state, missing } = completeness({ received, ledger: [...lost, { length }] })
      const found = Array.from({ length }, (_, n) => missing.find(({ from, to }) => from <= n && n <= to))
      expect(found.map((range) => range && (range.reason ?? 'gone'))).toEqual(
        fate.map((what) => (what === 'here' || what === 'twice' ? undefined : what)),
      )
      expect(state).toBe(all.length && new Set(all).size === length ? 'complete' : 'incomplete')
    }),
    { numRuns: 500 },
  )
})

test('ledgers in another order, or repeated, change nothing', () => {
  fc.assert(
    fc.property(positions, ledgers, (received, ledger) => {
      const answer = completeness({ received, ledger })
      expect(completeness({ received, ledger: ledger.toReversed() })).toEqual(answer)
      expect(completeness({ received, ledger: [...ledger, ...ledger] })).toEqual(answer)
    }),
  )
})

test.each([
  ['nothing received, nothing known', [], [], 'open', []],
  ['no gap, length unknown', [1, 0], [], 'open', []],
  ['no gap, length known', [1, 0], [{ length: 2 }], 'complete', []],
  ['more than the page had when it was hidden', [0, 1, 2], [{ length: 2 }], 'open', []],
  ['the longest length counts', [0], [{ length: 3 }, { length: 1 }], 'incomplete', [{ from: 1, to: 2 }]],
  ['said to be lost, and arrived after all', [0, 1], [{ length: 2 }, { lost: [[1]], reason: 'evicted' }], 'complete', []],
  ['the end lost', [0], [{ lost: [[1, 2]], reason: 'expired' }], 'incomplete', [{ from: 1, to: 2, reason: 'expired' }]],
  ['all of it lost', [], [{ lost: [[0]], reason: 'rejected' }], 'incomplete', [{ from: 0, to: 0, reason: 'rejected' }]],
])('%s', (_, received, ledger, state, missing) => {
  expect(completeness({ received, ledger })).toEqual({ state, missing })
})

test('gaps as long as numbers go cost nothing', () => {
  const end = Number.MAX_SAFE_INTEGER
  expect(completeness({ received: [end], ledger: [{ lost: [[5, end - 1]], reason: 'evicted' }] }).missing).toEqual([
    { from: 0, to: 4 },
    { from: 5, to: end - 1, reason: 'evicted' },
  ])
})

test('what is no position and no entry is passed over', () => {
  const received = [0, -1, 1.5, NaN, Infinity, '3', null, {}] as number[]
  const ledger = [null, 7, 'x', [], { length: -1 }, { length: '9' }, { lost: 3 }, { lost: ['x', [], [2, 1], ['1'], null] }, { lost: [[0]], reason: {} }]
  expect(completeness({ received, ledger: ledger as LedgerLike[] })).toEqual({ state: 'open', missing: [] })
})
