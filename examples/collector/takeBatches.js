// Messages of a stream, some at a time: as many as are there, and never long waited for.
// Acknowledges nothing; knows nothing of what they say.
import { AckPolicy, DeliverPolicy } from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'

/** How long the first of a batch waits for others. */
const lingerMs = 20
/** Unacknowledged for so long it is handed to another consumer. */
const ackWaitMs = 20_000
const maxUnacknowledged = 20_000

/**
 * @typedef {import('@nats-io/jetstream').JsMsg} Message
 * @param {import('./openStream.js').Stream} connected
 * @param {{ stream: string, name: string, atOnce: number, closing: AbortSignal }} options
 */
export async function takeBatches({ js, manager }, { stream, name, atOnce, closing }) {
  // The same again changes nothing: all consumers of a name are one for the stream.
  await manager.consumers.add(stream, {
    durable_name: name,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: nanos(ackWaitMs),
    max_ack_pending: maxUnacknowledged,
  })
  const consumer = await js.consumers.get(stream, name)
  const messages = await consumer.consume({ max_messages: atOnce, expires: 5_000 })
  const stop = () => void messages.stop()
  closing.addEventListener('abort', stop, { once: true })
  const iterator = messages[Symbol.asyncIterator]()
  const ask = () => {
    const next = iterator.next()
    // Heard by whoever waits for it next, maybe later.
    next.catch(() => {})
    return next
  }
  let coming = ask()

  /** Answers none at the end. @returns {Promise<Message[]>} */
  async function next() {
    /** @type {Message[]} */
    const batch = []
    /** @type {NodeJS.Timeout | undefined} */
    let timer
    const late = Symbol('late')
    const lingered = () => new Promise((/** @type {(value: typeof late) => void} */ resolve) => (timer = setTimeout(() => resolve(late), lingerMs)))
    /** @type {Promise<typeof late> | undefined} */
    let end
    while (batch.length < atOnce) {
      const one = await (end ? Promise.race([coming, end]) : coming)
      if (one === late || one.done) break
      batch.push(one.value)
      coming = ask()
      end ??= lingered()
    }
    clearTimeout(timer)
    return batch
  }
  return {
    next,
    async *batches() {
      for (;;) {
        const batch = await next()
        if (batch.length === 0) return
        yield batch
      }
    },
    /** How many are not yet acknowledged. */
    async behind() {
      const { num_pending, num_ack_pending } = await consumer.info()
      return num_pending + num_ack_pending
    },
  }
}
