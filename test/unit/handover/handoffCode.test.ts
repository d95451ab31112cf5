// The code by itself: what it survives, and that no slip of one hand goes unnoticed.
// Must not know trackers; handoff.test.ts does.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { group, isAlive, maxLifeMs, readCode, writeCode } from '../../../src/handover/handoffCode.js'

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const now = Date.UTC(2026, 10, 22, 12, 34, 56, 789)
const minuteMs = 60_000
const chance = fc.uint8Array({ minLength: 8, maxLength: 8 })
const time = fc.integer({ min: Date.UTC(2024), max: Date.UTC(2070) })
const anyCode = chance.map((bytes) => writeCode(now + 15 * minuteMs, bytes).code)

test('a code has three groups of four, of letters and digits that are not taken for others', () => {
  fc.assert(fc.property(anyCode, (code) => void expect(group(code)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/)))
})

test('a code says until when it is good, to the minute, at any time of its life', () => {
  fc.assert(
    fc.property(time, chance, fc.integer({ min: minuteMs, max: maxLifeMs }), fc.double({ min: 0, max: 1, noNaN: true }), (at, bytes, lifeMs, part) => {
      const { code, expiresAt } = writeCode(at + lifeMs, bytes)
      expect(at + lifeMs - expiresAt).toBeGreaterThanOrEqual(0)
      expect(at + lifeMs - expiresAt).toBeLessThan(minuteMs)
      expect(readCode(code, at + Math.floor(part * lifeMs))).toEqual({ code, expiresAt })
    }),
  )
})

test('what a person makes of it when typing is the same code', () => {
  const dress = fc.tuple(anyCode, fc.constantFrom('-', ' ', '–', '', ' - ', '\t'), fc.constantFrom('O', 'o', '0'), fc.constantFrom('I', 'l', 'L', 'i', '1'), fc.boolean())
  fc.assert(
    fc.property(dress, ([code, between, zero, one, isLower]) => {
      const typed = (isLower ? code.toLowerCase() : code).replace(/0/g, zero).replace(/1/g, one).replace(/.{4}(?=.)/g, `$&${between}`)
      expect(readCode(` ${typed} `, now)?.code).toBe(code)
    }),
  )
})

test('every single wrong character is found: all 372 of each code', () => {
  fc.assert(
    fc.property(anyCode, (code) => {
      const slips = [...code].flatMap((right, place) =>
        [...letters].filter((wrong) => wrong !== right).map((wrong) => code.slice(0, place) + wrong + code.slice(place + 1)))
      expect(slips).toHaveLength(372)
      expect(slips.filter((slip) => readCode(slip, now))).toEqual([])
    }),
  )
})

test('every two neighbours the wrong way round are found, and every two with one between', () => {
  fc.assert(
    fc.property(anyCode, fc.constantFrom(1, 2), (code, distance) => {
      const swap = (place: number): string => {
        const all = [...code]
        ;[all[place], all[place + distance]] = [all[place + distance]!, all[place]!]
        return all.join('')
      }
      const swapped = Array.from({ length: code.length - distance }, (_, place) => swap(place)).filter((text) => text !== code)
      expect(swapped.filter((text) => readCode(text, now))).toEqual([])
    }),
  )
})

test('of random twelve characters one in 32 is taken for a code, no more', () => {
  const random = fc.sample(fc.string({ unit: fc.constantFrom(...letters), minLength: 12, maxLength: 12 }), { numRuns: 20_000, seed: 1 })
  const taken = random.filter((text) => readCode(text, now)).length
  expect(taken / random.length).toBeGreaterThan(0.025)
  expect(taken / random.length).toBeLessThan(0.038)
})

test('what is no code is none', () => {
  for (const text of ['', '7', 'UUUU-UUUU-UUUU', '7KQ2-M9XD-4TR', '7KQ2_M9XD_4TRA', 'é'.repeat(12), '0'.repeat(101), undefined, null, 12, {}, ['7KQ2']]) {
    expect(readCode(text, now)).toBeUndefined()
  }
  fc.assert(fc.property(fc.anything(), (value) => void readCode(value, now)))
})

test('a code is good until its minute, and never again when its time comes round', () => {
  const read = (at: number, code: string) => {
    const answer = readCode(code, at)
    return answer !== undefined && isAlive(answer, at)
  }
  fc.assert(
    fc.property(chance, fc.integer({ min: 1, max: 7 * 24 * 60 }), (bytes, minutesLater) => {
      const { code, expiresAt } = writeCode(now + 15 * minuteMs, bytes)
      expect(read(now, code)).toBe(true)
      expect(read(expiresAt - 1, code)).toBe(true)
      expect(read(expiresAt, code)).toBe(false)
      expect(read(expiresAt + minutesLater * minuteMs, code)).toBe(false)
    }),
  )
})
