// Web Locks as far as the flush lock uses them: exclusive, if available, and stealing.
// Must not know who holds them, nor why.

type Held = { readonly lose: (cause: Error) => void }

/** Creates the lock manager of one origin. */
export function createFakeLocks(): LockManager {
  const holders = new Map<string, Held>()
  const request = async (
    name: string,
    options: LockOptions,
    task: (lock: Lock | null) => unknown,
  ): Promise<unknown> => {
    await Promise.resolve()
    const holder = holders.get(name)
    if (holder && !options.steal) {
      if (!options.ifAvailable) throw new Error('waiting for a lock is not faked')
      return task(null)
    }
    // Who loses it is told so; what they are doing goes on.
    holder?.lose(new DOMException('stolen', 'AbortError'))
    let ours: Held | undefined
    const lost = new Promise<never>((_, reject) => holders.set(name, (ours = { lose: reject })))
    const letGo = (): void => {
      if (holders.get(name) === ours) holders.delete(name)
    }
    return Promise.race([lost, Promise.resolve(task({ name, mode: 'exclusive' })).finally(letGo)])
  }
  return { request, query: async () => ({}) } as unknown as LockManager
}

/** Locks of a page that may not use them: an opaque origin, or storage that the visitor has blocked. */
export const createRefusedLocks = (): LockManager =>
  ({
    request: () => Promise.reject(new DOMException('denied', 'SecurityError')),
    query: async () => ({}),
  }) as unknown as LockManager
