// The values of identifiers: one spelling, and of e-mail and phone only the digest.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodingOf, isPlain, readIdentifier } from '../../../src/identity/readIdentifier.js'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

test.each([
  ['email', ' Jane.Doe@Shop.Example ', 'jane.doe@shop.example'],
  ['email', 'JU\u0308RGEN@shop.example', 'j\u00fcrgen@shop.example'],
  ['email', 'J\u030C@shop.example', '\u01f0@shop.example'],
  ['phone', '+49 (0) 171 / 123-45.67', '+491711234567'],
  ['phone', '0049 171\u00a01234567', '+491711234567'],
  ['phone', '+1 (415) 555\u20110100', '+14155550100'],
  ['loyalty', ' L-778 ', 'L-778'],
  ['loyalty', 'Jane@Shop.Example', 'Jane@Shop.Example'],
  ['constructor', 'x', 'x'],
])('the %s %j is %j', (namespace, value, text) => {
  expect(readIdentifier(namespace, value)).toBe(text)
  expect(isPlain(namespace, text)).toBe(/email|phone/.test(namespace))
})

test.each([
  ['phone', '0171 1234567'],
  ['phone', '171 1234567'],
  ['phone', 491711234567],
  ['phone', '+0171 1234567'],
  ['phone', '+49 171 CALL ME'],
  ['phone', '+49'],
  ['phone', '+1234567890123456'],
  ['phone', '000000'],
  ['email', 'jane'],
  ['email', '@shop.example'],
  ['email', 'jane@'],
  ['email', 'jane doe@shop.example'],
  ['email', 'a@b@c'],
  ['email', 'n/a'],
  ['email', 'NoReply@shop.example'],
  ['email', null],
  ['loyalty', 'null'],
])('the %s %j is refused', (namespace, value) => {
  expect(() => readIdentifier(namespace, value)).toThrow(/./)
})

test('a digest that a site hands in is not digested again, and says that it is one', () => {
  const digest = sha256('+491711234567')
  for (const namespace of ['email', 'phone']) {
    for (const given of [digest, digest.toUpperCase(), `00${digest.slice(2)}`]) {
      const value = readIdentifier(namespace, given)
      expect([value, isPlain(namespace, value)]).toEqual([given.toLowerCase(), false])
      expect(encodingOf(namespace, value)).toBe('sha256')
    }
  }
  expect(encodingOf('loyalty', digest)).toBeUndefined()
  expect(encodingOf('email', 'jane@shop.example')).toBeUndefined()
})

test('whatever is taken is in its one spelling: taken again it is the same', () => {
  const value = fc.oneof(
    fc.emailAddress(),
    fc.string({ unit: 'grapheme' }).map((text) => `${text}@${text}`),
    fc.stringMatching(/^(\+|00)[1-9][\d ().-]{5,20}$/),
  )
  fc.assert(
    fc.property(fc.constantFrom('email', 'phone', 'loyalty'), value, (namespace, given) => {
      let once: string
      try {
        once = readIdentifier(namespace, given)
      } catch {
        return
      }
      expect(readIdentifier(namespace, once)).toBe(once)
    }),
    { numRuns: 1000 },
  )
})
