// Conditions are data: what holds and what does not, over values and history, without a browser.
import { expect, test } from 'vitest'
import { byName, type Condition, type Facts, holds } from '../../../src/experience/moments/condition.js'
import { dayMs, startTime, story } from './stage.js'

const happened = story(
  ['page', 0],
  ['Product Viewed', 1, { category: 'tea', price: 5 }],
  ['Product Viewed', 9, { category: 'pots', price: 50 }, { session: 's2' }],
  ['Product Added', 9, {}, { session: 's2' }],
  ['Order Completed', 3, { total: 20 }],
)
const facts: Facts = {
  now: startTime + 10 * dayMs,
  values: { traits: { plan: 'gold', age: 40, tags: ['tea', 'pots'], empty: null }, stage: 'evaluation', context: { path: '/product/42' } },
  history: byName(happened),
  visit: byName(happened.filter(({ session }) => session === 's2')),
}

test.each<[Condition, boolean]>([
  [{ all: [] }, true],
  [{ any: [] }, false],
  [{ not: { any: [] } }, true],
  [{ path: 'traits.plan', is: 'gold' }, true],
  [{ path: 'traits.plan', is: 'silver' }, false],
  [{ path: 'traits.plan', isNot: 'silver' }, true],
  [{ path: 'traits.plan', in: ['silver', 'gold'] }, true],
  [{ path: 'traits.plan', in: [] }, false],
  [{ path: 'traits.age', atLeast: 40, atMost: 40 }, true],
  [{ path: 'traits.age', atLeast: 41 }, false],
  [{ path: 'traits.age', atMost: 39 }, false],
  [{ path: 'traits.plan', atLeast: 0 }, false],
  [{ path: 'traits.tags', contains: 'tea' }, true],
  [{ path: 'traits.tags', contains: 'te' }, false],
  [{ path: 'context.path', contains: '42' }, true],
  [{ path: 'context.path', startsWith: '/product/' }, true],
  [{ path: 'context.path', startsWith: '/basket' }, false],
  [{ path: 'traits.nothing', exists: false }, true],
  [{ path: 'traits.empty', exists: true }, false],
  [{ path: 'traits.plan.deeper', exists: false }, true],
  [{ path: 'constructor', exists: true }, false],
  [{ path: 'stage', is: 'evaluation' }, true],
  [{ event: 'Product Viewed' }, true],
  [{ event: 'Product Viewed', atLeast: 3 }, false],
  [{ event: 'Product Viewed', withinMs: 2 * dayMs, atLeast: 2 }, false],
  [{ event: 'Product Viewed', inSession: true, atMost: 1 }, true],
  [{ event: 'Nothing' }, false],
  [{ event: 'Nothing', atMost: 0 }, true],
  [{ event: 'Product Viewed', atMost: 1 }, false],
  [{ event: 'Product Viewed', where: [{ path: 'category', is: 'tea' }, { path: 'price', atLeast: 6 }] }, false],
  [{ event: 'Product Viewed', where: [{ path: 'price', atLeast: 6 }] }, true],
  [{ event: ['Product Added', 'Order Completed'], atLeast: 2 }, true],
  [{ event: ['Product Viewed', 'Product Added'], inOrder: true }, true],
  [{ event: ['Product Added', 'Order Completed'], inOrder: true }, false],
  [{ event: ['page', 'Product Viewed', 'Order Completed'], inOrder: true, withinMs: 8 * dayMs }, false],
  [{ all: [{ path: 'stage', is: 'evaluation' }, { not: { event: 'Order Completed', withinMs: dayMs } }] }, true],
  [{ any: [{ path: 'stage', is: 'purchase' }, { event: 'Order Completed' }] }, true],
  // What a newer site writes and this version does not know must never show anything.
  [{ moon: 'full' } as unknown as Condition, false],
])('%j: %s', (condition, answer) => {
  expect(holds(condition, facts)).toBe(answer)
  expect(holds(JSON.parse(JSON.stringify(condition)), facts)).toBe(answer)
})
