// What counts as the id of one customer.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readId } from '../../../src/identity/readId.js'

const junk: unknown[] = [
  undefined, null, '', ' ', '\t\n', 0, -1, '0', '-1', '000000', '00000000-0000-0000-0000-000000000000', '-0', Number.NaN,
  Infinity, 1.5, true, false, {}, [], ['a'], () => 'a', Symbol('a'), 5n, new Date(0), '[object Object]', '[object Undefined]',
  'null', 'undefined', 'NaN', 'None', 'ANONYMOUS', 'guest', 'Unknown', 'true', 'false', 'void', 'test', ' anonymous ',
  'noreply@shop.example', 'no-reply@shop.example', 'test@test.com', 'email@example.com', 'user@domain.com', 'x'.repeat(257),
  Object.create(null), new Proxy({}, { get: () => { throw new Error('hostile') } }),
]

test.each(junk.map((value, i) => [i, typeof value, value]))('junk %i (%s) is refused', (_i, _type, value) => {
  expect(() => readId(value)).toThrow()
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

test('it gives a trimmed, bounded text or throws an Error with a short reason, for any value', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.string({ maxLength: 300 })), (value) => {
      try {
        const id = readId(value)
        expect(id).toBe(id.trim())
        expect(id.length).toBeGreaterThan(0)
        expect(id.length).toBeLessThanOrEqual(256)
        expect(readId(id)).toBe(id)
      } catch (cause) {
        expect(cause).toBeInstanceOf(Error)
        expect((cause as Error).message.length).toBeLessThan(200)
      }
    }),
  )
})
