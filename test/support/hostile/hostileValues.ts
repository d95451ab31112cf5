// Values that have broken a tracker somewhere, one of each, and generated values made of them.
// Must not know what is done with them. Made anew at each use, because some are used up, or cannot even be looked at.
import fc from 'fast-check'

export const thrower = (): never => {
  throw new Error('hostile')
}
const revoked = (): unknown => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
const loop = (): unknown => {
  const value: { self?: unknown; list: unknown[] } = { list: [] }
  value.self = value
  value.list.push(value)
  return value
}
export const deep = (levels: number): unknown => (levels ? { next: deep(levels - 1) } : 'bottom')

const endless = (): unknown => new Proxy({}, { get: (_, key) => (typeof key === 'string' && key !== 'toJSON' ? endless() : undefined), ownKeys: () => ['a', 'b'], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }) })

/** One of each that has broken a tracker somewhere. Made anew, because some are used up. */
export const hostileValues: { readonly [what: string]: () => unknown } = {
  undefined: () => undefined,
  function: () => thrower,
  symbol: () => Symbol('s'),
  bigint: () => 2n ** 80n,
  'not a number': () => Number.NaN,
  infinity: () => -Infinity,
  'negative zero': () => -0,
  date: () => new Date(0),
  'invalid date': () => new Date(Number.NaN),
  map: () => new Map([[1, 2]]),
  set: () => new Set([1]),
  bytes: () => new Uint8Array(1000),
  'regular expression': () => /x/,
  error: () => new TypeError('broken'),
  promise: () => Promise.resolve(1),
  'boxed text': () => Object('text'),
  cycle: loop,
  'very deep': () => deep(5000),
  'throwing getter': () => Object.defineProperty({ fine: 1 }, 'bad', { enumerable: true, get: thrower }),
  'throwing toJSON': () => ({ toJSON: thrower }),
  'endless toJSON': () => ({ toJSON: () => ({ again: hostileValues['endless toJSON']?.() }) }),
  'revoked proxy': revoked,
  'proxy without keys': () => new Proxy({ a: 1 }, { ownKeys: thrower }),
  'proxy with throwing values': () => new Proxy({ a: 1 }, { get: thrower }),
  'throwing tag': () => ({
    get [Symbol.toStringTag]() {
      return thrower()
    },
  }),
  'no prototype': () => Object.assign(Object.create(null), { a: 1 }),
  'ten million characters': () => 'x'.repeat(10_000_000),
  'many keys': () => Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key${i}`, i])),
  'half a surrogate': () => '\ud83d',
  'control characters': () => '\u0000\u001f\u2028"\\'.repeat(500),
  'array with toJSON': () => Object.assign([1], { toJSON: () => thrower() }),
  'sparse array': () => Object.assign([], { length: 4_000_000_000 }),
  'frozen object': () => Object.freeze({ a: Object.freeze([1]) }),
  'endless proxy': () => endless(),
  'proxy that lies': () => new Proxy({ a: 1 }, { getOwnPropertyDescriptor: () => undefined, has: () => true, getPrototypeOf: thrower }),
  'throwing conversion': () => ({ toString: thrower, valueOf: thrower, [Symbol.toPrimitive]: thrower }),
  'text that looks like JSON': () => '"},{"__proto__":{"polluted":true}',
  'line and paragraph ends': () => '\u2028\u2029</script><!--',
  'right to left': () => '\u202e\ufeff\u0000',
  'class with accessors': () => new (class { get a(): never { return thrower() } static b = 1 })(),
  'weak map': () => new WeakMap(),
  generator: () => (function* () { yield 1 })(),
  arguments: () => (function (this: unknown) { return arguments }).apply(1, [1, 2] as never),
  'prototype keys': () => JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
}

/** A value in which names of hostile things stand for them, because some cannot even be looked at. */
export type Plan =
  | { readonly hostile: string }
  | { readonly odd: unknown }
  | readonly Plan[]
  | { readonly keys: { readonly [key: string]: Plan } }
export const { plan }: { readonly plan: fc.Arbitrary<Plan> } = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.oneof(
    { maxDepth: 4 },
    fc.record({ hostile: fc.constantFrom(...Object.keys(hostileValues)) }),
    fc.record({
      odd: fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
    }),
    fc.array(tie('plan'), { maxLength: 5 }),
    fc.record({ keys: fc.dictionary(fc.string({ maxLength: 20 }), tie('plan'), { maxKeys: 5 }) }),
  ),
}))
export const build = (of: Plan): unknown => {
  if (Array.isArray(of)) return of.map(build)
  if ('hostile' in of) return hostileValues[of.hostile]?.()
  if ('odd' in of) return of.odd
  return Object.fromEntries(
    Object.entries((of as { keys: { [key: string]: Plan } }).keys).map(([key, value]) => [key, build(value)]),
  )
}
