// @vitest-environment happy-dom
// Addresses as patterns, causes of errors, and what is worth telling again.
import { expect, test } from 'vitest'
import { causeOf } from '../../../src/capture/causeOf.js'
import { createCounter } from '../../../src/capture/counted.js'
import { templateUrl } from '../../../src/capture/templateUrl.js'

test.each([
  ['https://api.example/orders/1001/items?x=jane', 'https://api.example/orders/:id/items'],
  ['https://api.example/v2/people/jane@shop.example', 'https://api.example/v2/people/:id'],
  ['https://api.example/c/0f8fad5b-d9cb-469f-a165-70867728950e', 'https://api.example/c/:id'],
  ['https://api.example/t/abcdefghijklmnopqrstuvwxyz', 'https://api.example/t/:id'],
  ['data:text/plain,secret', undefined],
])('%s is %s', (url, template) => {
  expect(templateUrl(url)).toBe(template)
})

test.each([
  [{ message: 'Uncaught TypeError: x', filename: `${location.origin}/app.js` }, 'own script'],
  [{ message: 'Uncaught TypeError: x', filename: 'https://ads.example/tag.js' }, 'third party'],
  [{ message: 'Script error.', filename: '' }, 'third party'],
  [{ reason: new TypeError('Failed to fetch') }, 'network'],
  [{ reason: Object.assign(new Error('x'), { stack: 'Error: x\n    at f (https://ads.example/tag.js:1:2)' }) }, 'third party'],
  [{ reason: 'x' }, 'own script'],
])('the cause of %j is %s', (event, cause) => {
  expect(causeOf(event as unknown as Event)).toBe(cause)
})

test('what comes again is told the 1st, 10th and 100th time, and at most 50 different ones', () => {
  const count = createCounter()
  expect(Array.from({ length: 100 }, () => count('a')).filter(Boolean)).toEqual([1, 10, 100])
  const others = Array.from({ length: 100 }, (_, i) => count(`b${i}`))
  expect(others.filter(Boolean)).toHaveLength(49)
})
