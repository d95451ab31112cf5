// NATS JetStream as the place where events are safe first: the connection, and the two streams, made if they are missing.
// Knows subjects and limits; nothing of what the messages say.
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, nanos } from '@nats-io/transport-node'

export const streams = {
  /** What pages send. It is kept for `retainDays`, so that a database can be filled again from it. */
  events: { name: 'throughline', subjects: ['throughline.event', 'throughline.ledger'] },
  /** What the site has decided: few, and kept for ever. Who was deleted must not come back with an old stream. */
  decisions: { name: 'throughline-decisions', subjects: ['throughline.decision'] },
}

const dayMs = 86_400_000
const windowMs = 120_000

/**
 * @typedef {Awaited<ReturnType<typeof openStream>>} Stream
 * What a stream is made with that is not there yet.
 * @typedef {object} StreamRules
 * @property {number} [retainDays] of the stream; consumers that are away for longer lose events
 * @property {number} [maxStreamBytes] on the disk of NATS; beyond that events are answered 503 until there is room
 * @property {number} [replicas] on how many servers of the cluster everything is before it is answered; 3 survive one
 */

/**
 * @param {string} url one server, or several with commas between them
 * @param {StreamRules} [rules]
 */
export async function openStream(url, { retainDays = 7, maxStreamBytes = -1, replicas = 1 } = {}) {
  const connection = await connect({ servers: url.split(','), maxReconnectAttempts: -1, reconnectTimeWait: 250, reconnectJitter: 250, timeout: 5_000, waitOnFirstConnect: false }).catch(
    (/** @type {Error} */ error) => {
      throw new Error(`NATS cannot be reached: check NATS_URL. It says: ${error.message}`, { cause: error })
    },
  )
  try {
    const manager = await jetstreamManager(connection, { timeout: 5_000 })
    const common = /** @type {const} */ ({ storage: 'file', retention: 'limits', discard: 'new', num_replicas: replicas })
    await ensure(manager, { ...streams.events, ...common, max_age: nanos(retainDays * dayMs), max_bytes: maxStreamBytes, duplicate_window: nanos(windowMs) })
    await ensure(manager, { ...streams.decisions, ...common })
    return { connection, manager, js: jetstream(connection, { timeout: 5_000 }), isUp: watch(connection) }
  } catch (error) {
    await connection.close()
    throw new Error(`JetStream refuses: start nats-server with -js, and room on its disk. It says: ${/** @type {Error} */ (error).message}`, { cause: error })
  }
}

/** One that is there stays as it is: who runs it may have changed it. @type {(manager: import('@nats-io/jetstream').JetStreamManager, config: any) => Promise<void>} */
async function ensure(manager, config) {
  const isThere = await manager.streams.info(config.name).then(() => true, () => false)
  if (!isThere) await manager.streams.add(config)
}

/** Whether there is a server just now: what is published without one would wait in memory. @type {(connection: import('@nats-io/transport-node').NatsConnection) => () => boolean} */
function watch(connection) {
  let isUp = true
  void (async () => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') isUp = false
      if (type === 'reconnect') isUp = true
    }
    isUp = false
  })()
  return () => isUp
}
