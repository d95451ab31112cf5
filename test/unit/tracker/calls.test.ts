// From a public call to the outbox: stamped at the call, and refused when it is junk.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCallStage, startTime } from './callStage.js'

test('a call becomes an event, and gives its id', () => {
  const { calls, appended } = createCallStage()
  const id = calls.track('Product Viewed', { price: 19.9 })
  expect(appended).toEqual([
    {
      id,
      type: 'track',
      name: 'Product Viewed',
      properties: { price: 19.9 },
      time: startTime,
      identity: { anonymousId: 'v1', sessionId: 's1' },
      consent: {},
      channel: 'website',
      context: { page: { url: 'https://shop.example/' } },
      stream: expect.stringMatching(/^[\da-f-]{36}$/),
      n: 0,
    },
  ])
})

test('places in the stream have no gap, whatever is refused, dropped or unchanged in between', () => {
  const { calls, steps, appended } = createCallStage()
  steps.add((event) => (event.name === 'Drop' ? null : event))
  calls.track('A')
  calls.track('Drop')
  calls.identify('null')
  calls.identify('alice')
  calls.identify('alice')
  calls.page('B')
  expect(appended.map(({ type, n }) => [type, n])).toEqual([
    ['track', 0],
    ['identify', 1],
    ['page', 2],
  ])
  expect(new Set(appended.map(({ stream }) => stream)).size).toBe(1)
})

test('identify links the visitor once; the same again says nothing', () => {
  const { calls, appended } = createCallStage()
  expect(calls.identify('alice', { plan: 'gold' })).not.toBe('')
  expect(calls.identify('alice', { plan: 'gold' })).toBe('')
  expect(calls.identify('alice')).toBe('')
  expect(calls.identify('alice', { plan: 'silver' })).not.toBe('')
  expect(appended.map(({ traits, identity }) => [traits, identity.userId])).toEqual([
    [{ plan: 'gold' }, 'alice'],
    [{ plan: 'silver' }, 'alice'],
  ])
})

test('another customer is another visitor, and what came before stays with the first', () => {
  const { calls, appended } = createCallStage()
  calls.track('A')
  calls.identify('alice')
  calls.track('B')
  calls.identify('bob')
  calls.track('C')
  expect(appended.map(({ identity }) => [identity.anonymousId, identity.userId])).toEqual([
    ['v1', undefined],
    ['v1', 'alice'],
    ['v1', 'alice'],
    ['v2', 'bob'],
    ['v2', 'bob'],
  ])
})

test('where a device has one user, another customer keeps the anonymous id, and nothing else of the first; reset is reset', () => {
  const { calls, appended } = createCallStage({ keepAnonymousId: true })
  calls.identify('alice', { plan: 'gold' })
  calls.link('loyalty', '7')
  calls.identify('bob', { age: 3 })
  calls.reset()
  calls.track('A')
  expect(appended.slice(2)).toMatchObject([{ type: 'identify', traits: { age: 3 } }, { type: 'track' }])
  expect(appended.slice(2).map(({ identity }) => identity)).toEqual([
    { anonymousId: 'v1', userId: 'bob', sessionId: 's2' },
    { anonymousId: 'v3', sessionId: 's3' },
  ])
})

test('reset is a new visitor in a new session', () => {
  const { calls, appended } = createCallStage()
  calls.identify('alice')
  calls.group('acme')
  calls.reset()
  calls.track('A')
  expect(appended.at(-1)?.identity).toEqual({ anonymousId: 'v2', sessionId: 's2' })
})

test('link, merge and group say what they were told', () => {
  const { calls, appended } = createCallStage()
  calls.link('loyalty', 'L-778')
  calls.link('loyalty', 'L-778')
  calls.merge('customer-1', 'customer-2')
  calls.group('acme', { name: 'Acme' })
  expect(appended).toMatchObject([
    { type: 'link', name: 'loyalty', properties: { value: 'L-778' }, identity: { identifiers: { loyalty: 'L-778' } } },
    { type: 'merge', properties: { from: 'customer-1', into: 'customer-2' } },
    { type: 'group', name: 'acme', traits: { name: 'Acme' } },
  ])
  expect(appended).toHaveLength(3)
  expect(appended[1]?.identity.userId).toBeUndefined()
})

const junk: unknown[] = [undefined, null, '', 'null', '0', 0, {}, 'anonymous', 'x'.repeat(300)]
test.each(junk)('the junk id %j is refused with an error and changes nothing', (value) => {
  const { calls, keeper, appended, log } = createCallStage()
  const id = value as string
  expect([
    calls.identify(id),
    calls.link('loyalty', id),
    id === undefined ? '' : calls.unlink('loyalty', id),
    calls.merge(id, 'a'),
    calls.merge('a', id),
    calls.group(id),
  ]).toEqual(Array(6).fill(''))
  expect(appended).toEqual([])
  expect(log).toHaveLength(value === undefined ? 5 : 6)
  expect(log.every((line) => line.startsWith('failed input'))).toBe(true)
  expect(keeper.current()).toMatchObject({ anonymousId: 'v1', identifiers: {} })
})

test('no call throws, whatever is handed in', () => {
  const hostile = fc.constantFrom<unknown>(
    Symbol('s'),
    {
      toString: () => {
        throw new Error('hostile')
      },
    },
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('hostile')
        },
        ownKeys: () => {
          throw new Error('hostile')
        },
      },
    ),
    Object.create(null),
    1n,
  )
  const any = fc.oneof(
    fc.anything(),
    hostile.map((value) => value),
  )
  const method = fc.constantFrom('track', 'page', 'identify', 'link', 'unlink', 'merge', 'group', 'reset', 'consent')
  const all = fc.array(fc.record({ method, args: fc.array(any, { maxLength: 3 }) }), { maxLength: 10 })
  fc.assert(
    fc.property(all, (made) => {
      const { calls } = createCallStage()
      for (const { method: name, args } of made) {
        const answer = (calls as unknown as { [name: string]: (...args: unknown[]) => unknown })[name]?.(...args)
        expect(['string', 'undefined']).toContain(typeof answer)
      }
    }),
  )
})

test('properties that are no object are named as cut', () => {
  const { calls, appended } = createCallStage()
  calls.track('A', 'text' as never)
  calls.track('B', [1] as never)
  expect(appended.map(({ properties, cut }) => [properties, cut])).toEqual([
    [undefined, ['value']],
    [undefined, ['value']],
  ])
})
