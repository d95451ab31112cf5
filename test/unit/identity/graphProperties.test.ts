// The graph on random histories: any order, any repetition, same answer; nobody joined who must not be; undo is exact.
// A failure names its seed; IDENTITY_SEED=... makes the same cases again.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as library from '../../../src/identity/index.js'
import { checkHistory, checkUndo } from '../../support/identity/checkHistory.js'
import { casesOf, detaches, historiesOf, links, rules } from '../../support/identity/histories.js'

const { IDENTITY_SEED: seedText } = process.env
const seed = seedText === undefined ? {} : { seed: Number(seedText) }
const failure = <T>(property: fc.IProperty<T>, numRuns: number) => fc.defaultReportMessage(fc.check(property, { numRuns, ...seed }))

test('after each step the graph says what a fresh resolve says, in any order, and what the rules say', () => {
  expect(failure(fc.property(casesOf(), (one) => checkHistory(library, one)), 8_000)).toBeUndefined()
}, 60_000)

test('what is taken out leaves everything as it was before, and never comes back', () => {
  const one = fc.oneof(links, detaches).map((link) => ({ ...link, id: 'one' }))
  const undo = fc.property(historiesOf(), one, rules, (history, link, some) => checkUndo(library, { history, link, rules: some }))
  expect(failure(undo, 2_000)).toBeUndefined()
}, 60_000)

test('a failure is shrunk to the statements that matter, and names its seed', () => {
  // A graph that believes claims: two customers become one by a merge that no server has said.
  const believes = (statements: Iterable<library.Statement>) =>
    [...statements].map((each) => ('reason' in each && each.reason === 'merge' ? { ...each, authority: 'verified' as const } : each))
  const wrong = { ...library, resolve: (statements: Iterable<library.Statement>, some?: library.Rules) => library.resolve(believes(statements), some) }
  const { failed, counterexample, seed } = fc.check(fc.property(casesOf(), (one) => checkHistory(wrong, one)), { numRuns: 2_000, seed: 1 })
  expect(failed).toBe(true)
  expect(seed).toBe(1)
  expect(counterexample?.[0].history.length).toBeLessThanOrEqual(2)
})
