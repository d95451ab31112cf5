// The service worker beside pages of the same site, over one disk, one collector and one channel, in fake time.
// Must not decide what is expected.
import { afterEach, beforeEach, vi } from 'vitest'
import type { Outage, UseDisk } from '../../../src/store/idb.js'
import { deliverOutbox } from '../../../src/worker.js'
import type { Options } from '../../../src/types.js'
import { createFakeLocks } from '../delivery/fakeLocks.js'
import { createStage, settle } from '../delivery/stage.js'

/** What a site calls; tests call it here, because only this file has put the disk in its place. */
export const start = (given: Options): void => deliverOutbox(given)

/** The disk that the worker gets, and whether it would create one. */
export const disks: { use?: UseDisk; mayCreate?: () => boolean } = {}
vi.mock(import('../../../src/store/idb.js'), () => ({
  connect(_name: string, mayCreate: () => boolean, outage?: Outage): UseDisk {
    disks.mayCreate = mayCreate
    const use = disks.use as UseDisk
    return (...args) =>
      use(...args).catch((cause) => {
        if (cause !== null) outage?.failed(cause)
        throw cause
      })
  },
}))

export type Message = { readonly decided?: object; readonly busy?: unknown; readonly accepted?: unknown }
type Channel = { onmessage?: (event: { data: Message }) => void; postMessage(message: Message): void; close(): void }
export const channels = new Set<Channel>()
/** A BroadcastChannel, for all names the same. */
export class FakeChannel implements Channel {
  onmessage?: (event: { data: Message }) => void
  constructor() {
    channels.add(this)
  }
  postMessage(message: Message) {
    for (const channel of channels) if (channel !== this) channel.onmessage?.({ data: structuredClone(message) })
  }
  close() {
    channels.delete(this)
  }
}

type Sync = { readonly tag: string; waitUntil(work: Promise<unknown>): void }
let listener: ((event: Sync) => void) | undefined
export const options: Options = { collector: 'https://collect.example/v1/batch', writeKey: 'shop', name: 'shop' }

/** Sets up a worker that has called `deliverOutbox`; call it inside a test. */
export const setUp = (more: Partial<Options> = {}, signals: object = {}) => {
  const locks = createFakeLocks()
  const stage = createStage({ locks })
  vi.stubGlobal('navigator', { locks, ...signals })
  vi.spyOn(Date, 'now').mockImplementation(stage.now)
  disks.use = stage.disk.use
  deliverOutbox({ ...options, ...more })
  /** Fires the event; `outcome` tells what became of it. */
  const sync = (tag = 'shop') => {
    const work: Promise<unknown>[] = []
    listener?.({ tag, waitUntil: (promise) => void work.push(promise) })
    const result = { count: work.length, outcome: 'open' }
    void work[0]?.then(
      () => (result.outcome = 'done'),
      (cause: Error) => (result.outcome = cause.message),
    )
    return result
  }
  /** A page that leaves these events on disk and is gone. */
  const leave = async (count: number, name?: string): Promise<string[]> => {
    const page = stage.openTab()
    const ids = Array.from({ length: count }, () => page.track(name))
    await settle()
    page.pause()
    return ids
  }
  return { ...stage, locks, sync, leave }
}

beforeEach(() => {
  vi.stubGlobal('BroadcastChannel', FakeChannel)
  vi.stubGlobal('addEventListener', (type: string, listen: (event: Sync) => void) => {
    if (type === 'sync') listener = listen
  })
})
afterEach(() => {
  channels.clear()
  listener = undefined
})
