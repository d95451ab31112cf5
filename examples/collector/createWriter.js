// What the requests of a moment bring, written together: one transaction for many senders, and the answers after its commit.
// Knows no HTTP. A batch that cannot be kept must cost nobody else anything.
import { readOwner } from './readStatements.js'
import { storeBatch } from './storeBatch.js'
import { storeDeletion } from './storeDecisions.js'

/** Enough for the cost of a commit to vanish; few enough for nobody to wait long. */
const maxEventsAtOnce = 2_000

/**
 * @typedef {import('./readEvent.js').StoredEvent} StoredEvent
 * @typedef {{ events: readonly StoredEvent[], ledger: import('./readLedger.js').Ledger }} Batch
 * @typedef {{ stored: number, repeated: number, erased: number }} Taken of a batch: new, come again, of a deleted person
 * @typedef {{ batch: Batch, resolve: (taken: Taken) => void, reject: (error: unknown) => void }} Waiting
 */

/**
 * @param {object} collector
 * @param {import('./database.js').Database} collector.database
 * @param {import('./resolvePeople.js').CreateGraph} collector.createGraph
 * @param {() => void} [collector.changed] called after each commit
 * @param {number} [collector.lanes] transactions at a time; an embedded database has one
 */
export function createWriter({ database, createGraph, changed = () => {}, lanes = database.isShared ? 4 : 1 }) {
  /** @type {Waiting[]} */
  let waiting = []
  let busy = 0

  /** @param {readonly Batch[]} batches */
  async function store(batches) {
    const stored = await storeBatch(database, merge(batches), createGraph)
    // Whoever knows a visitor's id is that visitor. Who a customer is, a page only claims: that waits for the site.
    const asking = batches.flatMap(({ events }) => events.filter(({ type, userId, anonymousId }) => type === 'forget' && userId === null && anonymousId !== null))
    if (asking.length > 0) await storeDeletion(database, asking.map(readOwner), createGraph)
    changed()
    return count(batches, stored)
  }

  /** @param {readonly Waiting[]} group */
  async function write(group) {
    try {
      const taken = await store(group.map(({ batch }) => batch))
      group.forEach(({ resolve }, index) => resolve(/** @type {Taken} */ (taken[index])))
    } catch (error) {
      if (group.length === 1 || !isDataError(error)) return group.forEach(({ reject }) => reject(error))
      for (const one of group) await write([one])
    }
  }

  function next() {
    while (busy < lanes && waiting.length > 0) {
      let events = 0
      const end = waiting.findIndex(({ batch }, index) => (events += batch.events.length) > maxEventsAtOnce && index > 0)
      const group = end < 0 ? waiting : waiting.slice(0, end)
      waiting = end < 0 ? [] : waiting.slice(end)
      busy++
      void write(group).then(() => (busy--, next()))
    }
  }

  return {
    /**
     * Resolves once the batch is committed.
     * @param {Batch} batch events with distinct ids
     * @returns {Promise<Taken>}
     */
    take: (batch) =>
      new Promise((resolve, reject) => {
        waiting.push({ batch, resolve, reject })
        next()
      }),
    waiting: () => waiting.length,
    /** Rejects while nothing could be written. */
    check: () => database.transaction(async (query) => void (await query('SELECT 1'))),
  }
}

/**
 * Class 22 is "data exception": the same would fail for ever.
 * @param {any} error
 */
export const isDataError = (error) => String(error?.code).startsWith('22')

/** @type {(batches: readonly Batch[]) => Batch} */
function merge(batches) {
  const [only] = batches
  if (only && batches.length === 1) return only
  /** @type {Map<string, StoredEvent>} */
  const events = new Map()
  /** @type {Map<string, number>} */
  const lengths = new Map()
  for (const { events: own, ledger } of batches) {
    for (const event of own) {
      const { deliveries = 0, ...first } = events.get(event.id) ?? {}
      events.set(event.id, { ...event, ...first, deliveries: deliveries + event.deliveries })
    }
    for (const { stream, length } of ledger.lengths) lengths.set(stream, Math.max(length, lengths.get(stream) ?? 0))
  }
  return {
    events: [...events.values()],
    ledger: { lengths: [...lengths].map(([stream, length]) => ({ stream, length })), lost: batches.flatMap(({ ledger }) => ledger.lost) },
  }
}

/** To each what is its own; of two who bring the same new event the first has brought it. @type {(batches: readonly Batch[], stored: import('./storeBatch.js').Stored) => Taken[]} */
function count(batches, { fresh, erased }) {
  const unclaimed = new Set(fresh)
  return batches.map(({ events }) => {
    const kept = events.filter(({ id }) => !erased.has(id))
    const stored = kept.filter(({ id }) => unclaimed.delete(id)).length
    return { stored, repeated: kept.reduce((sum, { deliveries }) => sum + deliveries, 0) - stored, erased: events.length - kept.length }
  })
}
