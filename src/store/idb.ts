// The connection to IndexedDB, held open, as the custom store that idb-keyval takes.
// Owns opening, re-opening and letting go; knows nothing of what is stored.

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
export function connect(name: string, mayCreate: () => boolean): UseDisk {
  let db: IDBDatabase | undefined
  let opening: Promise<void> | undefined

  const letGo = (): void => {
    db?.close()
    db = opening = undefined
  }
  const open = (): Promise<void> => {
    let timer: ReturnType<typeof setTimeout>
    return new Promise<void>((resolve, reject) => {
      const request = indexedDB.open(name)
      timer = setTimeout(reject, openTimeoutMs)
      request.onupgradeneeded = () => {
        if (mayCreate()) request.result.createObjectStore(tableName)
        else {
          opening = undefined
          request.transaction?.abort()
        }
      }
      request.onerror = () => reject(request.error)
      request.onsuccess = () => {
        db = request.result
        // A newer library, or a visitor clearing the site's data, must not wait for this tab.
        db.onversionchange = db.onclose = letGo
        resolve()
      }
    }).finally(() => clearTimeout(timer))
  }
  const opened = (): Promise<void> =>
    (opening ??= open().catch((cause) => {
      setTimeout(() => (opening = undefined), tryAgainMs)
      throw cause
    }))

  return async (mode, callback, isOpenEnded) => {
    const run = () => {
      const transaction = (db as IDBDatabase).transaction(tableName, mode, { durability: 'relaxed' })
      const result = callback(transaction.objectStore(tableName))
      // Without it Chromium loses what a page wrote on its way out, and WebKit blocks the other tabs meanwhile.
      if (!isOpenEnded && mode === 'readwrite') transaction.commit()
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
