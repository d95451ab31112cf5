// A set of identifiers -> the person as it is told, with the id that it keeps.
// Pure.

import type { Identifier, Person } from './graphTypes.js'

/** One text per identifier, for maps and sets. */
export const identifierKey = (identifier: Identifier): string => `${identifier.namespace}\n${identifier.value}`

/** `user` without its namespace, where that leaves no doubt. */
const idOf = ({ namespace, value }: Identifier): string =>
  namespace === 'user' && !value.includes(':') ? value : `${namespace}:${value}`

/** The identifier that a person's id, or `namespace:value`, stands for. */
export function readPersonId(id: string): Identifier {
  const colon = id.indexOf(':')
  return colon < 0 ? { namespace: 'user', value: id } : { namespace: id.slice(0, colon), value: id.slice(colon + 1) }
}

/** RFC 9562: begins with its time, so that the lesser is the older. */
const uuidv7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** `verified` tells when a server first named a user, by {@link identifierKey}; users that none has named are not in it. */
export function toPerson(unsorted: readonly Identifier[], verified: ReadonlyMap<string, number>): Person {
  const byKey = unsorted.map((identifier) => ({ identifier, key: identifierKey(identifier) }))
  byKey.sort((x, y) => (x.key < y.key ? -1 : 1))
  const users = byKey.filter(({ key }) => verified.has(key))
  users.sort((x, y) => verified.get(x.key)! - verified.get(y.key)!)
  const uuids = byKey.filter(({ identifier }) => uuidv7.test(identifier.value))
  uuids.sort((x, y) => (x.identifier.value.toLowerCase() < y.identifier.value.toLowerCase() ? -1 : 1))
  const { identifier } = (users[0] ?? uuids[0] ?? byKey[0])!
  return { id: idOf(identifier), identifiers: byKey.map((each) => each.identifier) }
}
