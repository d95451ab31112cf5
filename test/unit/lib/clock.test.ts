// The clock of a page under every pair of time sources.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClock } from '../../../src/lib/clock.js'

/** Readings of a wall clock that jumps and of a monotonic clock that may stand still. */
const readings = fc.array(
  fc.record({ jump: fc.integer({ min: -1e9, max: 1e9 }), pass: fc.double({ min: 0, max: 1e6, noNaN: true }) }),
  { minLength: 1 },
)

/** Runs a clock over the readings. */
const run = (steps: { jump: number; pass: number }[]) => {
  const start = 1_700_000_000_000
  let wall = start
  let jumped = 0
  let since = 0
  const clock = createClock(
    () => wall,
    () => since,
  )
  return steps.map(({ jump, pass }) => {
    since += pass
    jumped += jump
    wall = Math.floor(start + jumped + since)
    return { time: clock(), wall }
  })
}

test('it never runs backwards, whatever the wall clock does', () => {
  fc.assert(
    fc.property(readings, (steps) => {
      const times = run(steps).map(({ time }) => time)
      expect(times.toSorted((a, b) => a - b)).toEqual(times)
    }),
  )
})

test('it is never behind the wall clock, and gives whole milliseconds', () => {
  fc.assert(
    fc.property(readings, (steps) => {
      for (const { time, wall } of run(steps)) {
        expect(Number.isInteger(time)).toBe(true)
        expect(time).toBeGreaterThanOrEqual(wall)
      }
    }),
  )
})

test('time goes on at the pace of the monotonic clock while the wall clock is set back', () => {
  const [before, after, later] = run([
    { jump: 0, pass: 0 },
    { jump: -3_600_000, pass: 1000 },
    { jump: 0, pass: 500 },
  ]).map(({ time }) => time) as [number, number, number]
  expect(after).toBeGreaterThanOrEqual(before)
  expect(later - after).toBe(500)
})

test('a machine that slept moves it on', () => {
  const times = run([
    { jump: 0, pass: 0 },
    { jump: 60_000, pass: 10 },
  ]).map(({ time }) => time)
  expect(times[1]).toBe(1_700_000_060_010)
})
