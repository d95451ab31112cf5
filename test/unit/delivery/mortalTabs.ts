// Tabs that can end or freeze between any two turns: a dead one reaches nothing any more, a frozen one waits.
// Must not know what tabs do; whose call it is follows the asynchronous context.
import { AsyncLocalStorage } from 'node:async_hooks'
import { vi } from 'vitest'
import type { UseDisk } from '../../../src/store/idb.js'
import type { DiskOwner, MemoryDisk } from '../../support/memoryDisk.js'

/** One tab's life. */
export type Life = {
  readonly owner: DiskOwner
  /** Runs something in this tab; nothing, if it is no more. */
  enter<T>(run: () => T): T | undefined
  /** Ends it: what it has not completed on the disk is undone or done. */
  end(how: 'undone' | 'done'): void
  freeze(): void
  thaw(): void
  isAlive(): boolean
  isFrozen(): boolean
}

const never = new Promise<never>(() => {})

/** One for all runs: each that there ever was makes every promise slower. */
const present = new AsyncLocalStorage<Life & { readonly gone: Promise<void>; awake(): Promise<void> | undefined }>()

/** Creates what makes tabs mortal. Stubs the globals that a tab reaches the world with, on top of those there are. */
export function createMortality() {
  /** The result as the tab sees it: not while it is frozen, and never once it is dead. */
  const asSeen = async <T>(result: Promise<T>): Promise<T> => {
    const life = present.getStore()
    const settled = await result.then(
      (value) => () => value,
      (cause) => () => {
        throw cause
      },
    )
    await life?.awake()
    return life && !life.isAlive() ? never : settled()
  }
  /** What a tab asks of the world: at once, unless it is frozen or dead. */
  const asking =
    <A extends unknown[], R>(ask: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      const life = present.getStore()
      if (life && !life.isAlive()) return never
      const awake = life?.awake()
      // The world goes on without the tab that asked.
      return asSeen(awake ? awake.then(() => asking(ask)(...args)) : ask(...args))
    }

  const { fetch: send, setTimeout: set } = globalThis
  vi.stubGlobal('fetch', asking((...args: Parameters<typeof fetch>) => present.exit(() => send(...args))))
  vi.stubGlobal('setTimeout', (run: () => void, ms: number) => {
    const life = present.getStore()
    const later = async (): Promise<void> => {
      await life?.awake()
      life?.enter(run)
    }
    return set(life ? later : run, ms)
  })

  return {
    createLife(): Life {
      const owner: DiskOwner = {}
      let end = (): void => {}
      const gone = new Promise<void>((resolve) => (end = resolve))
      let thaw: (() => void) | undefined
      let thawed: Promise<void> | undefined
      const life = {
        owner,
        gone,
        enter: <T>(run: () => T): T | undefined => (owner.ended ? undefined : present.run(life, run)),
        end(how: 'undone' | 'done') {
          owner.ended ??= how
          end()
        },
        freeze: () => void (thawed ??= new Promise((resolve) => (thaw = resolve))),
        thaw() {
          thaw?.()
          thawed = undefined
        },
        isAlive: () => !owner.ended,
        isFrozen: () => thawed !== undefined,
        awake: () => thawed,
      }
      return life
    },
    /** The disk as the present tab may use it. */
    use: (disk: MemoryDisk, { owner }: Life): UseDisk => asking(disk.useAs(owner) as never) as UseDisk,
    /** Locks that a dead tab lets go of. */
    mortalLocks: (locks: LockManager): LockManager => {
      const request = (name: string, options: LockOptions, task: (lock: Lock | null) => Promise<unknown>) =>
        locks.request(name, options, (lock) => Promise.race([task(lock), present.getStore()?.gone ?? never]))
      return { request: asking(request as never), query: locks.query } as unknown as LockManager
    },
  }
}
