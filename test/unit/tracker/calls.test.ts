// From a public call to the outbox: stamped at the call, held while nobody knows, refused when it is junk.
import fc from 'fast-check'
import { beforeEach, expect, test, vi } from 'vitest'
import { createEventIds } from '../../../src/event/eventId.js'
import { createIdentityKeeper } from '../../../src/identity/keeper.js'
import type { IdentityState } from '../../../src/identity/state.js'
import { createCalls, type Calls } from '../../../src/tracker/calls.js'
import type { Event, Step } from '../../../src/types.js'

let appended: Event[]
let log: string[]
let isOpen: boolean | undefined
let time: number
let steps: Set<Step>
let calls: Calls
let keeper: ReturnType<typeof createIdentityKeeper>

const create = (keepAnonymousId = false): void => {
  let visitors = 0
  appended = []
  log = []
  isOpen = true
  time = 1_700_000_000_000
  steps = new Set()
  const fresh = (): IdentityState => ({ anonymousId: `v${++visitors}`, sessionId: `s${visitors}`, activeAt: time, version: 1 })
  keeper = createIdentityKeeper(1_800_000, () => `s${++visitors}`, () => {}, () => {})
  keeper.adopt(fresh())
  calls = createCalls({
    ids: createEventIds(time, 1n),
    steps,
    keeper,
    settings: { keepAnonymousId },
    outbox: {
      append(text, n) {
        const event = JSON.parse(text) as Event
        expect(event.n).toBe(n)
        appended.push(event)
      },
    },
    now: () => time,
    context: () => '"channel":"website","context":{"page":{"url":"https://shop.example/"}}',
    fresh,
    consent: () => {},
    gate: () => isOpen,
    emit: (type, detail) => void log.push(`${type} ${(detail as { reason?: string }).reason ?? ''}`),
    failed: (source, message) => void log.push(`failed ${source} ${message}`),
  })
}
beforeEach(() => create())

test('a call becomes an event, and gives its id', () => {
  const id = calls.track('Product Viewed', { price: 19.9 })
  expect(appended).toEqual([
    {
      id,
      type: 'track',
      name: 'Product Viewed',
      properties: { price: 19.9 },
      time,
      identity: { anonymousId: 'v1', sessionId: 's1' },
      channel: 'website',
      context: { page: { url: 'https://shop.example/' } },
      stream: expect.stringMatching(/^[\da-f-]{36}$/),
      n: 0,
    },
  ])
})

test('places in the stream have no gap, whatever is refused, dropped or unchanged in between', () => {
  steps.add((event) => (event.name === 'Drop' ? null : event))
  calls.track('A')
  calls.track('Drop')
  calls.identify('null')
  calls.identify('alice')
  calls.identify('alice')
  calls.page('B')
  expect(appended.map(({ type, n }) => [type, n])).toEqual([['track', 0], ['identify', 1], ['page', 2]])
  expect(new Set(appended.map(({ stream }) => stream)).size).toBe(1)
})

test('identify links the visitor once; the same again says nothing', () => {
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

test('reset is a new visitor in a new session', () => {
  calls.identify('alice')
  calls.group('acme')
  calls.reset()
  calls.track('A')
  expect(appended.at(-1)?.identity).toEqual({ anonymousId: 'v2', sessionId: 's2' })
})

test('link, merge and group say what they were told', () => {
  calls.link('loyalty', 'L-778')
  calls.link('loyalty', 'L-778')
  calls.merge('customer-1', 'customer-2')
  calls.group('acme', { name: 'Acme' })
  expect(appended).toMatchObject([
    { type: 'link', name: 'loyalty', properties: { value: 'L-778' }, identity: { identifiers: { loyalty: 'L-778' } } },
    { type: 'merge', properties: { from: 'customer-1', into: 'customer-2' } },
    { type: 'group', traits: { name: 'Acme' }, identity: { groupId: 'acme' } },
  ])
  expect(appended).toHaveLength(3)
  expect(appended[1]?.identity.userId).toBeUndefined()
})

const junk: unknown[] = [undefined, null, '', 'null', '0', 0, {}, 'anonymous', 'x'.repeat(300)]
test.each(junk)('the junk id %j is refused with an error and changes nothing', (value) => {
  const id = value as string
  expect([calls.identify(id), calls.link('loyalty', id), calls.merge(id, 'a'), calls.merge('a', id), calls.group(id)]).toEqual(Array(5).fill(''))
  expect(appended).toEqual([])
  expect(log).toHaveLength(5)
  expect(log.every((line) => line.startsWith('failed input'))).toBe(true)
  expect(keeper.current()).toMatchObject({ anonymousId: 'v1', identifiers: {} })
})

test('no call throws, whatever is handed in', () => {
  const hostile = fc.constantFrom<unknown>(
    Symbol('s'),
    { toString: () => { throw new Error('hostile') } },
    new Proxy({}, { get: () => { throw new Error('hostile') }, ownKeys: () => { throw new Error('hostile') } }),
    Object.create(null),
    1n,
  )
  const any = fc.oneof(fc.anything(), hostile.map((value) => value))
  const method = fc.constantFrom('track', 'page', 'identify', 'link', 'merge', 'group', 'reset', 'consent')
  const all = fc.array(fc.record({ method, args: fc.array(any, { maxLength: 3 }) }), { maxLength: 10 })
  fc.assert(
    fc.property(all, (made) => {
      create()
      for (const { method: name, args } of made) {
        const answer = (calls as unknown as { [name: string]: (...args: unknown[]) => unknown })[name]?.(...args)
        expect(['string', 'undefined']).toContain(typeof answer)
      }
    }),
  )
})

test('properties that are no object are named as cut', () => {
  calls.track('A', 'text' as never)
  calls.track('B', [1] as never)
  expect(appended.map(({ properties, cut }) => [properties, cut])).toEqual([
    [undefined, ['value: no object']],
    [undefined, ['value: no object']],
  ])
})

test('what the caller changes later does not reach the event', () => {
  const properties = { items: [1] }
  isOpen = undefined
  calls.track('A', properties)
  properties.items.push(2)
  isOpen = true
  calls.release()
  expect(appended[0]?.properties).toEqual({ items: [1] })
})

test('while nobody knows, calls are held; then they come in their order, with their time', () => {
  isOpen = undefined
  const ids = [calls.track('A')]
  time += 1000
  ids.push(calls.identify('alice'))
  time += 1000
  calls.reset()
  ids.push(calls.track('B'))
  expect(appended).toEqual([])
  expect(ids.every((id) => id !== '')).toBe(true)
  time += 60_000
  isOpen = true
  calls.release()
  expect(appended.map(({ id }) => id)).toEqual(ids)
  expect(appended.map((event) => event.time - 1_700_000_000_000)).toEqual([0, 1000, 2000])
  expect(appended.map(({ identity }) => [identity.anonymousId, identity.userId])).toEqual([['v1', undefined], ['v1', 'alice'], ['v2', undefined]])
  calls.release()
  expect(appended).toHaveLength(3)
})

test('what was held when consent is refused is dropped and counted; so is what comes later', () => {
  isOpen = undefined
  calls.track('A')
  calls.track('B')
  isOpen = false
  calls.release()
  calls.track('C')
  expect(log).toEqual(['dropped consent', 'dropped consent', 'dropped consent'])
  isOpen = true
  calls.release()
  expect(appended).toEqual([])
})

test('what is held is bounded, and what does not fit is counted', () => {
  isOpen = undefined
  for (let i = 0; i < 1003; i++) calls.track('A')
  expect(log).toEqual(Array(3).fill('dropped evicted'))
  isOpen = true
  calls.release()
  expect(appended).toHaveLength(1000)
})

test('a step may look, change or drop, but neither the id, the moment nor the person', () => {
  const looked = vi.fn()
  steps.add((event) => looked(event.name) as never)
  steps.add((event) => (event.name === 'Drop' ? null : event))
  steps.add((event) => ({ ...event, name: 'Changed', id: 'mine', time: 0, identity: { anonymousId: 'eve', sessionId: 'x' } }))
  calls.track('Drop')
  const id = calls.track('A')
  expect(looked.mock.calls).toEqual([['Drop'], ['A']])
  expect(log).toEqual(['dropped step'])
  expect(appended).toMatchObject([{ id, name: 'Changed', time, identity: { anonymousId: 'v1' }, n: 0 }])
})

test('a step that throws is skipped and reported', () => {
  steps.add(() => {
    throw new Error('mine')
  })
  steps.add((event) => ({ ...event, name: 'B' }))
  calls.track('A')
  expect(log).toEqual(['failed step a step threw'])
  expect(appended.map(({ name }) => name)).toEqual(['B'])
})

test('no two customers ever share a visitor, whatever is called in which order and however long it is held', () => {
  const user = fc.constantFrom('alice', 'bob', 'carol')
  const call = fc.oneof(
    user.map((name) => () => calls.identify(name)),
    fc.constant(() => calls.reset()),
    fc.constant(() => calls.link('loyalty', '7')),
    fc.constant(() => calls.group('acme')),
    fc.constant(() => calls.track('A')),
    fc.integer({ min: 0, max: 4_000_000 }).map((ms) => () => (time += ms)),
    fc.constantFrom(true, undefined).map((open) => () => {
      isOpen = open
      calls.release()
    }),
  )
  fc.assert(
    fc.property(fc.array(call, { maxLength: 40 }), (made) => {
      create()
      for (const one of made) one()
      isOpen = true
      calls.release()
      for (const key of ['anonymousId', 'sessionId'] as const) {
        const owner = new Map<string, string>()
        for (const { identity } of appended) {
          if (identity.userId === undefined) continue
          expect(owner.get(identity[key]) ?? identity.userId).toBe(identity.userId)
          owner.set(identity[key], identity.userId)
        }
      }
      expect(appended.map(({ n }) => n)).toEqual(appended.map((_, i) => i))
      expect(new Set(appended.map(({ id }) => id)).size).toBe(appended.length)
    }),
    { numRuns: 300 },
  )
})
