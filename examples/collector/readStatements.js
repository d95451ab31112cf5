// A stored event -> what it states about who is whom.
// Pure; it only states, the graph of throughline/identity decides.
import { readId } from './identifiers.js'
import { readExternalIds, readUnlinked } from './readEvent.js'

/** @typedef {import('throughline/identity').Link} Link */
/** @typedef {Link | import('throughline/identity').Detach} Said */

/**
 * An event belongs to its customer if it has one, else to its visitor.
 * @param {import('./readEvent.js').StoredEvent} event
 */
export const readOwner = ({ userId, anonymousId }) =>
  userId === null ? { namespace: 'anonymous', value: /** @type {string} */ (anonymousId) } : { namespace: 'user', value: userId }

/**
 * @param {import('./readEvent.js').StoredEvent} event
 * @returns {Said[]}
 */
export function readStatements(event) {
  const user = event.userId === null ? undefined : { namespace: 'user', value: event.userId }
  const anonymous = event.anonymousId === null ? undefined : { namespace: 'anonymous', value: event.anonymousId }
  const time = Date.parse(event.time)
  const detach = event.type === 'unlink' && readUnlinked(event.payload)
  if (detach) return [{ id: event.id, detach, from: readOwner(event), time, authority: 'claim' }]
  /** @type {Link[]} */
  const links = []
  /** @type {(a: any, b: any, reason: Link['reason']) => void} */
  const add = (a, b, reason) => {
    const id = links.length === 0 ? event.id : `${event.id}#${links.length}`
    if (a && b) links.push({ id, a, b, time, reason, authority: 'claim', event: event.id })
  }
  if (event.type === 'identify') add(anonymous, user, 'login')
  if (event.type === 'identify' || event.type === 'link') {
    for (const identifier of readExternalIds(event.payload)) {
      // Another domain's visitor is the same visitor; whose customer it is, its own login says.
      if (identifier.namespace === 'anonymous') add(event.type === 'link' && anonymous, identifier, 'crossDomain')
      else add(user ?? anonymous, identifier, identifier.namespace === 'handoff' ? 'handoff' : 'link')
    }
  }
  if (event.type === 'alias' || event.type === 'merge') {
    const previous = readId(event.payload['previousId'])
    // Segment's alias also ties a visitor to a new customer; ours names two customers.
    const namespace = previous === event.anonymousId ? 'anonymous' : 'user'
    add(previous && { namespace, value: previous }, user, 'merge')
  }
  return links
}
