// Random histories for the identity graph: links, unlinks, detaches and deletions over all namespaces, and rules to go with them.
// Must not know how anything is resolved.
import fc from 'fast-check'

/**
 * @typedef {import('../../../src/identity/graphTypes.js').Statement} Statement
 * @typedef {import('../../../src/identity/graphTypes.js').Link} Link
 * @typedef {import('../../../src/identity/graphTypes.js').Rules} Rules
 */

/** Few values, so that histories meet; and one that is junk. */
const values = {
  user: ['u1', 'u2', 'u3'],
  anonymous: ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002', 'a3', 'a4', 'a5'],
  email: ['e1', 'e2'],
  phone: ['p1'],
  loyalty: ['c1', 'c2'],
  order: ['o1'],
  handoff: ['h1'],
  badge: ['用户'],
}
const minuteMs = 60_000

/** @type {fc.Arbitrary<{ namespace: string, value: string }>} */
export const identifiers = fc.constantFrom(
  ...Object.entries(values).flatMap(([namespace, all]) => all.map((value) => ({ namespace, value }))),
)
const owners = identifiers.filter(({ namespace }) => namespace === 'user' || namespace === 'anonymous')
const named = fc.oneof(
  { weight: 30, arbitrary: identifiers },
  { weight: 20, arbitrary: owners },
  { weight: 1, arbitrary: fc.constant({ namespace: 'email', value: 'null' }) },
)

/** @type {fc.Arbitrary<Link>} Few ids and times: the same id with another content, and equal times, do happen. */
export const links = fc.record(
  {
    id: fc.integer({ min: 0, max: 30 }).map((n) => `l${n}`),
    a: named,
    b: named,
    time: fc.integer({ min: 0, max: 6 }).map((n) => n * 6 * minuteMs),
    reason: fc.constantFrom('login', 'link', 'handoff', 'crossDomain', 'merge', 'merge', 'import'),
    authority: fc.constantFrom('claim', 'claim', 'verified'),
    event: fc.constantFrom('e1', 'e2'),
  },
  { requiredKeys: ['id', 'a', 'b', 'time', 'reason', 'authority'] },
)

/** @type {fc.Arbitrary<import('../../../src/identity/graphTypes.js').Detach>} */
export const detaches = fc.record({
  id: fc.integer({ min: 0, max: 30 }).map((n) => `l${n}`),
  detach: named,
  from: named,
  time: fc.integer({ min: 0, max: 6 }).map((n) => n * 6 * minuteMs),
  authority: fc.constantFrom('claim', 'claim', 'verified'),
})

/** @type {fc.Arbitrary<Statement>} */
const statements = fc.oneof(
  { weight: 12, arbitrary: links },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 30 }).map((n) => ({ unlink: `l${n}` })) },
  { weight: 2, arbitrary: detaches },
  { weight: 1, arbitrary: identifiers.map((forget) => ({ forget })) },
)

/** @param {number} [maxLength] */
export const historiesOf = (maxLength = 16) => fc.array(statements, { maxLength })

/** @type {Rules[]} The defaults, and rules that a short history can break. */
const allRules = [
  {},
  { limits: { anonymous: { max: 2, windowMs: 12 * minuteMs }, email: { max: 1 } } },
  { unique: ['user', 'loyalty'], maxMerges: 1 },
  { maxIdentifiers: 4, priority: ['anonymous', 'loyalty'] },
  { unique: [], maxMerges: 1, handoffMs: 0, limits: { order: { max: 1, windowMs: 0 } } },
]
export const rules = fc.constantFrom(...allRules)

/** A history, the same with repetitions in another order, and rules. @param {number} [maxLength] */
export const casesOf = (maxLength) =>
  fc.tuple(historiesOf(maxLength), rules).chain(([history, some]) =>
    fc.record({
      history: fc.constant(history),
      rules: fc.constant(some),
      shuffled: fc.tuple(fc.shuffledSubarray(history), fc.shuffledSubarray(history, { minLength: history.length }), fc.shuffledSubarray(history))
        .map((parts) => parts.flat()),
    }),
  )
