// The connection to IndexedDB, held open, as the custom store that idb-keyval takes.
// Owns opening, re-opening, letting go and trying again; knows nothing of what is stored.

import { promisifyRequest } from 'idb-keyval'

/**
 * One transaction, much like the `UseStore` of idb-keyval: `ask` asks for what it is about, and the answer of what it
 * returns is given once all that is on disk. With `isOpenEnded` it is not committed at once.
 */
export type UseDisk = <T>(mode: IDBTransactionMode, ask: (table: IDBObjectStore) => () => T, isOpenEnded?: boolean) => Promise<T>

/** What follows when the disk cannot be used, or has lost what was on it. */
export type Outage = {
  /** There is nothing on it, or will not be: somebody deletes the database. */
  emptied(): void
  /** It has begun; told once. */
  failed(cause: unknown): void
  /** Does what could not be done; the outage is over once that meets no failure. */
  again(): Promise<unknown>
  /** Nothing is listened to after this. */
  readonly signal: AbortSignal
}

/**
 * Twice this long an answer is waited for: Safari can leave an open request unanswered for ever (WebKit bug 226547), and a tab in
 * its back/forward cache can keep all others from the table.
 */
const patienceMs = 1500
/** A disk that has failed is not asked for so long, because each time may cost that long. */
const restMs = 5000
const tableName = 'records'

/**
 * Connects to the database of that name, at the first use. While `mayCreate` says no, a database that does not exist
 * stays so, and every use rejects. What rejects with `null` is no news: there is to be no database, the page has gone, or
 * the disk is left alone for a while.
 *
 * It is opened in whatever version it has, so that an older and a newer library can be open at once: what a newer one
 * stores in another shape gets another kind of key, or another table, and never takes this table away.
 */
export function connect(name: string, mayCreate: () => boolean, outage?: Outage): UseDisk {
  let db: IDBDatabase | undefined
  let opening: Promise<unknown> | undefined
  /** As long as it runs, a disk that cannot be opened is not asked. */
  let timer: ReturnType<typeof setTimeout> | undefined
  let isTold = false
  let isAway = false
  /** What lasts longer than a page that leaves may wait. */
  const revocable = new Set<IDBTransaction>()

  const letGo = (connection: IDBDatabase | undefined): void => {
    connection?.close()
    if (db === connection) db = undefined
  }
  const open = async (): Promise<void> => {
    // Looked for first: one that is made and taken back stays in WebKit for ever, empty, under the site's name.
    if (!mayCreate() && !(await indexedDB.databases()).some((other) => other.name === name)) throw null
    const request = indexedDB.open(name)
    request.onupgradeneeded = () => {
      request.result.createObjectStore(tableName)
      outage?.emptied()
    }
    // It may come late, and is welcome all the same.
    const connection = await promisifyRequest(request)
    db?.close()
    db = connection
    // A newer library, or a visitor clearing the site's data, must not wait for this tab.
    connection.onversionchange = ({ newVersion }) => {
      letGo(connection)
      if (newVersion === null) outage?.emptied()
    }
  }
  const tryAgain = async (): Promise<void> => {
    timer = undefined
    await outage?.again()
    isTold = !!timer
  }
  const fail = (cause: unknown): void => {
    if (timer || !outage || outage.signal.aborted) return
    if (!isTold) outage.failed(cause)
    isTold = true
    // A page that comes back must ask the disk what was decided meanwhile, before anything else.
    if (!isAway) timer = setTimeout(tryAgain, restMs)
  }
  // In WebKit a page in the back/forward cache keeps all others from the table until it is gone, and one that has gone in
  // the middle of a question keeps the database from being deleted: minutes.
  const leave = (): void => {
    isAway = true
    isTold = false
    clearTimeout(timer)
    timer = undefined
    for (const transaction of revocable) {
      revocable.delete(transaction)
      try {
        transaction.abort()
      } catch {
        // It was about to end.
      }
    }
  }
  addEventListener('pagehide', leave, outage as AddEventListenerOptions)
  addEventListener('pageshow', () => (isAway = false), outage as AddEventListenerOptions)
  outage?.signal.addEventListener('abort', () => clearTimeout(timer))

  return async (mode, ask, isOpenEnded) => {
    const isRevocable = isOpenEnded || mode === 'readonly'
    for (let isLast = false; ; isLast = true) {
      let used: IDBDatabase | undefined
      let transaction: IDBTransaction | undefined
      try {
        // Synchronous while the connection is open: what is written in `pagehide` must be on its way when that returns.
        if (!db) {
          if (timer) throw null
          await (opening ??= inTime(open()).finally(() => (opening = undefined)))
        }
        used = db
        transaction = (used as IDBDatabase).transaction(tableName, mode, { durability: 'relaxed' })
        const answer = ask(transaction.objectStore(tableName))
        if (isRevocable) revocable.add(transaction)
        // Without it Chromium loses what a page wrote on its way out.
        else transaction.commit()
        await inTime(promisifyRequest(transaction))
        return answer()
      } catch (cause) {
        // A full disk still gives back what it has, and takes what makes room.
        const isFull = (cause as Error | undefined)?.name === 'QuotaExceededError'
        const isTakenBack = isRevocable && transaction && !revocable.has(transaction)
        if (!isFull) letGo(used)
        // Browsers drop connections on their own (iOS in the background, a restarted storage process), and WebKit without a
        // cause what a page was writing on its way into the back/forward cache: once anew. No answer in time has none either.
        if (used && cause !== undefined && !isFull && !isLast && !isTakenBack) continue
        // Neither is news: there is to be no database, or the page has taken this back.
        if (transaction ? !isTakenBack : cause !== null) fail(cause)
        throw cause
      } finally {
        revocable.delete(transaction as IDBTransaction)
      }
    }
  }
}

/** Rejects, without a cause, if there is no answer in time; what the page itself holds up meanwhile hardly counts. */
function inTime<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer = setTimeout(() => (timer = setTimeout(reject, patienceMs)), patienceMs)
    void answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
