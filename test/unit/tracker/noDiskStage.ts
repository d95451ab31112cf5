// Trackers in a page without a disk, and a collector that takes everything: what both the modes and the rights need.
// Must not decide what is expected.
import { afterEach, beforeEach, vi } from 'vitest'
import { createTracker } from '../../../src/tracker.js'
import type { Options, Tracker } from '../../../src/types.js'

/** What the collector got, as the Segment format says it. */
export type Item = {
  type: string
  event?: string
  messageId: string
  anonymousId: string
  userId?: string
  properties?: unknown
  context: { consent: unknown; throughline: { sessionId?: string; type?: string } }
}

/** Sets up and down around each test of the calling file. */
export function useNoDisk() {
  const stage = {
    items: [] as Item[],
    /** Told if anybody opens a database, which is refused. */
    open: vi.fn<(name: string) => never>(() => {
      throw new Error('refused')
    }),
    create(more: Partial<Options> = {}): Tracker {
      const tracker = createTracker({ collector: '/collect', writeKey: 'shop', ...more })
      trackers.push(tracker)
      return tracker
    },
    /** All that has arrived once that tracker has offered what it has. */
    async deliver(tracker: Tracker): Promise<Item[]> {
      await tracker.flush()
      return stage.items
    },
    /** The collector can be reached. */
    online: () =>
      vi.stubGlobal('fetch', async (_: string, { body }: { body: Uint8Array }) => {
        stage.items.push(...(JSON.parse(new TextDecoder().decode(body)) as { batch: Item[] }).batch)
        return new Response('{"success":true}')
      }),
  }
  let trackers: Tracker[] = []

  beforeEach(() => {
    stage.items = []
    trackers = []
    localStorage.clear()
    sessionStorage.clear()
    stage.open.mockClear()
    vi.stubGlobal('IDBKeyRange', { bound: () => ({}) })
    vi.stubGlobal('indexedDB', { open: stage.open, databases: async () => [] })
    stage.online()
  })
  afterEach(() => {
    for (const tracker of trackers) tracker.stop()
    document.cookie = 'throughline-shop=;max-age=0;path=/'
    vi.unstubAllGlobals()
  })
  return stage
}
