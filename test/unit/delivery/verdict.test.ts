// One line for each status that means something of its own.
import { expect, test } from 'vitest'
import { judge } from '../../../src/delivery/judge.js'
import { verdictOf } from '../../../src/delivery/verdict.js'
import type { Event, Format, Verdict } from '../../../src/types.js'

const table: [status: number, verdict: Verdict][] = [
  [0, 'retry'],
  [200, 'accepted'],
  [201, 'accepted'],
  [202, 'accepted'],
  [204, 'accepted'],
  [299, 'accepted'],
  [301, 'retry'],
  [304, 'retry'],
  [400, 'split'],
  [401, 'pause'],
  [403, 'pause'],
  [404, 'pause'],
  [405, 'pause'],
  [408, 'retry'],
  [410, 'stop'],
  [413, 'split'],
  [415, 'unsupported'],
  [422, 'split'],
  [425, 'retry'],
  [429, 'retry'],
  [500, 'retry'],
  [502, 'retry'],
  [503, 'retry'],
  [504, 'retry'],
  [599, 'retry'],
]

test.each(table)('%i means %s', (status, verdict) => {
  expect(verdictOf(status)).toBe(verdict)
})

test('no status outside 200 to 299 deletes anything', () => {
  for (let status = 0; status < 1000; status++)
    expect(verdictOf(status) === 'accepted').toBe(status >= 200 && status < 300)
})

const answer = (status: number, body = '') => ({ status, body, retryAfter: '', takesGzip: false, wasGzip: false })
const format = (verdict?: Format['verdict']): Format => ({
  maxEvents: 1,
  maxBytes: 1,
  encode: () => ({ url: '/', contentType: 'text/plain', body: '' }),
  ...(verdict && { verdict }),
})
const events: Event[] = []

test('the word of the format counts before the table', () => {
  expect(
    judge(
      format(() => ({ batch: 'pause' })),
      events,
      answer(200),
      expect.fail,
    ),
  ).toEqual({ batch: 'pause' })
})

test('a format without a word leaves it to the table, with the answer as the reason', () => {
  expect(
    judge(
      format(() => undefined),
      events,
      answer(400, 'x'.repeat(1000)),
      expect.fail,
    ),
  ).toEqual({ batch: 'split', reason: 'x'.repeat(200) })
  expect(judge(format(), events, answer(503, 'busy'), expect.fail)).toEqual({ batch: 'retry', reason: 'busy' })
})

test('without an answer no format is asked: nobody knows whether it arrived', () => {
  const asked = format(() => ({ batch: 'accepted' }))
  expect(judge(asked, events, answer(0), expect.fail).batch).toBe('retry')
})
