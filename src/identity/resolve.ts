// Who is whom: persons as a pure function of the set of links.
// Owns the rules of resolution; knows nothing of events, storage or the DOM.

/** One name of a person: `{ namespace: 'user', value: 'customer-1001' }`. */
export type Identifier = { readonly namespace: string; readonly value: string }

/** A statement that two identifiers belong to one person. Links are never edited. */
export type Link = {
  readonly id: string
  readonly a: Identifier
  readonly b: Identifier
  /** Epoch ms. */
  readonly time: number
  readonly reason: 'login' | 'link' | 'merge'
  /** A `merge` from a page is a claim: it takes effect only once a server has verified it. */
  readonly authority: 'claim' | 'verified'
}

/** All identifiers that belong together. `id` is stable: the `user` value if there is one, else the oldest identifier, with its namespace unless it is an anonymous id. */
export type Person = { readonly id: string; readonly identifiers: readonly Identifier[] }

/** A link that was refused, and why. */
export type Conflict = { readonly link: Link; readonly reason: string }

/** What {@link resolve} answers. */
export type Resolution = { readonly persons: readonly Person[]; readonly conflicts: readonly Conflict[] }

/** One text per identifier, for maps and sets. */
export const identifierKey = (identifier: Identifier): string => `${identifier.namespace}\n${identifier.value}`

type Group = { identifiers: Identifier[]; user: string | undefined }

/**
 * Resolves links to persons. The answer depends on the set of links only: not on their order, not on repetition.
 * Verified links count before claims, then older before newer, then by id. A person has at most one `user`, so an
 * anonymous visitor claimed by two customers stays with the first; only a verified `merge` joins two customers.
 */
export function resolve(links: readonly Link[]): Resolution {
  const groups = new Map<string, Group>()
  const conflicts: Conflict[] = []
  const groupOf = (identifier: Identifier): Group => {
    const key = identifierKey(identifier)
    let group = groups.get(key)
    if (!group) {
      group = { identifiers: [identifier], user: identifier.namespace === 'user' ? identifier.value : undefined }
      groups.set(key, group)
    }
    return group
  }
  const unique = new Map(links.map((link) => [link.id, link]))
  const ordered = [...unique.values()].sort(byAuthorityThenAge)
  for (const link of ordered) {
    const a = groupOf(link.a)
    const b = groupOf(link.b)
    if (a === b) continue
    const twoUsers = a.user !== undefined && b.user !== undefined
    if (twoUsers && !(link.reason === 'merge' && link.authority === 'verified')) {
      const reason = link.reason === 'merge' ? 'a merge of two customers waits for verification' : `already belongs to ${a.user}`
      conflicts.push({ link, reason })
      continue
    }
    const [from, into] = a.identifiers.length < b.identifiers.length ? [a, b] : [b, a]
    into.user = olderUser(a, b)
    for (const identifier of from.identifiers) {
      into.identifiers.push(identifier)
      groups.set(identifierKey(identifier), into)
    }
  }
  const persons = [...new Set(groups.values())].map(toPerson)
  return { persons: persons.sort((x, y) => (x.id < y.id ? -1 : 1)), conflicts }
}

function byAuthorityThenAge(x: Link, y: Link): number {
  if (x.authority !== y.authority) return x.authority === 'verified' ? -1 : 1
  return x.time - y.time || (x.id < y.id ? -1 : 1)
}

function olderUser(a: Group, b: Group): string | undefined {
  if (a.user === undefined || b.user === undefined) return a.user ?? b.user
  return a.user < b.user ? a.user : b.user
}

function toPerson(group: Group): Person {
  const identifiers = group.identifiers.toSorted((x, y) => (identifierKey(x) < identifierKey(y) ? -1 : 1))
  // An anonymous id is like no other; a card's number may well be somebody's user id.
  const names = identifiers.map(({ namespace, value }) => (namespace === 'anonymous' ? value : `${namespace}:${value}`))
  return { id: group.user ?? (names.sort()[0] as string), identifiers }
}
