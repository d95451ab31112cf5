// The books of a soak find what is wrong, and only that.
import { expect, test } from 'vitest'
import { failuresOf, judgeBooks, type Books, type Call, type Row } from '../../soak/ledger.js'

const call = (id: string, more: Partial<Call> = {}): Call => ({
  id,
  step: 1,
  what: 'track',
  who: { anonymousId: 'v', userId: 'alice', sessionId: 's' },
  users: ['alice'],
  at: 0,
  state: 'saved',
  ...more,
})
const row = (id: string, n: number, more: Partial<Row> = {}): Row => ({
  id,
  type: 'track',
  name: 'Tick',
  anonymousId: 'v',
  userId: 'alice',
  sessionId: 's',
  stream: 'page',
  n,
  deliveries: 1,
  ...more,
})
const judge = (books: Partial<Books>) =>
  failuresOf(judgeBooks({ calls: [], rows: [], people: [], conflicts: 0, differing: [], dropped: [], stale: [], ...books }))

test('everything received as it was called is no failure; repeats and what a kill took are rates', () => {
  const calls = [call('a'), call('b', { state: 'killed' }), call('c', { state: 'killed' })]
  const books = { calls, rows: [row('a', 0, { deliveries: 3 }), row('b', 1)] }
  expect(judge(books)).toEqual([])
  const { counts } = judgeBooks({ people: [], conflicts: 0, differing: [], dropped: [], stale: [], ...books })
  expect(counts).toEqual({ tracked: 3, saved: 1, received: 2, killed: 2, killedLost: 1, repeats: 2 })
})

test('a confirmed event that never came is named, with its step', () => {
  expect(judge({ calls: [call('a', { step: 12 })] })).toEqual(['LOST although saved: a, step 12 (track), saved'])
})

test('so is one of a page that left in peace', () => {
  expect(judge({ calls: [call('a', { state: 'left' })] })).toEqual(['LOST although the page left in peace: a, step 1 (track), left'])
})

test.each([
  ['anonymousId', { anonymousId: 'w' }],
  ['userId', { userId: 'bob' }],
  ['userId', { userId: null }],
  ['sessionId', { sessionId: 't' }],
])('another %s than at the call is a wrong person', (_, wrong) => {
  expect(judge({ calls: [call('a')], rows: [row('a', 0, wrong)] })[0]).toMatch(/^WRONG PERSON: a, step 1/)
})

test('where the page itself did not know, it must be somebody who can have been here', () => {
  const calls = [call('a', { who: undefined, users: [undefined, 'alice'] })]
  expect(judge({ calls, rows: [row('a', 0)] })).toEqual([])
  expect(judge({ calls, rows: [row('a', 0, { userId: null })] })).toEqual([])
  expect(judge({ calls, rows: [row('a', 0, { userId: 'bob' })] })).toHaveLength(1)
})

test('two customers of one visitor are found in the events, in the people and in refused links', () => {
  expect(judge({ rows: [row('a', 0), row('b', 1, { userId: 'bob' })] })).toHaveLength(1)
  const user = (value: string) => ({ namespace: 'user', value })
  expect(judge({ people: [{ identifiers: [user('alice'), user('bob')] }] })).toHaveLength(1)
  expect(judge({ conflicts: 2 })).toHaveLength(1)
})

test('one place with two events, and a repeat with other content, are found', () => {
  expect(judge({ rows: [row('a', 3), row('b', 3)] })).toEqual(['DOUBLED PLACE: page 3 is the place of a and b'])
  expect(judge({ differing: ['a came again'] })).toEqual(['WRONG REPEAT: a came again'])
})
