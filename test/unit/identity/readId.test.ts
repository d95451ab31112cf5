// What counts as the id of one customer.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readId } from '../../../src/identity/readId.js'

const junk: unknown[] = [
  undefined,
  null,
  '',
  ' ',
  '\t\n',
  0,
  -1,
  '0',
  '-1',
  '000000',
  '00000000-0000-0000-0000-000000000000',
  '-0',
  Number.NaN,
  Infinity,
  1.5,
  true,
  false,
  {},
  [],
  ['a'],
  () => 'a',
  Symbol('a'),
  5n,
  new Date(0),
  '[object Object]',
  '[object Undefined]',
  'null',
  'undefined',
  'NaN',
  'None',
  'ANONYMOUS',
  'guest',
  'Unknown',
  'true',
  'false',
  'void',
  'test',
  ' anonymous ',
  'noreply@shop.example',
  'no-reply@shop.example',
  'test@test.com',
  'email@example.com',
  'user@domain.com',
  'x'.repeat(257),
  Object.create(null),
  new Proxy(
    {},
    {
      get: () => {
        throw new Error('hostile')
      },
    },
  ),
]

test.each(junk.map((value, i) => [i, typeof value, value]))('junk %i (%s) is refused', (_i, _type, value) => {
  expect(() => readId(value)).toThrow(/./)
})

test.each([
  ['customer-1001', 'customer-1001'],
  ['  alice ', 'alice'],
  [1001, '1001'],
  ['jane@shop.example', 'jane@shop.example'],
  ['testing', 'testing'],
  ['nullable', 'nullable'],
  ['100', '100'],
  ['a'.repeat(256), 'a'.repeat(256)],
])('%j is an id', (value, id) => {
  expect(readId(value)).toBe(id)
})

const read = (value: unknown): string | Error => {
  try {
    return readId(value)
  } catch (cause) {
    return cause as Error
  }
}

test('it gives a trimmed, bounded text that is an id again, or throws an Error with a short reason', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.string({ maxLength: 300 })), (value) => {
      const id = read(value)
      const text = id instanceof Error ? id.message : id
      expect(typeof text).toBe('string')
      expect(text).toBe(text.trim())
      expect(text.length).toBeGreaterThan(0)
      expect(text.length).toBeLessThanOrEqual(256)
      expect(id instanceof Error || read(id)).toBe(id instanceof Error || id)
    }),
  )
})
