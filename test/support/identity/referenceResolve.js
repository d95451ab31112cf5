// The rules of resolution once more, in the plainest way there is: the judge of the graph.
// Must not share code with src/identity; all it knows as junk is `null`.

/**
 * @typedef {import('../../../src/identity/graphTypes.js').Statement} Statement
 * @typedef {import('../../../src/identity/graphTypes.js').Link} Link
 * @typedef {import('../../../src/identity/graphTypes.js').Detach} Detach
 * @typedef {import('../../../src/identity/graphTypes.js').Rules} Rules
 * @typedef {import('../../../src/identity/graphTypes.js').Identifier} Identifier
 */

/** @type {(identifier: Identifier) => string} */
const key = ({ namespace, value }) => `${namespace}:${value}`
/** @type {(x: unknown, y: unknown) => number} */
const compare = (x, y) => (/** @type {any} */ (x) < /** @type {any} */ (y) ? -1 : /** @type {any} */ (x) > /** @type {any} */ (y) ? 1 : 0)
/** @type {(x: readonly unknown[], y: readonly unknown[]) => number} */
const compareLists = (x, y) => x.map((each, i) => compare(each, y[i])).find((order) => order !== 0) ?? 0

/**
 * Who is one person, and what was refused; what somebody has said not to be theirs is taken out before.
 * @param {readonly Statement[]} statements
 * @param {Rules} rules
 * @returns {{ persons: string[][], conflicts: string[] }} keys of identifiers, and `id rule`, sorted
 */
export function referenceResolve(statements, rules) {
  const { links, junk, detaches } = said(statements, rules)
  const left = links.filter((link) => !detaches.some((by) => {
    const [x, one] = [key(by.detach), key(by.from)]
    if (![key(link.a), key(link.b)].includes(x)) return false
    if (by.authority === 'claim' && link.authority === 'verified') return false
    if (compareLists([link.time, link.event ?? link.id], [by.time, by.id]) > 0) return false
    const other = key(link.a) === x ? key(link.b) : key(link.a)
    const without = partition(links.filter(({ a, b }) => key(a) !== x && key(b) !== x), rules).persons
    return other === one || without.some((person) => person.includes(other) && person.includes(one))
  }))
  const { persons, conflicts } = partition(left, rules)
  return { persons, conflicts: [...junk.map(({ id }) => `${id} junk`), ...conflicts].sort() }
}

/** What counts of all that was said, in its order. @type {(statements: readonly Statement[], rules: Rules) => { links: Link[], junk: Link[], detaches: Detach[] }} */
function said(statements, rules) {
  const priority = rules.priority ?? ['user', 'email', 'phone', 'loyalty', 'order', 'anonymous']
  const rank = (/** @type {Identifier} */ { namespace }) => (priority.includes(namespace) ? priority.indexOf(namespace) : priority.length)

  /** @type {Map<string, Link & Detach>} */
  const byId = new Map()
  const unlinked = new Set(statements.flatMap((each) => ('unlink' in each ? each.unlink : [])))
  const forgotten = new Set(statements.flatMap((each) => ('forget' in each ? key(each.forget) : [])))
  const order = (/** @type {Link} */ { id, a, b, time, authority, reason, event = id }) => [
    authority === 'verified' ? 0 : 1, time, JSON.stringify([a.namespace, a.value, b.namespace, b.value, reason, event]),
  ]
  for (const each of statements) {
    if (!('id' in each)) continue
    const link = /** @type {any} */ ('detach' in each ? { ...each, a: each.from, b: each.detach, reason: 'detach' } : each)
    const before = byId.get(link.id)
    if (!before || compareLists(order(link), order(before)) < 0) byId.set(link.id, link)
  }
  const all = [...byId.values()].filter(({ id, a, b }) => !unlinked.has(id) && ![a, b].some((end) => forgotten.has(key(end))))
  const isJunk = (/** @type {Link} */ { a, b }) => a.value === 'null' || b.value === 'null'
  const detaches = all.filter((each) => each.detach && !isJunk(each))
  const stated = all.filter((each) => !each.detach)
  const junk = stated.filter(isJunk)
  const place = (/** @type {Link} */ { id, a, b, time, authority, event = id }) => [
    authority === 'verified' ? 0 : 1, time, event, Math.max(rank(a), rank(b)), id,
  ]
  const links = stated.filter((link) => !isJunk(link)).sort((x, y) => compareLists(place(x), place(y)))

  return { links, junk, detaches }
}

/** @type {(links: readonly Link[], rules: Rules) => { persons: string[][], conflicts: string[] }} */
function partition(links, rules) {
  const { unique = ['user'], limits = {}, maxIdentifiers = 1_000, maxMerges = 100, handoffMs = 900_000 } = rules
  /** @type {Map<string, { identifier: Identifier, since: number, person: Set<string> }>} */
  const nodes = new Map()
  for (const { a, b, time } of links) {
    for (const identifier of [a, b]) {
      const node = nodes.get(key(identifier)) ?? { identifier, since: time, person: new Set([key(identifier)]) }
      node.since = Math.min(node.since, time)
      nodes.set(key(identifier), node)
    }
  }
  const personOf = (/** @type {Identifier} */ identifier) => /** @type {any} */ (nodes.get(key(identifier))).person
  /** @type {Link[]} */
  const merges = []

  /** @type {(link: Link) => string | undefined} */
  const broken = (link) => {
    const [one, other] = [personOf(link.a), personOf(link.b)]
    const of = (/** @type {Set<string>} */ person, /** @type {string} */ namespace) =>
      [...person].map((each) => /** @type {any} */ (nodes.get(each))).filter(({ identifier }) => identifier.namespace === namespace)
    for (const end of [link.a, link.b]) {
      const since = /** @type {any} */ (nodes.get(key(end))).since
      if (end.namespace === 'handoff' && link.time > since + handoffMs) return 'handoff'
    }
    const isVerifiedMerge = link.reason === 'merge' && link.authority === 'verified'
    for (const namespace of unique) {
      if (isVerifiedMerge || of(one, namespace).length === 0 || of(other, namespace).length === 0) continue
      if (link.reason === 'merge') return 'unverifiedMerge'
      return (link.a.namespace === namespace) === (link.b.namespace === namespace) ? 'unique' : 'firstOwner'
    }
    for (const [namespace, { max, windowMs = Infinity }] of Object.entries(limits)) {
      const sinces = [...of(one, namespace), ...of(other, namespace)].map(({ since }) => since)
      if (windowMs === Infinity ? sinces.length > max : sinces.some((from) => sinces.filter((at) => at >= from && at - from < windowMs).length > max)) return 'limit'
    }
    if (one.size + other.size > maxIdentifiers) return 'identifiers'
    const within = merges.filter(({ a }) => one.has(key(a)) || other.has(key(a)))
    if (within.length + (link.reason === 'merge' ? 1 : 0) > maxMerges) return 'merges'
    return undefined
  }

  /** @type {[Link, string][]} */
  const refused = []
  for (const link of links) {
    const [one, other] = [personOf(link.a), personOf(link.b)]
    if (one === other) continue
    const rule = broken(link)
    if (rule) {
      refused.push([link, rule])
      continue
    }
    if (link.reason === 'merge') merges.push(link)
    const both = new Set([...one, ...other])
    for (const each of both) /** @type {any} */ (nodes.get(each)).person = both
  }
  const open = refused.filter(([{ a, b }]) => personOf(a) !== personOf(b))
  return {
    persons: [...new Set([...nodes.values()].map(({ person }) => person))].map((person) => [...person].sort()).sort(compareLists),
    conflicts: open.map(([{ id }, rule]) => `${id} ${rule}`),
  }
}
