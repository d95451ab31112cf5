// A decision of the site as it comes from the stream -> the database. It may come before what it is about.
// Only tells decisions apart; what each does is in storeDecisions.js.
import { storeDeletion, storeUnlink, storeVerdict } from './storeDecisions.js'

/**
 * @param {import('./database.js').Database} database
 * @param {import('@nats-io/jetstream').JsMsg} message
 * @param {import('./resolvePeople.js').CreateGraph} createGraph
 */
export async function storeDecision(database, message, createGraph) {
  const decision = /** @type {import('./createPublisher.js').Decision} */ (message.json())
  if (decision.kind === 'unlink') await storeUnlink(database, { link: decision.link, isForced: true }, createGraph)
  else if (decision.kind === 'verdict') await storeVerdict(database, { ...decision, isForced: true }, createGraph)
  else if (decision.kind === 'deletion') await storeDeletion(database, decision.identifiers, createGraph)
}
