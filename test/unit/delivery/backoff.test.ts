// How long to wait, in both forms of Retry-After and with every chance.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs, retryAfterMs } from '../../../src/delivery/backoff.js'

const now = Date.UTC(2026, 10, 21, 12)
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test('a backoff is never immediate and never longer than five minutes and a bit', () => {
  fc.assert(
    fc.property(fc.nat({ max: 5000 }), random, (attempt, chance) => {
      const ms = backoffMs(attempt, chance)
      expect(ms).toBeGreaterThanOrEqual(100)
      expect(ms).toBeLessThanOrEqual(300_100)
    }),
  )
})

test('its upper end doubles with each failure', () => {
  const ends = [0, 1, 2, 3, 8, 9, 20, 2000].map((attempt) => backoffMs(attempt, 1) - 100)
  expect(ends).toEqual([1000, 2000, 4000, 8000, 256_000, 300_000, 300_000, 300_000])
})

test('it is jittered over the whole range', () => {
  expect([0, 0.25, 0.5].map((chance) => backoffMs(4, chance) - 100)).toEqual([0, 4000, 8000])
})

test.each([
  ['seconds', '120', 120_000],
  ['seconds with a fraction', '1.5', 1500],
  ['a date', new Date(now + 90_000).toUTCString(), 90_000],
  ['a date in the past', new Date(now - 90_000).toUTCString(), 0],
  ['a day', '86400', 3_600_000],
  ['a date next week', new Date(now + 7 * 86_400_000).toUTCString(), 3_600_000],
  ['for ever', 'Infinity', 3_600_000],
])('Retry-After in %s', (_, header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms)
})

test.each(['soon', 'NaN', '12 minutes please', '{}', '', null, undefined])('Retry-After: %s says nothing', (header) => {
  expect(retryAfterMs(header, now)).toBe(0)
})

test('whatever the header says, the wait is between nothing and an hour', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.integer().map(String),
        fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      ),
      (header) => {
        const ms = retryAfterMs(header, now)
        expect(ms >= 0 && ms <= 3_600_000).toBe(true)
      },
    ),
  )
})
