// Who is shown what how often: caps, percentages, holdout, and that a person stays the same one before and after login.
import { expect, test } from 'vitest'
import { bucket, hash } from '../../../src/experience/moments/bucket.js'
import { type AllShown, changeShown, chooseMoment, type Choice, type PersonKeys } from '../../../src/experience/moments/caps.js'
import type { Cap, MomentRule } from '../../../src/experience/moments/rule.js'

const rule = (id: string, more: Partial<MomentRule> = {}): MomentRule => ({ id, slot: 'corner', ...more })
const choose = (all: AllShown | undefined, more: Partial<Choice>) =>
  chooseMoment(all, { candidates: [rule('a')], person: ['p'], now: 1000, caps: [], holdout: 0, ...more })

/** Asks so often, a second apart, and says when something was shown. */
function ask(times: number, candidates: MomentRule[], more: Partial<Choice> = {}) {
  let all: AllShown | undefined
  const shown: string[] = []
  for (let i = 0; i < times; i++) {
    const chosen = choose(all, { candidates, now: i * 1000, ...more })
    if (chosen.rule) shown.push(`${chosen.rule.id} at ${i}`)
    all = chosen.next ?? all
  }
  return shown
}

test.each<[string, Cap, string[]]>([
  ['ever', { most: 2 }, ['a at 0', 'a at 1']],
  ['within a time', { most: 1, withinMs: 3000 }, ['a at 0', 'a at 3', 'a at 6', 'a at 9']],
  ['never', { most: 0 }, []],
])('a cap over one moment: %s', (_, cap, shown) => {
  expect(ask(10, [rule('a', { caps: [cap] })])).toEqual(shown)
})

test('a cap over a slot, a kind or everything counts all that is in it', () => {
  const two = (of: Cap['of']) => [rule('a', { kind: 'survey', caps: [{ most: 1 }] }), rule('b', { kind: 'offer', slot: 'corner', caps: [{ most: 2, of }] })]
  expect(ask(5, two('moment'))).toEqual(['a at 0', 'b at 1', 'b at 2'])
  expect(ask(5, two('kind'))).toEqual(['a at 0', 'b at 1', 'b at 2'])
  expect(ask(5, two('slot'))).toEqual(['a at 0', 'b at 1'])
  expect(ask(5, two('all'))).toEqual(['a at 0', 'b at 1'])
})

test('a cap over everything holds for rules that have none', () => {
  expect(ask(5, [rule('a'), rule('b')], { caps: [{ most: 1, withinMs: 3000, of: 'all' }] })).toEqual(['a at 0', 'a at 3'])
})

test('of what was held back the first says why', () => {
  expect(choose(undefined, { candidates: [rule('b', { percentage: 0 }), rule('a', { caps: [{ most: 0 }] })] }).suppressed).toMatchObject([{ id: 'b' }, 'percentage'])
  expect(choose(undefined, { candidates: [rule('a', { caps: [{ most: 0 }] }), rule('b', { percentage: 0 }), rule('c')] })).toMatchObject({
    rule: { id: 'c' },
    suppressed: [{ id: 'a' }, 'cap'],
  })
})

test('until it was acted on, or closed', () => {
  const shown = (outcome?: 'acted' | 'dismissed'): AllShown => [['p', { seed: 'p', shown: [{ moment: 'a', slot: 'corner', time: 1, ...(outcome && { outcome }) }] }]]
  const why = (until: MomentRule['until'], outcome?: 'acted' | 'dismissed') => choose(shown(outcome), { candidates: [rule('a', { until })] }).suppressed?.[1]
  expect([why('acted'), why('acted', 'dismissed'), why('acted', 'acted')]).toEqual([undefined, undefined, 'until'])
  expect([why('closed'), why('closed', 'dismissed'), why('closed', 'acted'), why(undefined, 'acted')]).toEqual([undefined, 'until', 'until', undefined])
})

test('a visitor who logs in is the same person: caps, outcomes and percentages go along', () => {
  const before = choose(undefined, { person: ['visitor'], candidates: [rule('a', { caps: [{ most: 1 }] })] }).next
  const person: PersonKeys = ['customer', 'visitor']
  expect(choose(before, { person, candidates: [rule('a', { caps: [{ most: 1 }] })] }).suppressed?.[1]).toBe('cap')
  const after = changeShown(before, person, (shown) => shown)
  expect(after).toEqual([['customer', { seed: 'visitor', shown: [expect.objectContaining({ moment: 'a' })] }]])
})

test('who comes back after somebody else is found again; somebody else is not', () => {
  let all = choose(undefined, { person: ['alice'] }).next
  all = choose(all, { person: ['bob'] }).next
  const capped = { candidates: [rule('a', { caps: [{ most: 1 }] })] }
  expect(['alice', 'bob', 'carol'].map((key) => choose(all, { ...capped, person: [key] }).suppressed?.[1])).toEqual(['cap', 'cap', undefined])
})

test('it remembers five persons, and 200 things of each', () => {
  let all: AllShown | undefined
  for (let i = 0; i < 8; i++) all = choose(all, { person: [`p${i}`] }).next
  expect(all?.map(([of]) => of)).toEqual(['p3', 'p4', 'p5', 'p6', 'p7'])
  for (let i = 0; i < 300; i++) all = choose(all, { person: ['p7'], now: i }).next
  expect(all?.at(-1)?.[1].shown).toHaveLength(200)
})

test('the hash is FNV-1a with the finalizer of MurmurHash3', () => {
  // FNV-1a of '' is the offset basis, whose finalized value follows from the published constants.
  const mix = (h: number) => {
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
    return (h ^ (h >>> 16)) >>> 0
  }
  // Test vectors of FNV-1a with 32 bits: '', 'a', 'foobar'.
  expect(['', 'a', 'foobar'].map(hash)).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968].map(mix))
})

test('percentages: the share is right, the same people each time, and other people for another rule', () => {
  const people = Array.from({ length: 20_000 }, (_, i) => `0190a6e0-0000-7000-8000-${i.toString(16).padStart(12, '0')}`)
  for (const percentage of [1, 10, 50, 90]) {
    const share = people.filter((person) => bucket('rule', person) < percentage).length / people.length
    expect(Math.abs(share * 100 - percentage)).toBeLessThan(4 * Math.sqrt((percentage * (100 - percentage)) / people.length) + 0.01)
  }
  const both = people.filter((person) => bucket('rule', person) < 10 && bucket('other', person) < 10).length
  expect(both).toBeGreaterThan(130)
  expect(both).toBeLessThan(270)
})

test('who is held out is chosen for, counted, and shown nothing', () => {
  const chosen = choose(undefined, { holdout: 100 })
  expect(chosen).toMatchObject({ isHeldOut: true, rule: { id: 'a' } })
  expect(chosen.next?.[0]?.[1].shown).toHaveLength(1)
  expect(choose(undefined, { holdout: 0 }).isHeldOut).toBe(false)
})
