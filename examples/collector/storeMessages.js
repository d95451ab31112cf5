// A batch of messages into the database: all in one transaction, and one by one where one of them cannot be kept.
// Acknowledges nothing. What cannot be kept is put aside in the table `refused`, with the reason.
import { isRecord } from './cleanJson.js'
import { isDataError } from './createWriter.js'

/** @typedef {import('@nats-io/jetstream').JsMsg} Message */

const insertRefused = 'INSERT INTO refused (id, time, reason, message) VALUES ($1, now(), $2, $3) ON CONFLICT DO NOTHING'

/**
 * @param {object} work
 * @param {import('./database.js').Database} work.database
 * @param {ReturnType<typeof import('./createWriter.js').createWriter>} work.writer
 * @param {readonly Message[]} work.messages
 * @param {{ stored: number, repeated: number, erased: number, refused: number }} work.counts
 * @param {(line: string) => void} work.log
 */
export async function storeMessages({ database, writer, messages, counts, log }) {
  try {
    const taken = await writer.take(read(messages))
    counts.stored += taken.stored
    counts.repeated += taken.repeated
    counts.erased += taken.erased
  } catch (error) {
    if (!isOfMessage(error)) throw error
    if (messages.length > 1) {
      for (const message of messages) await storeMessages({ database, writer, messages: [message], counts, log })
      return
    }
    const [message] = messages
    if (!message) return
    const reason = /** @type {Error} */ (error).message
    await database.query(insertRefused, [`${message.info.stream}/${message.seq}`, reason, Buffer.from(message.data)])
    counts.refused++
    log(`A message was put aside in the table refused: ${reason}`)
  }
}

/** Not the database has failed, but this message will always. @param {any} error */
const isOfMessage = (error) => error instanceof SyntaxError || isDataError(error) || String(error?.code).startsWith('23')

/** @param {readonly Message[]} messages @returns {import('./createWriter.js').Batch} */
function read(messages) {
  /** @type {Map<string, import('./readEvent.js').StoredEvent>} */
  const events = new Map()
  /** @type {Map<string, number>} */
  const lengths = new Map()
  /** @type {import('./readLedger.js').Ledger['lost']} */
  const lost = []
  for (const message of messages) {
    const said = /** @type {any} */ (message.json())
    if (!isRecord(said)) throw new SyntaxError('It is no JSON object.')
    if (message.subject === 'throughline.ledger') {
      for (const { stream, length } of said.lengths) lengths.set(stream, Math.max(length, lengths.get(stream) ?? 0))
      lost.push(...said.lost)
      continue
    }
    if (typeof said.id !== 'string' || !isRecord(said.payload)) throw new SyntaxError('It is no event: it has no id, or no payload.')
    const before = events.get(said.id)
    if (before) before.deliveries += said.deliveries
    else events.set(said.id, said)
  }
  return { events: [...events.values()], ledger: { lengths: [...lengths].map(([stream, length]) => ({ stream, length })), lost } }
}
