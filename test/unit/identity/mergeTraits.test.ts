// Traits and consent of a person out of those of its identifiers.
import { expect, test } from 'vitest'
import { mergeConsent, mergeTraits, type TraitsStatement } from '../../../src/identity/index.js'

test('of each trait the newest counts, in any order; at equal times that with the greater id', () => {
  const said: TraitsStatement[] = [
    { id: 'e1', time: 1, traits: { plan: 'free', city: 'Oslo' } },
    { id: 'e3', time: 3, traits: { plan: 'gold' } },
    { id: 'e2', time: 3, traits: { plan: 'silver', age: 7 } },
  ]
  const wanted = { age: 7, city: 'Oslo', plan: 'gold' }
  expect(mergeTraits(said)).toEqual(wanted)
  expect(mergeTraits([...said, ...said].reverse())).toEqual(wanted)
})

test('a trait of a dangerous name is a trait like any other', () => {
  const merged = mergeTraits([{ id: 'e1', time: 1, traits: JSON.parse('{"__proto__":{"admin":true}}') }])
  expect(Object.keys(merged)).toEqual(['__proto__'])
  expect('admin' in merged).toBe(false)
})

test('of each consent the most restrictive counts', () => {
  const said = [{ analytics: 'granted', marketing: 'granted' }, { marketing: 'denied' }, { analytics: 'pending', marketing: 'pending' }] as const
  expect(mergeConsent(said)).toEqual({ analytics: 'pending', marketing: 'denied' })
  expect(mergeConsent([...said].reverse())).toEqual(mergeConsent(said))
})
