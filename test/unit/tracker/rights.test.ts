// @vitest-environment happy-dom
// What a tracker does for visitors who ask what is kept of them, or want to be forgotten.
// Must not depend on a disk: there is none here.
import { describe, expect, test, vi } from 'vitest'
import { useNoDisk } from './noDiskStage.js'

const stage = useNoDisk()
const { create, deliver } = stage

describe('forget', () => {
  test('what waits is gone but for the request to forget, which names the person; who goes on is a new visitor', async () => {
    const tracker = create({ flushDelayMs: 1e6 })
    tracker.identify('alice')
    tracker.link('loyalty', 'L-1')
    await deliver(tracker)
    const { anonymousId } = tracker.identity()
    stage.items = []
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
