// The connection to IndexedDB, held open, as the custom store that idb-keyval takes.
// Owns opening, re-opening and letting go; knows nothing of what is stored.

import type { UseStore } from 'idb-keyval'

/** Safari can leave an open request unanswered for ever (WebKit bug 226547). */
const openTimeoutMs = 3000
const table = 'records'

/** What {@link connect} returns. */
export type Connection = {
  /** For idb-keyval's functions. Relaxed durability; a transaction is committed as soon as its requests are made. */
  readonly use: UseStore
  /** The same without the early commit: for requests that depend on the answer of others. */
  readonly exchange: UseStore
  close(): void
}

/**
 * Connects to the database of that name, at the first use. With `create` false a database that does not exist stays
 * so, and every use rejects with `'absent'`.
 */
export function connect(factory: IDBFactory, name: string, create: () => boolean): Connection {
  let opening: Promise<IDBDatabase> | undefined
  let db: IDBDatabase | undefined

  const letGo = (): void => {
    db?.close()
    db = opening = undefined
  }
  const open = (): Promise<IDBDatabase> =>
    (opening ??= openDatabase(factory, name, create()).then(
      (opened) => {
        // A newer library, or a visitor clearing the site's data, must not wait for this tab.
        opened.onversionchange = opened.onclose = letGo
        return (db = opened)
      },
      (cause: unknown) => {
        opening = undefined
        throw cause
      },
    ))

  const userFor = (commitEarly: boolean): UseStore => {
    const run = <T>(opened: IDBDatabase, mode: IDBTransactionMode, callback: (store: IDBObjectStore) => T): T => {
      const transaction = opened.transaction(table, mode, { durability: 'relaxed' })
      const result = callback(transaction.objectStore(table))
      // Without it Chromium loses what a page wrote on its way out, and WebKit blocks the other tabs meanwhile.
      if (commitEarly && mode === 'readwrite') transaction.commit?.()
      return result
    }
    return async (mode, callback) => {
      if (db) {
        try {
          return await run(db, mode, callback)
        } catch (cause) {
          // Browsers drop connections on their own (iOS in the background, a restarted storage process): once anew.
          if (!isLost(cause)) throw cause
          letGo()
        }
      }
      return run(await open(), mode, callback)
    }
  }
  return { use: userFor(true), exchange: userFor(false), close: letGo }
}

const isLost = (cause: unknown): boolean => /^(InvalidState|Unknown|NotFound)Error$/.test(String((cause as Error | null)?.name))

function openDatabase(factory: IDBFactory, name: string, create: boolean): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name)
    let isAbsent = false
    const timer = setTimeout(() => reject(new Error('the database did not open in time')), openTimeoutMs)
    request.onupgradeneeded = () => {
      isAbsent = !create
      if (isAbsent) request.transaction?.abort()
      else request.result.createObjectStore(table)
    }
    request.onsuccess = () => {
      clearTimeout(timer)
      resolve(request.result)
    }
    request.onerror = () => {
      clearTimeout(timer)
      reject(isAbsent ? 'absent' : request.error)
    }
  })
}
