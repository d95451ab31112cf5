// Storage that lasts as long as the page: for browsers that refuse or lose IndexedDB.
// The same interface and order as on disk; nothing outlives the tab.

import type { Entry, Store } from './store.js'

/** Creates an empty store. */
export function createMemoryStore(): Store {
  const records = new Map<string, Entry>()
  const put = (entries: readonly Entry[]): void => {
    for (const entry of entries) {
      const id = JSON.stringify(entry[0])
      if (entry[1] === undefined) records.delete(id)
      else records.set(id, entry)
    }
  }
  return {
    get: async <T>(key: Entry[0]) => records.get(JSON.stringify(key))?.[1] as T | undefined,
    // Streams arrive in the order of time and records in the order of their stream, as keys are sorted on disk.
    list: async (kind, most, after) => {
      const all = [...records.values()].filter(([key]) => key[0] === kind)
      const start = after ? all.findIndex(([key]) => String(key) === String(after)) + 1 : 0
      return all.slice(start, start + most)
    },
    write: async (entries) => {
      put(entries)
      return false
    },
    exchange: async <T>(key: Entry[0], decide: (old: T | undefined) => T | undefined) => {
      const value = decide(records.get(JSON.stringify(key))?.[1] as T | undefined)
      if (value !== undefined) put([[key, value]])
    },
    replaceAll: async (entries) => {
      records.clear()
      put(entries)
    },
    close() {},
  }
}
