// What the rest of the library knows of storage: keys, values, one transaction per write.
// Where the disk cannot be used it says so once and answers as if nothing were there; what to do then is the caller's.

import { promisifyRequest } from 'idb-keyval'
import type { UseDisk } from './idb.js'

/** A key is a path: the kind of record first. */
export type Key = [kind: string, ...rest: (string | number)[]]
/** A key with its value; `undefined` deletes the key. */
export type Entry = readonly [key: Key, value: unknown]

/** Storage as the outbox and the tracker see it. Every method is one transaction, and none rejects. */
export type Store = {
  /** Puts and deletes, all or nothing; `replace` deletes all else. True once it is on disk, false if it never will be. */
  write(entries: readonly Entry[], replace?: boolean): Promise<boolean>
  /**
   * Reads and writes one key with nobody in between: what `decide` returns is put, unless `undefined`. Answers with
   * what is there in the end.
   */
  exchange<T>(key: Key, decide?: (old: T | undefined) => T | undefined): Promise<T | undefined>
}

/** Creates the store. `failed` hears when the disk cannot be used any more; it is tried again with every call. */
export function createStore(use: UseDisk, failed: (cause: unknown) => void): Store {
  let isBroken = false
  const orElse = async <T>(onDisk: Promise<T>, otherwise: () => T): Promise<T> => {
    try {
      const result = await onDisk
      isBroken = false
      return result
    } catch (cause) {
      if (!isBroken) failed(cause)
      isBroken = true
      return otherwise()
    }
  }
  return {
    write(entries, replace) {
      const onDisk = use('readwrite', async (table) => {
        if (replace) table.clear()
        for (const [key, value] of entries) {
          if (value === undefined) table.delete(key)
          else table.put(value, key)
        }
        await promisifyRequest(table.transaction)
        return true
      })
      return orElse(onDisk, () => false)
    },
    exchange<T>(key: Key, decide?: (old: T | undefined) => T | undefined) {
      const onDisk = use(
        'readwrite',
        async (table) => {
          const old: T | undefined = await promisifyRequest(table.get(key))
          const next = decide?.(old)
          if (next) table.put(next, key)
          await promisifyRequest(table.transaction)
          return next ?? old
        },
        true,
      )
      return orElse(onDisk, () => decide?.(undefined))
    },
  }
}
