// @vitest-environment happy-dom
// What a tracker does for visitors who ask what is kept of them, or want to be forgotten.
// Must not depend on a disk: there is none here.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTracker } from '../../../src/tracker.js'
import type { Options, Tracker } from '../../../src/types.js'

type Item = {
  type: string
  event?: string
  messageId: string
  anonymousId: string
  userId?: string
}
let items: Item[]
let trackers: Tracker[]

const create = (more: Partial<Options> = {}): Tracker => {
  const tracker = createTracker({ collector: '/collect', writeKey: 'shop', ...more })
  trackers.push(tracker)
  return tracker
}
const deliver = async (tracker: Tracker): Promise<Item[]> => {
  await tracker.flush()
  return items
}

const online = () =>
  vi.stubGlobal('fetch', async (_: string, { body }: { body: Uint8Array }) => {
    items.push(...(JSON.parse(new TextDecoder().decode(body)) as { batch: Item[] }).batch)
    return new Response('{"success":true}')
  })

beforeEach(() => {
  items = []
  trackers = []
  localStorage.clear()
  sessionStorage.clear()
  vi.stubGlobal('IDBKeyRange', { bound: () => ({}) })
  online()
})
afterEach(() => {
  for (const tracker of trackers) tracker.stop()
  document.cookie = 'throughline-shop=;max-age=0;path=/'
  vi.unstubAllGlobals()
})

describe('forget', () => {
  test('what waits is gone but for the request to forget, which names the person; who goes on is a new visitor', async () => {
    const tracker = create({ flushDelayMs: 1e6 })
    tracker.identify('alice')
    tracker.link('loyalty', 'L-1')
    await deliver(tracker)
    const { anonymousId } = tracker.identity()
    items = []
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    tracker.track('Waiting')
    await tracker.saved()
    const id = tracker.forget()
    tracker.track('Later')
    vi.restoreAllMocks()
    const all = await deliver(tracker)
    expect(all.map(({ event }) => event)).toEqual(['Person Forgotten', 'Later'])
    expect(all[0]).toMatchObject({
      messageId: id,
      anonymousId,
      userId: 'alice',
      context: { throughline: { type: 'forget', identifiers: { loyalty: 'L-1' } } },
    })
    expect(all[1]!.anonymousId).not.toBe(anonymousId)
    expect(all[1]!.userId).toBeUndefined()
  })
})

test('export gives the identity, consent, and what waits, and changes nothing', async () => {
  const tracker = create({ flushDelayMs: 1e6 })
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  tracker.identify('alice', { plan: 'gold' })
  const { identity, consent, stored } = await tracker.export()
  expect(identity).toMatchObject({ userId: 'alice', traits: { plan: 'gold' } })
  expect(consent).toEqual({ analytics: 'granted', marketing: 'granted' })
  expect(stored.map(({ key }) => key[0])).toEqual(expect.arrayContaining(['event', 'identity']))
  vi.restoreAllMocks()
  expect((await deliver(tracker)).map(({ type }) => type)).toEqual(['identify'])
})
