// One flusher at a time over all tabs and the worker, held for one flush only.
// A Web Lock where there is one, a lease in the store where there is none; the lease is the heartbeat of both.

import type { Entry, Key, Store } from '../store/store.js'

const leaseKey: Key = ['lease']
/** Longer than a request may take: a holder that has not been heard of for this long is frozen or gone. */
const leaseMs = 30_000

type Lease = { readonly owner: string; readonly until: number }

/** What {@link createFlushLock} returns. */
export type FlushLock = {
  /** Runs `task` if nobody else is flushing; answers whether it ran. */
  run(task: () => Promise<void>): Promise<boolean>
  /** The heartbeat, to be written along with each acknowledgement. */
  beat(): Entry
}

/** Creates the lock of one database. `locks` is missing on insecure pages and in old browsers. */
export function createFlushLock(
  name: string,
  owner: string,
  store: Store,
  locks: LockManager | undefined,
  now: () => number,
): FlushLock {
  const lease = (): Lease => ({ owner, until: now() + leaseMs })

  const withLock = async (options: LockOptions, task: () => Promise<void>): Promise<boolean> => {
    let ran = false
    try {
      await locks?.request(name, options, async (lock) => {
        if (!lock) return
        ran = true
        await task()
      })
    } catch {
      // Stolen: we were frozen for so long that another tab went on. What it sends again carries the same ids.
    }
    return ran
  }
  return {
    async run(task) {
      if (locks) {
        if (await withLock({ ifAvailable: true }, task)) return true
        const held = await store.get<Lease>(leaseKey)
        return held !== undefined && held.until < now() && withLock({ steal: true }, task)
      }
      let isOurs = false
      await store.exchange<Lease>(leaseKey, (held) => {
        isOurs = !held || held.owner === owner || held.until < now()
        return isOurs ? lease() : undefined
      })
      if (!isOurs) return false
      await task()
      await store.write([[leaseKey, undefined]])
      return true
    },
    beat: () => [leaseKey, lease()],
  }
}
