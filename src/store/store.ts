// What the rest of the library knows of storage: keys, values, one transaction per write.
// Where the disk cannot be used it says so to whoever asked; what to do then is the caller's.

import type { UseDisk } from './idb.js'

/** A key is a path: the kind of record first. */
export type Key = [kind: string, ...rest: (string | number)[]]
/** A key with its value; `undefined` deletes the key. */
export type Entry = readonly [key: Key, value: unknown]

/** Storage as the outbox and the tracker see it. Every method is one transaction, and none rejects. */
export type Store = {
  /** Puts and deletes, all or nothing; `replace` deletes all else. True once it is on disk, false if that is not known. */
  write(entries: readonly Entry[], replace?: boolean): Promise<boolean>
  /**
   * Reads and writes one key with nobody in between: what `decide` returns is put, unless `undefined`. Answers with
   * what is there in the end; with nothing, if the disk cannot be used.
   */
  exchange<T>(key: Key, decide?: (old: T | undefined) => T | undefined): Promise<T | undefined>
}

/** Creates the store. The disk is tried again with every call. */
export function createStore(use: UseDisk): Store {
  return {
    write: (entries, replace) =>
      use('readwrite', (table) => {
        if (replace) table.clear()
        for (const [key, value] of entries) {
          if (value === undefined) table.delete(key)
          else table.put(value, key)
        }
        return () => true
      }).catch(() => false),
    exchange: <T>(key: Key, decide?: (old: T | undefined) => T | undefined) =>
      use(
        'readwrite',
        (table) => {
          const request: IDBRequest<T | undefined> = table.get(key)
          let next: T | undefined
          request.onsuccess = () => {
            try {
              next = decide?.(request.result)
              if (next) table.put(next, key)
            } catch {
              // What is thrown in here would be the page's.
              table.transaction.abort()
            }
          }
          return () => next ?? request.result
        },
        true,
      ).catch(() => undefined),
  }
}
