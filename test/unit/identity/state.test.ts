// The rules of identity: who shares an anonymous id with whom, and which of two tabs is right.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { identify, isNewer, link, touch, type IdentityState } from '../../../src/identity/state.js'

/** A visitor nobody has seen before. */
const createFresh = () => {
  let count = 0
  return (): IdentityState => ({ anonymousId: `v${++count}`, sessionId: `s${count}`, activeAt: 0, born: 0, version: 1 })
}

const user = fc.constantFrom('alice', 'bob', 'carol')
const command = fc.oneof(
  fc.record({
    do: fc.constant('identify' as const),
    user,
    traits: fc.dictionary(fc.constantFrom('plan', 'age'), fc.integer({ min: 0, max: 2 })),
  }),
  fc.record({
    do: fc.constant('link' as const),
    namespace: fc.constantFrom('loyalty', 'email'),
    value: fc.constantFrom('1', '2'),
  }),
  fc.record({ do: fc.constant('touch' as const), ms: fc.integer({ min: 0, max: 4_000_000 }) }),
  fc.record({ do: fc.constant('reset' as const) }),
)
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

/** Every state on the way. */
const run = (commands: readonly Command[]): IdentityState[] => {
  const fresh = createFresh()
  let time = 0
  let sessions = 0
  let state = fresh()
  return [
    state,
    ...commands.map((c) => {
      if (c.do === 'identify') state = identify(state, c.user, c.traits, fresh)
      else if (c.do === 'link') state = link(state, c.namespace, c.value)
      else if (c.do === 'touch') state = touch(state, (time += c.ms), 1_800_000, () => `t${++sessions}`)
      else state = fresh()
      return state
    }),
  ]
}

const usersByVisitor = (states: readonly IdentityState[]): Map<string, Set<string>> => {
  const users = new Map<string, Set<string>>()
  for (const { anonymousId, userId } of states) {
    const known = users.get(anonymousId) ?? new Set()
    users.set(anonymousId, userId === undefined ? known : known.add(userId))
  }
  return users
}

test('no two customers ever share an anonymous id or a session, whatever is called in which order', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
      const states = run(commands)
      for (const [visitor, users] of usersByVisitor(states))
        expect([visitor, [...users]]).toEqual([visitor, [...users].slice(0, 1)])
      const bySession = usersByVisitor(states.map((state) => ({ ...state, anonymousId: state.sessionId })))
      for (const users of bySession.values()) expect(users.size).toBeLessThanOrEqual(1)
    }),
    { numRuns: 500 },
  )
})

test('nothing of one customer is left with the next: no trait, no identifier, no group', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
      const states = run(commands)
      states.forEach((state, i) => {
        const before = states[i - 1]
        if (!before || before.anonymousId === state.anonymousId) return
        const said = commands[i - 1] as Command
        expect(state.identifiers).toBeUndefined()
        expect(state.traits ?? {}).toEqual(said.do === 'identify' ? said.traits : {})
      })
    }),
    { numRuns: 300 },
  )
})

test('the first customer takes over the visitor, with what is linked already', () => {
  const fresh = createFresh()
  const visitor = link(fresh(), 'loyalty', '1')
  expect(identify(visitor, 'alice', { plan: 'gold' }, fresh)).toEqual({
    ...visitor,
    userId: 'alice',
    traits: { plan: 'gold' },
  })
})

test('identify and link are idempotent: the second time gives the same state back', () => {
  fc.assert(
    fc.property(
      fc.array(command, { maxLength: 20 }),
      user,
      fc.dictionary(fc.string(), fc.integer()),
      (commands, userId, traits) => {
        const fresh = createFresh()
        const once = identify(run(commands).at(-1) as IdentityState, userId, traits, fresh)
        expect(identify(once, userId, traits, fresh)).toBe(once)
        expect(identify(once, userId, {}, fresh)).toBe(once)
        expect(identify(once, userId, undefined, fresh)).toBe(once)
        const linked = link(once, 'loyalty', '9')
        expect(link(linked, 'loyalty', '9')).toBe(linked)
      },
    ),
  )
})

test('new traits are news, old ones stay', () => {
  const fresh = createFresh()
  const once = identify(fresh(), 'alice', { plan: 'gold', age: 3 }, fresh)
  const twice = identify(once, 'alice', { plan: 'silver' }, fresh)
  expect(twice).not.toBe(once)
  expect(twice.traits).toEqual({ plan: 'silver', age: 3 })
})

test.each([
  ['within a minute nothing is new', 59_999, 's1', 0],
  ['after a minute the activity is written down', 60_000, 's1', 60_000],
  ['at the time-out the session still lives', 1_800_000, 's1', 1_800_000],
  ['after the time-out a new session begins', 1_800_001, 'new', 1_800_001],
  ['a clock set back is no silence', -5_000_000, 's1', 0],
])('%s', (_, time, sessionId, activeAt) => {
  expect(touch(createFresh()(), time, 1_800_000, () => 'new')).toMatchObject({ sessionId, activeAt, anonymousId: 'v1' })
})

const state = fc.record(
  {
    anonymousId: fc.constantFrom('v1', 'v2', 'v3'),
    sessionId: fc.constantFrom('s1', 's2'),
    activeAt: fc.integer({ min: 0, max: 2 }),
    born: fc.integer({ min: 0, max: 2 }),
    version: fc.integer({ min: 0, max: 2 }),
    userId: user,
  },
  { requiredKeys: ['anonymousId', 'sessionId', 'activeAt', 'born', 'version'] },
)

test('isNewer is a strict total order', () => {
  fc.assert(
    fc.property(state, state, state, (a, b, c) => {
      const isSame = JSON.stringify(a) === JSON.stringify(b)
      expect(isNewer(a, b) !== isNewer(b, a)).toBe(!isSame)
      expect(isNewer(a, a)).toBe(false)
      expect(isNewer(a, b) && isNewer(b, c) && !isNewer(a, c)).toBe(false)
    }),
    { numRuns: 1000 },
  )
})

test('all tabs end with the same state, in whatever order they hear of each other', () => {
  fc.assert(
    fc.property(fc.array(state, { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat()), (states, random) => {
      const shuffled = () =>
        states
          .map((one) => [random.next().value as number, one] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, one]) => one)
      const ends = states.map((own) =>
        shuffled().reduce((ours, theirs) => (isNewer(theirs, ours) ? theirs : ours), own),
      )
      expect(new Set(ends.map((end) => JSON.stringify(end))).size).toBe(1)
    }),
  )
})
