// @vitest-environment happy-dom
// The profile: traits, computed facts, scores, contacts and responses, each with where it comes from; and whose it is.
import { expect, test } from 'vitest'
import { computeFact, type Fact } from '../../../src/experience/profile/computeFact.js'
import { createProfile } from '../../../src/experience/profile/createProfile.js'
import { dayMs, startTime, story, useStage } from './stage.js'

const stage = useStage()
const alice = { anonymousId: 'v1', sessionId: 's1', userId: 'alice' }

const orders = story(
  ['Order Completed', 0, { total: 20, shop: 'web' }],
  ['Product Viewed', 1, { category: 'tea' }],
  ['Product Viewed', 2, { category: 'pots' }],
  ['Product Viewed', 3, { category: 'tea' }],
  ['Order Completed', 4, { total: '12.5', shop: 'store' }],
)
test.each<[Fact, unknown]>([
  [{ compute: 'count', of: 'Order Completed' }, 2],
  [{ compute: 'count', of: 'Order Completed', withinMs: 2 * dayMs }, 1],
  [{ compute: 'count' }, 5],
  [{ compute: 'sum', of: 'Order Completed', property: 'total' }, 32.5],
  [{ compute: 'sum', of: 'Nothing', property: 'total' }, 0],
  [{ compute: 'first', of: 'Order Completed', property: 'shop' }, 'web'],
  [{ compute: 'last', of: 'Order Completed', property: 'shop' }, 'store'],
  [{ compute: 'last', of: 'Order Completed' }, startTime + 4 * dayMs],
  [{ compute: 'first', of: 'Nothing' }, undefined],
  [{ compute: 'unique', of: ['Product Viewed'], property: 'category' }, ['tea', 'pots']],
  [{ compute: 'mostFrequent', of: 'Product Viewed', property: 'category' }, 'tea'],
  [{ compute: 'mostFrequent' }, 'Product Viewed'],
  [{ compute: 'mostFrequent', of: 'Order Completed', property: 'shop' }, 'web'],
])('%o is %o', (fact, value) => {
  expect(computeFact(fact, orders, startTime + 5 * dayMs)).toEqual(value)
})

test('what has not happened yet is not in a fact', () => {
  expect(computeFact({ compute: 'count' }, orders, startTime)).toBe(1)
})

test('traits say where they come from and since when; the later word counts', async () => {
  const tab = stage.open()
  const profile = createProfile(tab.memory)
  tab.tracker.identify('alice', { plan: 'gold', city: 'Bern' })
  await stage.pass(1000)
  expect(profile.hydrate({ userId: 'alice', traits: { plan: 'platinum', city: { value: 'Basel', time: startTime - 1 } } })).toBe(true)
  expect(profile.read().traits).toEqual({
    plan: { value: 'platinum', source: 'server', time: startTime + 1000 },
    city: { value: 'Bern', source: 'browser', time: startTime },
  })
  expect([profile.get('plan'), profile.get('nothing')]).toEqual(['platinum', undefined])
})

test('what the tracker knows of the person from earlier is there, and gives way to anything newer', () => {
  const tab = stage.open()
  tab.become({ ...alice, traits: { plan: 'free', age: 3 } } as never)
  const profile = createProfile(tab.memory)
  tab.tracker.identify('alice', { plan: 'gold' })
  expect([profile.get('plan'), profile.get('age')]).toEqual(['gold', 3])
})

test('a field and a score expire', async () => {
  const profile = createProfile(stage.open(alice).memory)
  const expiresAt = startTime + 1000
  profile.hydrate({ userId: 'alice', traits: { mood: { value: 'good', expiresAt } }, scores: { churn: { value: 0.2, model: 'churn', version: '3', computedAt: startTime, expiresAt } } })
  expect([profile.get('mood'), profile.get('churn')]).toEqual(['good', 0.2])
  expect(profile.read().scores['churn']).toMatchObject({ model: 'churn', version: '3' })
  await stage.pass(1001)
  expect([profile.get('mood'), profile.get('churn'), profile.read().scores]).toEqual([undefined, undefined, {}])
})

test('what the server knows is refused if it is about somebody else, or does not say of whom', () => {
  const profile = createProfile(stage.open(alice).memory)
  const traits = { plan: 'gold' }
  expect([profile.hydrate({ traits }), profile.hydrate({ userId: 'bob', traits }), profile.hydrate({ anonymousId: 'v9', traits })]).toEqual([false, false, false])
  expect(profile.read().traits).toEqual({})
  expect(profile.hydrate({ anonymousId: 'v1', traits })).toBe(true)
  expect(profile.get('plan')).toBe('gold')
})

test('it is there on the next page, facts over what the server knows included, and each order once', async () => {
  const facts = { orders: { compute: 'count', of: 'Order Completed' }, spent: { compute: 'sum', of: 'Order Completed', property: 'total' } } as const
  const tab = stage.open(alice)
  tab.tracker.track('Order Completed', { order_id: '7', total: 20 })
  createProfile(tab.memory).hydrate({
    userId: 'alice',
    traits: { plan: 'gold' },
    interactions: story(['Order Completed', -1, { order_id: '7', total: 20 }], ['Order Completed', -2, { order_id: '6', total: 5 }, { channel: 'store' }]),
  })
  await stage.settle()
  const next = stage.open(alice)
  await next.memory.ready()
  const profile = createProfile(next.memory, { facts })
  expect([profile.get('orders'), profile.get('spent'), profile.get('plan')]).toEqual([2, 25, 'gold'])
  expect(profile.read().facts['orders']).toMatchObject({ source: 'computed' })
})

test('contacts and responses are told apart from all else', () => {
  const tab = stage.open(alice)
  const profile = createProfile(tab.memory)
  profile.hydrate({ userId: 'alice', interactions: story(['Email Delivered', -3], ['Email Opened', -2], ['Product Clicked', -1]) })
  tab.tracker.track('Moment Shown', { moment: 'm' })
  tab.tracker.track('Moment Dismissed', { moment: 'm' })
  const { contacts, responses } = profile.read()
  expect([contacts, responses].map((all) => all.map(({ name }) => name))).toEqual([['Email Delivered', 'Moment Shown'], ['Email Opened', 'Moment Dismissed']])
})

test('another person never sees it, also while what was hydrated is still on its way to the disk', async () => {
  const tab = stage.open(alice)
  const profile = createProfile(tab.memory, { facts: { orders: { compute: 'count', of: 'Order Completed' } } })
  tab.tracker.track('Order Completed')
  profile.hydrate({ userId: 'alice', traits: { plan: 'gold' } })
  tab.become({ anonymousId: 'v2', sessionId: 's2', userId: 'bob' })
  expect([profile.get('plan'), profile.get('orders')]).toEqual([undefined, 0])
  await stage.settle()
  expect(profile.read()).toMatchObject({ traits: {}, scores: {}, contacts: [] })
  tab.become(alice)
  await stage.settle()
  expect(profile.get('plan')).toBeUndefined()
})

test('without consent it is empty', () => {
  const tab = stage.open(alice)
  const profile = createProfile(tab.memory, { facts: { orders: { compute: 'count' } } })
  tab.tracker.track('A')
  tab.consent({ personalization: 'denied' })
  expect(profile.read()).toEqual({ traits: {}, facts: {}, scores: {}, contacts: [], responses: [] })
  expect(profile.get('orders')).toBeUndefined()
})
