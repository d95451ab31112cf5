// The figures of killed browsers.
import { expect, test } from 'vitest'
import { brokenPromises, killTable } from '../../soak/killTable.js'
import type { Fate } from '../../soak/measureKills.js'

const fate = (ageMs: number, more: Partial<Fate> = {}): Fate => ({
  round: 0,
  n: 0,
  heardAt: 1_000 - ageMs - 3,
  calledAt: 1_000 - ageMs,
  endedAt: 1_000,
  isSaved: false,
  isReceived: true,
  isCold: false,
  ...more,
})

test('events are counted by how long before the end they were tracked', () => {
  const fates = [fate(9), fate(9, { isReceived: false }), fate(10), fate(99, { isCold: true, isReceived: false }), fate(100)]
  const lines = killTable(fates).split('\n').slice(2)
  expect(lines).toEqual([
    '| 0 to 10 ms | 1 of 2 | 50.0 % | 0 of 0 | - |',
    '| 10 to 20 ms | 0 of 1 | 0.0 % | 0 of 0 | - |',
    '| 20 to 50 ms | 0 of 0 | - | 0 of 0 | - |',
    '| 50 to 100 ms | 0 of 0 | - | 1 of 1 | 100.0 % |',
    '| 100 ms and more | 0 of 1 | 0.0 % | 0 of 0 | - |',
    '| any time, confirmed by `saved()` | 0 of 0 | - | 0 of 0 | - |',
  ])
})

test('where the page died before it could say when it called, the moment before stands for it', () => {
  expect(killTable([fate(8, { calledAt: undefined })])).toContain('| 10 to 20 ms | 0 of 1 |')
})

test('a confirmed event that is gone is a broken promise', () => {
  expect(brokenPromises([fate(5, { isSaved: true }), fate(5, { isReceived: false })])).toEqual([])
  expect(brokenPromises([fate(250, { isSaved: true, isReceived: false, round: 3, n: 7 })])).toEqual([
    'LOST although saved: round 3, event 7, 250 ms before the end',
  ])
})
