// Disk as long as it works, memory while it does not, and disk again later.
// Owns the decision which of the two is used; the callers never notice but through `failed`.

import { createMemoryStore } from './memory.js'
import type { Entry, Store } from './store.js'

/** Each try costs time on a broken disk, and a full or refused one rarely mends within a minute. */
const tryAgainMs = 60_000
/** More records than memory should hold. */
const everything = 100_000

/** Wraps a disk store. `failed` is told once for each time that memory takes over. */
export function withFallback(disk: Store, now: () => number, failed: (cause: unknown) => void): Store {
  const memory = createMemoryStore()
  let brokenAt: number | undefined

  const run = async <T>(operation: (store: Store) => Promise<T>): Promise<T> => {
    if (brokenAt !== undefined && now() - brokenAt < tryAgainMs) return operation(memory)
    try {
      if (brokenAt !== undefined) await moveBack()
      return await operation(disk)
    } catch (cause) {
      if (cause === 'absent') throw cause
      if (brokenAt === undefined) failed(cause)
      brokenAt = now()
      return operation(memory)
    }
  }
  const moveBack = async (): Promise<void> => {
    const kept: Entry[] = []
    for (const kind of ['event', 'identity', 'consent', 'quarantine']) kept.push(...(await memory.list(kind, everything)))
    await disk.write(kept)
    await memory.replaceAll([])
    brokenAt = undefined
  }
  return {
    get: (key) => run((store) => store.get(key)),
    list: (kind, most, after) => run((store) => store.list(kind, most, after)),
    write: (entries) => run((store) => store.write(entries)),
    exchange: (key, decide) => run((store) => store.exchange(key, decide)),
    replaceAll: (entries) => run((store) => store.replaceAll(entries)),
    close: () => disk.close(),
  }
}
