// Ids are the deduplication key everywhere: what they promise, over many of them.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEventIds } from '../../../src/event/eventId.js'

const version7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 })
const random = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })

const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

test('every id is a UUIDv7 that carries its time, whatever the time and the chance', () => {
  fc.assert(
    fc.property(time, random, fc.array(time, { maxLength: 20 }), (start, chance, times) => {
      const ids = createEventIds(start, chance)
      expect(ids.stream).toMatch(version7)
      expect(timeOf(ids.stream)).toBe(start)
      for (const at of times) {
        const id = ids.next(at)
        expect(id).toMatch(version7)
        expect(timeOf(id)).toBe(at)
      }
    }),
  )
})

test('ids of one stream are unique and in order, also many in one millisecond', () => {
  fc.assert(
    fc.property(
      time,
      random,
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 300 }),
      (start, chance, steps) => {
        const ids = createEventIds(start, chance)
        let at = start
        const made = [ids.stream, ...steps.map((step) => ids.next((at = Math.min(at + step, 2 ** 48 - 1))))]
        expect(new Set(made).size).toBe(made.length)
        expect(made.toSorted()).toEqual(made)
      },
    ),
  )
})

test('a hundred thousand ids of one millisecond are unique and in order', () => {
  const ids = createEventIds(1_700_000_000_000, 12n)
  const made = Array.from({ length: 100_000 }, () => ids.next(1_700_000_000_000))
  expect(made.findIndex((id, i) => id <= (made[i - 1] ?? ids.stream))).toBe(-1)
})

test('two streams of one millisecond share no id', () => {
  const chance = fc.bigInt({ min: 0n, max: 2n ** 48n - 1n })
  fc.assert(
    fc.property(fc.uniqueArray(chance, { minLength: 2, maxLength: 2 }), (pair) => {
      const [a, b] = pair.map((one) => {
        const ids = createEventIds(5, one)
        return [ids.stream, ids.next(5), ids.next(5)]
      }) as [string[], string[]]
      expect(a.filter((id) => b.includes(id))).toEqual([])
    }),
  )
})

test.each([
  [0n, '000000000000'],
  [1n, '000000000001'],
  [0x123456789abcn, '123456789abc'],
  [2n ** 64n - 1n, 'ffffffffffff'],
])('48 bits of the chance %i reach the id', (chance, node) => {
  expect(createEventIds(0, chance).stream.slice(-12)).toBe(node)
})

test('within a stream only few digits differ, which is what makes ids cheap to compress', () => {
  const ids = createEventIds(1_700_000_000_000, 79n)
  const [a, b] = [ids.next(1_700_000_000_000), ids.next(1_700_000_000_050)] as [string, string]
  expect([...a].filter((digit, i) => digit !== b[i]).length).toBeLessThanOrEqual(5)
})
