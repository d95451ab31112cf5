// Whatever a caller hands in becomes bounded, valid JSON, and what is left out is named.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toJson } from '../../../src/event/toJson.js'
import { build, deep, hostileValues as hostile, plan, thrower } from '../../support/hostile/hostileValues.ts'

/** The text and the cuts. */
const write = (value: unknown): { text: string | undefined; cut: string[] } => {
  const cut: string[] = []
  return { text: toJson(value, cut), cut }
}
const parse = (value: unknown): any => JSON.parse(write(value).text ?? 'null')

/** What the text may be at most: each of 30,000 characters can become an escape of six. */
const most = 6 * 30_000 + 1000

test.each(Object.keys(hostile))('%s ends as bounded, valid JSON or as nothing, alone and as a property', (what) => {
  for (const value of [hostile[what]?.(), { before: 1, value: hostile[what]?.(), after: 2 }, [hostile[what]?.()]]) {
    const { text, cut } = write(value)
    if (text !== undefined) JSON.parse(text)
    expect((text ?? '').length).toBeLessThan(most)
    expect(cut.length).toBeLessThanOrEqual(10)
  }
  const { before, after } = parse({ before: 1, value: hostile[what]?.(), after: 2 })
  expect(before).toBe(1)
  // Only what is huge may leave no room for what follows it.
  expect(after).toBe(what === 'many keys' ? after : 2)
})

test('it never throws, and what it gives is valid and bounded, for arbitrary hostile values', () => {
  fc.assert(
    fc.property(plan, (of) => {
      const { text, cut } = write(build(of))
      if (text !== undefined) JSON.parse(text)
      expect((text ?? '').length).toBeLessThan(most)
      expect(cut.length).toBeLessThanOrEqual(10)
    }),
    { numRuns: 300 },
  )
}, 30_000)

test('plain values come out as JSON.stringify writes them, with nothing cut', () => {
  const key = fc.string({ maxLength: 20 }).filter((name) => name !== '__proto__' && name !== 'constructor')
  const leaf = fc.oneof(
    fc.string({ maxLength: 100 }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  )
  const { value: plain } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  }))
  fc.assert(
    fc.property(plain, (value) => {
      fc.pre(JSON.stringify(value).length < 20_000)
      expect(write(value)).toEqual({ text: JSON.stringify(value), cut: [] })
    }),
    { numRuns: 300 },
  )
})

test('an undefined property and a Date are written as JSON.stringify writes them', () => {
  const value = { a: undefined, b: new Date(86_400_000), c: 1 }
  expect(write(value)).toEqual({ text: '{"b":"1970-01-02T00:00:00.000Z","c":1}', cut: [] })
})

test.each([
  ['a function', { f: () => 1 }, {}, 'f: Function'],
  ['a symbol', { s: Symbol('x') }, {}, 's: Symbol'],
  ['a Map', { m: new Map() }, {}, 'm: Map'],
  ['what is no number', { n: Number.NaN }, {}, 'n: Number'],
  ['a long string', { t: 'x'.repeat(9000) }, { t: 'x'.repeat(8192) }, 't: too long'],
  [
    'a cycle',
    (() => {
      const o: any = { a: 1 }
      o.me = o
      return o
    })(),
    { a: 1 },
    'me: circular or too large',
  ],
  [
    'a throwing getter',
    {
      a: 1,
      get bad() {
        return thrower()
      },
      b: 2,
    },
    { a: 1, b: 2 },
    'bad: threw',
  ],
  ['a throwing toJSON', { a: 1, bad: { toJSON: thrower } }, { a: 1 }, 'bad: threw'],
])('%s is cut and named, and the rest stays', (_, value, kept, cut) => {
  const written = write(value)
  expect(JSON.parse(written.text ?? '')).toEqual(kept)
  expect(written.cut).toContain(cut)
})

test('a value met twice is no cycle', () => {
  const address = { city: 'Ulm' }
  expect(write({ home: address, work: address, all: [address, [address]] })).toEqual({
    text: '{"home":{"city":"Ulm"},"work":{"city":"Ulm"},"all":[{"city":"Ulm"},[{"city":"Ulm"}]]}',
    cut: [],
  })
})

test('BigInt and errors stay readable', () => {
  expect(parse({ big: 12_345_678_901_234_567_890n, error: new RangeError('too far') })).toEqual({
    big: '12345678901234567890',
    error: 'RangeError: too far',
  })
})

test('eight levels are kept, what is deeper is cut', () => {
  expect(write(deep(8)).cut).toEqual([])
  expect(write(deep(9)).cut).toEqual(['next: circular or too large'])
})

test('keys that reach a prototype are left out at every level', () => {
  const evil = JSON.parse('{"a":{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}},"__proto__":{"x":1}}')
  expect(write(evil).text).toBe('{"a":{}}')
})

test('at most ten cuts are named', () => {
  expect(write(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}`, () => i]))).cut).toHaveLength(10)
})

test('what comes first is kept when there is too much, and the cut is named', () => {
  const { text, cut } = write(Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`t${i}`, 'x'.repeat(8000)])))
  const kept = JSON.parse(text ?? '')
  expect(kept.t0).toHaveLength(8000)
  expect(`${kept.t9 ?? ''}`).toBe('')
  expect((text as string).length).toBeLessThan(40_000)
  expect(cut).toContain('t3: circular or too large')
})
