// startConsumer: from the stream into the database. What is acknowledged has been committed; what comes again changes nothing.
// Any number of them may run with one name: they share the work. Under another name it all begins anew.
import { createPartitions } from './createPartitions.js'
import { createWriter } from './createWriter.js'
import { openDatabase } from './database.js'
import { importLibrary } from './importLibrary.js'
import { openStream, streams } from './openStream.js'
import { rebuildMembers } from './rebuildMembers.js'
import { storeDecision } from './storeDecision.js'
import { storeMessages } from './storeMessages.js'
import { takeBatches } from './takeBatches.js'

/**
 * @param {object} options
 * @param {string} options.natsUrl
 * @param {string} options.storage the URL of a PostgreSQL server, or a folder
 * @param {string} [options.name] its place in the stream is kept under this name
 * @param {boolean} [options.isOnce] ends by itself when all is stored that is in the stream by now
 * @param {number} [options.atOnce] events in one transaction, at most
 * @param {number} [options.handoffMs] as that of the collectors
 * @param {import('./openStream.js').StreamRules} [options.stream]
 * @param {import('./createPartitions.js').PartitionRules} [options.partitions]
 * @param {(line: string) => void} [options.log]
 */
export async function startConsumer(options) {
  const { natsUrl, storage, name = 'store', isOnce = false, atOnce = 1_000, handoffMs, log = () => {} } = options
  const { createIdentityGraph } = await importLibrary()
  const createGraph = () => createIdentityGraph(handoffMs === undefined ? {} : { handoffMs })
  const database = await openDatabase(storage)
  const stream = await openStream(natsUrl, options.stream).catch(async (error) => {
    await database.close()
    throw error
  })
  const partitions = await createPartitions(database, { ...options.partitions, log })
  await rebuildMembers(database, createGraph)
  const writer = createWriter({ database, createGraph })
  const closing = new AbortController()
  const counts = { stored: 0, repeated: 0, erased: 0, refused: 0, failures: 0 }

  const open = (/** @type {string} */ of) => takeBatches(stream, { stream: of, name, atOnce, closing: closing.signal })
  const decisions = await open(streams.decisions.name)
  const events = await open(streams.events.name)
  /** What is in the stream and not yet in the database. */
  const behind = async () => (await events.behind()) + (await decisions.behind())

  /** Tries until it is done, or until the consumer closes; then it comes again. @type {(work: () => Promise<void>, messages: readonly import('@nats-io/jetstream').JsMsg[]) => Promise<boolean>} */
  async function insist(work, messages) {
    for (let delayMs = 100; !closing.signal.aborted; delayMs = Math.min(delayMs * 2, 5_000)) {
      try {
        await work()
        return true
      } catch (error) {
        counts.failures++
        log(`Not stored, and tried again: ${/** @type {Error} */ (error).message}`)
        // Still ours: the stream would hand them to somebody else meanwhile.
        for (const message of messages) message.working()
        await wait(delayMs, closing.signal)
      }
    }
    return false
  }
  async function follow(/** @type {Awaited<ReturnType<typeof open>>} */ source, /** @type {(messages: readonly import('@nats-io/jetstream').JsMsg[]) => Promise<void>} */ store) {
    for await (const messages of source.batches()) {
      if (await insist(() => store(messages), messages)) for (const message of messages) message.ack()
    }
  }
  const storeDecisions = async (/** @type {readonly import('@nats-io/jetstream').JsMsg[]} */ messages) => {
    for (const message of messages) await storeDecision(database, message, createGraph)
  }
  const storeEvents = (/** @type {readonly import('@nats-io/jetstream').JsMsg[]} */ messages) => storeMessages({ database, writer, messages, counts, log })

  async function followEvents() {
    // Who was deleted first, so that nothing of theirs is ever stored in a database that is filled again.
    await untilEmpty(decisions.behind, closing.signal)
    await follow(events, storeEvents)
  }
  const running = Promise.all([follow(decisions, storeDecisions), followEvents()])
  /** @type {Promise<void> | undefined} */
  let closed
  async function shutDown() {
    closing.abort()
    partitions.stop()
    await running.catch((error) => log(`The consumer ended early: ${error.message}`))
    // Waits for the acknowledgements to be on their way.
    await stream.connection.drain()
    await database.close()
  }
  const close = () => (closed ??= shutDown())
  return {
    counts,
    behind,
    writer,
    check: async () => {
      await writer.check()
      await stream.connection.rtt()
    },
    closing: closing.signal,
    /** Finishes what it has in hand, and ends. */
    close,
    /** With `isOnce`: once it has ended by itself. Otherwise once it can go on no more. */
    ended: isOnce ? untilEmpty(behind, closing.signal).then(close) : running.then(() => {}),
  }
}

/** @type {(behind: () => Promise<number>, closing: AbortSignal) => Promise<void>} */
async function untilEmpty(behind, closing) {
  // Not to be asked is not to be at the end.
  while (!closing.aborted && (await behind().catch(() => 1)) > 0) await wait(50, closing)
}

/** @type {(ms: number, closing: AbortSignal) => Promise<void>} */
const wait = (ms, closing) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    closing.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
