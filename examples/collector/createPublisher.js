// Events into the stream instead of a database: what is answered is what the stream has acknowledged.
// Keeps nothing: any number of collectors may do the same behind one address.

/**
 * @typedef {import('./createWriter.js').Batch} Batch
 * @typedef {import('./createWriter.js').Taken} Taken
 * @typedef {{ kind: 'unlink', link: string } | { kind: 'verdict', merge: string, verdict: 'verified' | 'refused' } |
 *   { kind: 'deletion', identifiers: readonly import('./readEvent.js').Identifier[] }} Decision
 */

/** Of one request on their way at a time: a batch of 10,000 must not fill the connection for everybody else. */
const maxOnTheWay = 500
const headerBytes = 4_096

/** @param {import('./openStream.js').Stream} stream */
export function createPublisher({ connection, js, isUp }) {
  let waiting = 0
  /** @param {string} subject @param {unknown} message @param {string} [id] */
  async function publish(subject, message, id) {
    const bytes = Buffer.from(JSON.stringify(message))
    const most = (connection.info?.max_payload ?? 1_048_576) - headerBytes
    if (bytes.length > most) throw Object.assign(new Error(`An event has over ${most} bytes, the most that NATS takes: send less in one.`), { isTooLarge: true })
    if (!isUp()) throw new Error('NATS cannot be reached.')
    return js.publish(subject, bytes, { ...(id && { msgID: id }) })
  }

  return {
    /**
     * Resolves once all of it is in the stream. A part may be there where it rejects: the sender comes again with the
     * same ids, and the stream or the database knows them.
     * @param {Batch} batch
     * @returns {Promise<Taken>}
     */
    async take({ events, ledger }) {
      waiting++
      try {
        let stored = 0
        for (let at = 0; at < events.length; at += maxOnTheWay) {
          const some = events.slice(at, at + maxOnTheWay)
          const acknowledged = await settle(some.map((event) => publish('throughline.event', event, messageId(event))))
          stored += acknowledged.filter(({ duplicate }) => !duplicate).length
        }
        if (ledger.lengths.length > 0 || ledger.lost.length > 0) await publish('throughline.ledger', ledger)
        return { stored, repeated: events.reduce((sum, { deliveries }) => sum + deliveries, 0) - stored, erased: 0 }
      } finally {
        waiting--
      }
    },
    /** @param {Decision} decision */
    decide: async (decision) => void (await publish('throughline.decision', decision)),
    waiting: () => waiting,
    /** Rejects while nothing could be published. */
    check: async () => void (await connection.rtt()),
    close: () => connection.drain(),
  }
}

/** All of them, also where one has failed: none may go on unseen. @type {<T>(promises: Promise<T>[]) => Promise<T[]>} */
async function settle(promises) {
  const settled = await Promise.allSettled(promises)
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason
    return each.value
  })
}

/**
 * As the stream knows it again. By write key, so that the page of another cannot take the place of an event.
 * @param {import('./readEvent.js').StoredEvent} event
 */
const messageId = ({ writeKey, id }) => `${encodeURIComponent(writeKey)}/${encodeURIComponent(id)}`
