// Persons out of links: any order, any repetition, same answer, and never the wrong person.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { identifierKey, resolve, type Identifier, type Link } from '../../../src/identity/resolve.js'

const anon = (value: string): Identifier => ({ namespace: 'anonymous', value })
const user = (value: string): Identifier => ({ namespace: 'user', value })
const card = (value: string): Identifier => ({ namespace: 'loyalty', value })

let count = 0
const says = (a: Identifier, b: Identifier, more: Partial<Link> = {}): Link => ({
  id: `l${String(++count).padStart(4, '0')}`,
  a,
  b,
  time: count,
  reason: 'login',
  authority: 'claim',
  ...more,
})
const verified = { reason: 'merge', authority: 'verified' } as const

/** Persons as sorted lists of their identifiers. */
const persons = (links: readonly Link[]): string[][] =>
  resolve(links).persons.map(({ identifiers }) => identifiers.map(({ namespace, value }) => `${namespace}:${value}`))

test('what is linked is one person, what is not linked is another', () => {
  const links = [
    says(anon('v1'), user('alice')),
    says(user('alice'), card('c7'), { reason: 'link' }),
    says(anon('v2'), card('c8')),
  ]
  expect(persons(links)).toEqual([
    ['anonymous:v1', 'loyalty:c7', 'user:alice'],
    ['anonymous:v2', 'loyalty:c8'],
  ])
})

test('a person is called by the user, or by the least identifier', () => {
  const {
    persons: [alice],
  } = resolve([says(anon('v1'), user('alice'))])
  expect(alice?.id).toBe('alice')
  expect(resolve([says(anon('v2'), anon('v1'))]).persons[0]?.id).toBe('v1')
})

test('a visitor claimed by two customers stays with the first, and the conflict is named', () => {
  const second = says(anon('v1'), user('bob'), { time: 20 })
  const { persons: all, conflicts } = resolve([second, says(anon('v1'), user('alice'), { time: 10 })])
  expect(all.map(({ id, identifiers }) => [id, identifiers.length])).toEqual([
    ['alice', 2],
    ['bob', 1],
  ])
  expect(conflicts).toEqual([{ link: second, reason: 'already belongs to alice' }])
})

test('a verified link counts before an older claim', () => {
  const links = [
    says(anon('v1'), user('alice'), { time: 1 }),
    says(anon('v1'), user('bob'), { time: 2, authority: 'verified' }),
  ]
  expect(persons(links)).toEqual([['user:alice'], ['anonymous:v1', 'user:bob']])
})

test('a merge that is only claimed waits; verified, it joins two customers', () => {
  const base = [says(anon('v1'), user('alice')), says(anon('v2'), user('bob'))]
  const claim = resolve([...base, says(user('alice'), user('bob'), { reason: 'merge' })])
  expect(claim.persons).toHaveLength(2)
  expect(claim.conflicts[0]?.reason).toContain('waits for verification')
  expect(persons([...base, says(user('alice'), user('bob'), verified)])).toEqual([
    ['anonymous:v1', 'anonymous:v2', 'user:alice', 'user:bob'],
  ])
})

test('a verified link between two customers that is no merge joins nobody', () => {
  expect(resolve([says(user('alice'), user('bob'), { authority: 'verified', reason: 'link' })]).persons).toHaveLength(2)
})

test('customers are not joined by what they share', () => {
  const shared = [says(user('alice'), card('7')), says(user('bob'), card('7')), says(user('carol'), card('7'))]
  expect(
    resolve(shared).persons.filter(
      ({ identifiers }) => identifiers.filter(({ namespace }) => namespace === 'user').length > 1,
    ),
  ).toEqual([])
})

test('a link from an identifier to itself is one person', () => {
  expect(persons([says(anon('v1'), anon('v1'))])).toEqual([['anonymous:v1']])
})

// Values of different namespaces differ, as those of real ones do.
const identifier = fc.oneof(
  fc.constantFrom('u1', 'u2', 'u3', 'u4').map(user),
  fc.constantFrom('v1', 'v2', 'v3', 'v4', 'v5').map(anon),
  fc.constantFrom('c1', 'c2', 'c3').map(card),
)
const links = fc
  .array(
    fc.record({
      a: identifier,
      b: identifier,
      time: fc.integer({ min: 0, max: 5 }),
      reason: fc.constantFrom<Link['reason']>('login', 'link', 'merge'),
      authority: fc.constantFrom<Link['authority']>('claim', 'verified'),
    }),
    { maxLength: 14 },
  )
  .map((all) => all.map((link, i): Link => ({ ...link, id: `l${i}` })))
const shuffledWithRepeats = links.chain((all) =>
  fc.tuple(
    fc.constant(all),
    fc.shuffledSubarray(all, { minLength: all.length }),
    fc.shuffledSubarray(all),
    fc.shuffledSubarray(all),
  ),
)

test('the answer is the same in any order and with any repetition', () => {
  fc.assert(
    fc.property(shuffledWithRepeats, ([all, order, more, evenMore]) => {
      expect(resolve([...more, ...order, ...evenMore])).toEqual(resolve(all))
    }),
    { numRuns: 1000 },
  )
})

test('every identifier belongs to exactly one person', () => {
  fc.assert(
    fc.property(links, (all) => {
      const named = new Set(all.flatMap(({ a, b }) => [identifierKey(a), identifierKey(b)]))
      const resolved = resolve(all).persons.flatMap(({ identifiers }) => identifiers.map(identifierKey))
      expect(resolved.toSorted()).toEqual([...named].toSorted())
    }),
  )
})

test('two customers are never one person without a verified merge, and n of them need n - 1', () => {
  fc.assert(
    fc.property(links, (all) => {
      for (const { identifiers } of resolve(all).persons) {
        const keys = new Set(identifiers.map(identifierKey))
        const users = identifiers.filter(({ namespace }) => namespace === 'user').length
        const merges = all.filter(
          ({ reason, authority, a }) => reason === 'merge' && authority === 'verified' && keys.has(identifierKey(a)),
        )
        expect(users).toBeLessThanOrEqual(1 + merges.length)
      }
    }),
    { numRuns: 1000 },
  )
})

test('a link is taken or is a conflict, never both and never neither', () => {
  fc.assert(
    fc.property(links, (all) => {
      const { persons: found, conflicts } = resolve(all)
      const personOf = (one: Identifier) =>
        found.find(({ identifiers }) => identifiers.some((other) => identifierKey(other) === identifierKey(one)))
      const refused = new Set(conflicts.map(({ link }) => link.id))
      expect(refused.size).toBe(conflicts.length)
      for (const link of all.filter(({ id }) => !refused.has(id))) expect(personOf(link.a)).toBe(personOf(link.b))
    }),
  )
})
