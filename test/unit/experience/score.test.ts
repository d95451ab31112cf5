// @vitest-environment happy-dom
// The score: the formula against tables computed by hand, its bounds against any history, and its words.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { statedOf } from '../../../src/experience/feedback/statedOf.js'
import { createScore } from '../../../src/experience/score/createScore.js'
import { defaultEffects } from '../../../src/experience/score/effects.js'
import { explain } from '../../../src/experience/score/explain.js'
import { scoreOf } from '../../../src/experience/score/scoreOf.js'
import { dayMs, startTime, story, useStage } from './stage.js'

const stage = useStage()
type Rows = Parameters<typeof story>
const scoreFor = (...rows: Rows) => scoreOf(story(...rows)).score

// By hand, from docs/experience.md: 50 + 50 * sum(w k e) / (10 + 0.1 * sum of quiet w + sum(w k)); k counts the event, the peak and the end.
test.each<[string, Rows, number]>([
  ['nothing is neutral', [], 50],
  ['quiet interactions alone are neutral', [['page', 0], ['page', 0]], 50],
  // one event is its own peak and end: k = 3; 50 - 50 * 3 * 0.6 / 13
  ['one rage click', [['Rage Click', 0]], 50 - (50 * 1.8) / 13],
  ['one purchase', [['Order Completed', 0]], 50 + (50 * 1.8) / 13],
  // ten quiet ones weigh 1 together
  ['a rage click among ten page views', [['Rage Click', 0], ...Array.from({ length: 10 }, () => ['page', 0] as const)], 50 - (50 * 1.8) / 14],
  // rage: k = 1; missed: peak, k = 2; kept: end, k = 2; sum = -0.6 - 1.6 + 1.0 = -1.2, over 10 + 5
  ['peak and end count once more', [['Rage Click', 0], ['Promise Missed', 0], ['Promise Kept', 0]], 50 - (50 * 1.2) / 15],
  // a half-life ago: w = 1/2; then today: purchase is peak and end. (-0.3 + 3 * 0.6) / (10 + 0.5 + 3)
  ['half of it is gone after 30 days', [['Rage Click', -30], ['Order Completed', 0]], 50 + (50 * 1.5) / 13.5],
  // the same again in one session: -0.6, -0.3; the first is the peak, the second the end: (-1.2 - 0.6) / (10 + 4)
  ['the same again is half as much news', [['Rage Click', 0], ['Rage Click', 0]], 50 - (50 * 1.8) / 14],
  ['a search that finds something is quiet', [['Products Searched', 0, { results: 3 }]], 50],
  ['a search that finds nothing is not', [['Products Searched', 0, { results: 0 }]], 50 - (50 * 0.9) / 13],
])('%s', (_, rows, expected) => {
  expect(scoreFor(...rows)).toBeCloseTo(expected, 10)
})

test('what belongs to no visit is not the same again in one: three purchases in a shop count three times', () => {
  const rows = [0, 1, 2].map((day) => ['Order Completed', day, { order_id: `${day}` }, { channel: 'store', session: undefined }] as const)
  const { contributions } = scoreOf(story(...(rows as unknown as Rows)), { now: startTime })
  expect(new Set(contributions.slice(0, 2).map(({ points, isPeak, isEnd }) => (points / (1 + Number(isPeak) + Number(isEnd))).toFixed(6))).size).toBe(1)
  // k: the first of equals is not the peak, the last is peak and end: 0.6 * (1 + 1 + 3) over 10 + 5
  expect(50 + contributions.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(50 + (50 * 0.6 * 5) / 15, 10)
})

test('contributions and 50 are the score, and the worst touchpoint comes first', () => {
  const { score, contributions, touchpoints } = scoreOf(story(
    ['Rage Click', 0, {}, { touchpoint: 'checkout' }],
    ['Order Completed', 1, {}, { channel: 'store' }],
    ['Payment Failed', 2, {}, { touchpoint: 'checkout' }],
    ['Order Delivered', 3],
  ))
  const sum = (all: readonly { points: number }[]) => all.reduce((total, { points }) => total + points, 50)
  expect(sum(contributions)).toBeCloseTo(score, 10)
  expect(sum(touchpoints)).toBeCloseTo(score, 10)
  expect(touchpoints.map(({ touchpoint, interactions }) => [touchpoint, interactions])).toEqual([['website/checkout', 2], ['store', 1], ['website', 1]])
})

test('the brand is not blamed for the network, the device or others', () => {
  const { score, notOurs } = scoreOf(story(['Error Click', 0, { cause: 'network' }], ['Request Failed', 0, { cause: 'third party' }], ['Error Click', 0, { cause: 'own script' }]))
  expect([notOurs, score]).toEqual([2, scoreFor(['Error Click', 0, { cause: 'own script' }])])
})

test('a session has a score of its own, without decay', () => {
  const history = story(['Rage Click', 0], ['Order Completed', 40, {}, { session: 's2' }])
  expect(scoreOf(history, { session: 's1', now: startTime + 90 * dayMs }).score).toBeCloseTo(scoreFor(['Rage Click', 0]), 10)
})

const anyEvent = fc.record({ row: fc.constantFrom(...defaultEffects, { name: 'page', where: undefined }), day: fc.integer({ min: 0, max: 90 }), session: fc.constantFrom('s1', 's2') })
const anyHistory = (events: readonly { row: { name: string; where?: readonly [string, unknown] | undefined }; day: number; session: string }[]) =>
  story(...[...events].sort((a, b) => a.day - b.day).map(({ row, day, session }) =>
    [row.name, day, row.where ? { [row.where[0]]: row.where[1] as never } : {}, { session }] as const))

test('whatever happens it is between 0 and 100, and its parts add up', () => {
  fc.assert(fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
    const { score, contributions } = scoreOf(anyHistory(events))
    expect(score).toBeGreaterThan(0)
    expect(score).toBeLessThan(100)
    expect(contributions.reduce((sum, { points }) => sum + points, 50)).toBeCloseTo(score, 8)
  }))
})

test('one bad moment does not make a bad experience: no event moves it by more than 19 points', () => {
  const worst = fc.constantFrom(-1, 1)
  fc.assert(fc.property(fc.array(worst, { maxLength: 40 }), worst, (before, last) => {
    const effects = [-1, 1].map((effect) => ({ name: `${effect}`, effect, kind: 'progress' as const, words: '' }))
    const rows = before.map((effect, i) => [`${effect}`, 0, {}, { session: `${i}` }] as const)
    const then = [...rows, [`${last}`, 0, {}, { session: 'last' }] as const]
    expect(Math.abs(scoreOf(story(...then), { effects }).score - scoreOf(story(...rows), { effects }).score)).toBeLessThan(19)
  }), { numRuns: 500 })
})

test('it is explained in plain words, and says what it is not', () => {
  const words = explain(scoreOf(story(['page', 0], ['Order Completed', 1], ['Error Click', 1, { cause: 'network' }], ['Promise Missed', 3, {}, { channel: 'store' }])))
  expect(words).toEqual([
    'The score is 43 of 100, where 50 is neutral; 2 interactions of 4 moved it (version throughline-1).',
    'Raised by a purchase (website, +2.0).',
    'Lowered by a promise missed (store, −8.5, the strongest moment and the last moment).',
    'Not counted: 1 trouble that the network, the device or somebody else caused.',
    'This is what was seen, not what the customer said, and it is not validated against human judgement.',
  ])
  expect(explain(scoreOf([]))[0]).toContain('neutral')
})

test('what was said is beside what was seen, never in it', () => {
  const tab = stage.open()
  const score = createScore(tab.memory, { stated: statedOf })
  tab.tracker.track('Survey Answered', { metric: 'nps', value: 0, scale: { min: 0, max: 10, direction: 'up' } })
  expect(score.person()).toMatchObject({ observed: { score: 50, version: 'throughline-1' }, stated: [{ metric: 'nps', value: -100, n: 1 }] })
  expect(createScore(tab.memory).person().stated).toEqual([])
  tab.tracker.track('Rage Click')
  expect(score.session().observed.effects).toBe(1)
  expect(score.session('other').observed.effects).toBe(0)
  expect(score.explain()[0]).toContain('of 100')
  expect(createScore(tab.memory, { effects: [] }).person().observed.version).toBe('custom')
})
