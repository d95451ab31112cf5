// The connection to IndexedDB, held open, as the custom store that idb-keyval takes.
// Owns opening, re-opening and letting go; knows nothing of what is stored.

import { promisifyRequest } from 'idb-keyval'

/** Like the `UseStore` of idb-keyval; with `isOpenEnded` the transaction is not committed at once. */
export type UseDisk = <T>(
  mode: IDBTransactionMode,
  callback: (table: IDBObjectStore) => T | PromiseLike<T>,
  isOpenEnded?: boolean,
) => Promise<T>

/** Safari can leave an open request unanswered for ever (WebKit bug 226547). */
const openTimeoutMs = 3000
/** A disk that did not open is not asked again for a while: each time may cost that long. */
const tryAgainMs = 10_000
const tableName = 'records'

/**
 * Connects to the database of that name, at the first use. While `mayCreate` says no, a database that does not exist
 * stays so, and every use rejects.
 */
export function connect(name: string, mayCreate: () => boolean, signal?: AbortSignal): UseDisk {
  let db: IDBDatabase | undefined
  let opening: Promise<void> | undefined
  const openEnded = new Set<IDBTransaction>()

  const letGo = (): void => {
    db?.close()
    db = opening = undefined
  }
  const open = async (): Promise<void> => {
    // Looked for first: one that is made and taken back stays in WebKit for ever, empty, under the site's name.
    if (!mayCreate() && !(await indexedDB.databases()).some((other) => other.name === name)) throw letGo()
    const request = indexedDB.open(name)
    request.onupgradeneeded = () => request.result.createObjectStore(tableName)
    db = await promisifyRequest(request)
    // A newer library, or a visitor clearing the site's data, must not wait for this tab.
    db.onversionchange = db.onclose = letGo
  }
  const opened = (): Promise<void> =>
    (opening ??= new Promise<void>((resolve, reject) => {
      const timer = setTimeout(reject, openTimeoutMs)
      void open().then(resolve, reject).finally(() => clearTimeout(timer))
    }).catch((cause) => {
      setTimeout(() => (opening = undefined), tryAgainMs)
      throw cause
    }))

  const takeBack = (): void => {
    for (const transaction of openEnded) {
      try {
        transaction.abort()
      } catch {
        // It was about to end.
      }
    }
  }
  addEventListener('pagehide', takeBack, { signal } as AddEventListenerOptions)

  return async (mode, callback, isOpenEnded) => {
    const run = () => {
      const transaction = (db as IDBDatabase).transaction(tableName, mode, { durability: 'relaxed' })
      const result = callback(transaction.objectStore(tableName))
      // Without it Chromium loses what a page wrote on its way out, and in WebKit a page in the back/forward cache keeps
      // all others from the table until it is gone: minutes.
      if (isOpenEnded) {
        openEnded.add(transaction)
        transaction.addEventListener('complete', () => openEnded.delete(transaction))
      } else transaction.commit()
      return result
    }
    // Synchronous while the connection is open: what is written in `pagehide` must be on its way when that returns.
    if (!db) await opened()
    try {
      return await run()
    } catch {
      // Browsers drop connections on their own (iOS in the background, a restarted storage process): once anew.
      letGo()
      await opened()
      return run()
    }
  }
}
