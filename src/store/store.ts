// What the rest of the library knows of storage: keys, values, one transaction per write.
// The only importer of idb-keyval, with its neighbour idb.ts; the layout of the keys is in keys.ts.

import { get, promisifyRequest } from 'idb-keyval'
import type { Connection } from './idb.js'

/** A key is a path: the kind of record first. */
export type Key = [kind: string, ...rest: (string | number)[]]
/** A key with its value; `undefined` deletes the key. */
export type Entry = readonly [key: Key, value: unknown]

/** Storage as the outbox and the tracker see it. Every method is one transaction. */
export type Store = {
  get<T>(key: Key): Promise<T | undefined>
  /** The first records of a kind, in the order of their keys; `after` goes on behind a key. */
  list(kind: string, most: number, after?: Key): Promise<Entry[]>
  /** Puts and deletes, all or nothing. Resolves with true once it is on disk, with false if only memory has it. */
  write(entries: readonly Entry[]): Promise<boolean>
  /** Reads and writes one key with nobody in between. What `decide` returns is put, unless `undefined`. */
  exchange<T>(key: Key, decide: (old: T | undefined) => T | undefined): Promise<void>
  /** Deletes everything, then puts the entries, in one transaction. */
  replaceAll(entries: readonly Entry[]): Promise<void>
  close(): void
}

/** The store on disk. */
export function createDiskStore({ use, exchange, close }: Connection): Store {
  const put = (store: IDBObjectStore, entries: readonly Entry[]): void => {
    for (const [key, value] of entries) value === undefined ? store.delete(key) : store.put(value, key)
  }
  return {
    get: (key) => get(key, use),
    list: (kind, most, after = [kind]) =>
      use('readonly', async (store) => {
        const range = IDBKeyRange.bound(after, [kind, []], true)
        const keys = promisifyRequest(store.getAllKeys(range, most))
        const values = promisifyRequest(store.getAll(range, most))
        return Promise.all([keys, values]).then(([k, v]) => k.map((key, i): Entry => [key as Key, v[i]]))
      }),
    write: (entries) =>
      use('readwrite', async (store) => {
        put(store, entries)
        await promisifyRequest(store.transaction)
        return true
      }),
    exchange: (key, decide) =>
      exchange('readwrite', (store) => {
        const request = store.get(key)
        request.onsuccess = () => {
          const value: unknown = decide(request.result)
          if (value !== undefined) store.put(value, key)
          store.transaction.commit?.()
        }
        return promisifyRequest(store.transaction)
      }),
    replaceAll: (entries) =>
      use('readwrite', (store) => {
        store.clear()
        put(store, entries)
        return promisifyRequest(store.transaction)
      }),
    close,
  }
}
