// Bytes on the wire, not characters.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteLength } from '../../../src/lib/byteLength.js'

test.each([
  ['', 0],
  ['a', 1],
  ['ä', 2],
  ['€', 3],
  ['🛒', 4],
])('%j has %i bytes', (text, bytes) => {
  expect(byteLength(text)).toBe(bytes)
})

test('it is what Node counts', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(byteLength(text)).toBe(Buffer.byteLength(text))
    }),
  )
})
