// What is written down of lost events.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completeness } from '../../../src/completeness.js'
import { readEntry, writeLosses } from '../../../src/outbox/ledger.js'
import type { Event } from '../../../src/types.js'

const eventsOf = (places: readonly (readonly [stream: string, n: number])[]): Event[] => places.map(([stream, n]) => ({ stream, n }) as Event)

test('one record per stream, in runs, under a key of its own', () => {
  const events = eventsOf([['a', 3], ['a', 4], ['b', 0], ['a', 5], ['a', 9], ['b', 1], ['b', 3]])
  expect(writeLosses('evicted', events)).toEqual([
    [['ledger', 'a', '3,5'], { stream: 'a', reason: 'evicted', lost: [[3, 5], [9]] }],
    [['ledger', 'b', '0,1'], { stream: 'b', reason: 'evicted', lost: [[0, 1], [3]] }],
  ])
  expect(writeLosses('expired', [])).toEqual([])
})

test('whatever is lost, in whatever order, completeness names exactly that', () => {
  const places = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', '__proto__x'), fc.nat(60)), { selector: String })
  fc.assert(
    fc.property(places, (lost) => {
      const entries = writeLosses('rejected', eventsOf(lost)).map(readEntry)
      for (const stream of ['a', 'b', '__proto__x']) {
        const own = new Set(lost.flatMap(([of, n]) => (of === stream ? [n] : [])))
        const received = Array.from({ length: 61 }, (_, n) => n).filter((n) => !own.has(n))
        const { missing } = completeness({ received, ledger: [{ length: 61 }, ...entries.filter((entry) => entry.stream === stream)] })
        const named = missing.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i))
        expect(named).toEqual([...own].sort((a, b) => a - b))
        expect(missing.every(({ reason }) => reason === 'rejected')).toBe(true)
      }
    }),
  )
})
