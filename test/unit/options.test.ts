// Mistakes in the options throw at once and name their mend; everything else has a default.
import { expect, test } from 'vitest'
import { readOptions } from '../../src/options.js'
import type { Options } from '../../src/types.js'

const format = {
  maxEvents: 1,
  maxBytes: 1,
  encode: () => ({ url: '/', contentType: 'text/plain', body: '' }),
}
const mistakes: [what: string, options: unknown, message: RegExp][] = [
  ['no collector', { writeKey: 'k' }, /collector must be/],
  ['a collector that is no address', { collector: 'collect.example.com', writeKey: 'k' }, /URL or one format/],
  ['a scheme of another kind', { collector: 'javascript:alert(1)', writeKey: 'k' }, /URL or one format/],
  ['a format without encode', { collector: { name: 'mine' } }, /format/],
  ['a list of collectors', { collector: [format, '/c'], writeKey: 'k' }, /collector must be a URL or one format; for more, alsoTo\(\)/],
  ['null for a collector', { collector: null, writeKey: 'k' }, /collector must be/],
  ['an address without a write key', { collector: 'https://c.example/' }, /writeKey is missing/],
  ['an empty write key', { collector: 'https://c.example/', writeKey: '' }, /writeKey is missing/],
]

test.each(mistakes)('%s throws with the mend', (_, options, message) => {
  expect(() => readOptions(options as Options)).toThrow(message)
})

test.each(['https://c.example/v1/batch', 'http://127.0.0.1:8080/', '//c.example/', '/collect'])(
  '%s is an address',
  (collector) => {
    expect(readOptions({ collector, writeKey: 'shop' }).collector).toBe(collector)
  },
)

test('without a name the database is called after the write key, and what is given stays', () => {
  expect(readOptions({ collector: '/c', writeKey: 'shop' }).name).toBe('throughline-shop')
  expect(readOptions({ collector: format, name: 'mine', flushDelayMs: 1 })).toMatchObject({
    name: 'mine',
    flushDelayMs: 1,
  })
  expect(readOptions({ collector: format }).name).toMatch(/^throughline/)
})
