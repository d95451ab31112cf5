// The records of some kinds, in the order of their keys.
// Apart from store.ts because only delivery, which is loaded later, reads more than one record.

import type { UseDisk } from './idb.js'
import type { Entry, Key } from './store.js'

/** What to read: the records of a kind, or the first of them, or all there are. */
export type Asked = readonly [kind?: string, most?: number]

/** The records of each kind that is asked for, all in one transaction; none if the disk cannot be used. */
export function list<A extends readonly Asked[]>(use: UseDisk, ...asked: A): Promise<{ [I in keyof A]: Entry[] }> {
  const onDisk = use('readonly', (table) => {
    const requests = asked.map(([kind, most]) => {
      // Here, because where there is no IndexedDB there is no such name either.
      const range = kind ? IDBKeyRange.bound([kind], [kind, []]) : null
      return [table.getAllKeys(range, most), table.getAll(range, most)] as const
    })
    return () => requests.map(([keys, { result }]) => keys.result.map((key, i): Entry => [key as Key, result[i]]))
  })
  return onDisk.catch(() => asked.map((): Entry[] => [])) as Promise<{ [I in keyof A]: Entry[] }>
}
