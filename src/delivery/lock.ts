// One flusher at a time over all tabs and the worker, held for one flush only.
// A Web Lock where there is one, a lease in the store where there is none; the lease is the heartbeat of both.

import type { Entry, Key, Store } from '../store/store.js'

const leaseKey: Key = ['lease']

type Lease = { readonly owner: string; readonly until: number }

/** What {@link createFlushLock} returns. */
export type FlushLock = {
  /** Runs `task` if nobody else is flushing; answers whether it ran. */
  run(task: () => Promise<unknown>): Promise<boolean>
  /** The heartbeat, to be written along with each acknowledgement; none while the lock is not ours. */
  beat(): Entry[]
}

/**
 * Creates the lock of one database. A holder that has not been heard of for `leaseMs` is frozen or gone: longer than a
 * request may take. `locks` is missing on insecure pages and in old browsers.
 */
export function createFlushLock(
  name: string,
  owner: string,
  store: Store,
  now: () => number,
  leaseMs: number,
  locks: LockManager | undefined = globalThis.navigator?.locks,
): FlushLock {
  const lease = (): Lease => ({ owner, until: now() + leaseMs })
  let tasks = 0
  const beat = (): Entry[] => (tasks ? [[leaseKey, lease()]] : [])
  let isMissing = !locks

  /** Takes the lease if its holder has gone silent, or if there is none and that is enough. */
  const takeLease = async (): Promise<boolean> => {
    let isOurs = false
    const held = await store.exchange<Lease>(leaseKey, (old) => {
      const left = old ? old.until - now() : 0
      // Longer than we give it can only be after the clock was set back.
      isOurs = old ? !(left >= 0 && left <= leaseMs) : isMissing
      return isOurs ? lease() : undefined
    })
    // Where there is no disk there is nothing that two could send.
    return held ? isOurs : isMissing
  }
  return {
    async run(task) {
      let ran = false
      const go = async (lock: unknown): Promise<void> => {
        if (!lock) return
        ran = true
        tasks++
        // From here on others can tell whether we are still alive.
        void store.write(beat())
        await task().finally(() => tasks--)
      }
      // What was stolen from us rejects: we were frozen, and what the thief sends again carries the same ids. What
      // rejects without having run is refused here for good (an opaque origin): then the lease has to do.
      const request = async (options: LockOptions): Promise<unknown> => locks?.request(name, options, go).catch(() => (isMissing ||= !ran))
      await request({ ifAvailable: true })
      if (!ran && (await takeLease())) {
        await (isMissing ? go(true) : request({ steal: true }))
        if (isMissing) await store.write([[leaseKey, undefined]])
      }
      return ran
    },
    beat,
  }
}
