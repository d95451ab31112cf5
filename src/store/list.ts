// The records of one kind, in the order of their keys.
// Apart from store.ts because only delivery, which is loaded later, reads more than one record.

import type { UseDisk } from './idb.js'
import type { Entry, Key } from './store.js'

/** The records of a kind, or the first of them, or all there are; none if the disk cannot be used. */
export function list(use: UseDisk, kind?: string, most?: number): Promise<Entry[]> {
  const onDisk = use('readonly', (table) => {
    // Here, because where there is no IndexedDB there is no such name either.
    const range = kind ? IDBKeyRange.bound([kind], [kind, []]) : null
    const keys = table.getAllKeys(range, most)
    const values = table.getAll(range, most)
    return () => keys.result.map((key, i): Entry => [key as Key, values.result[i]])
  })
  return onDisk.catch(() => [])
}
