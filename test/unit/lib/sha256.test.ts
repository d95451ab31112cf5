// The digest that e-mail addresses and phone numbers become, against that of Node.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from '../../../src/lib/sha256.js'

const expected = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

test('it is the digest of FIPS 180-4, for every length around the ends of a block', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  for (let length = 0; length < 260; length++) expect(sha256('x'.repeat(length)), `${length}`).toBe(expected('x'.repeat(length)))
})

test('it is that of the UTF-8 bytes, whatever is in the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(sha256(text)).toBe(expected(text))
    }),
    { numRuns: 500 },
  )
})
