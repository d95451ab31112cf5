// @vitest-environment happy-dom
// What a tracker does for visitors who consent to less than everything.
// Must not depend on a disk: there is none here, and where one may not be used it must not be looked for.
import { describe, expect, test, vi } from 'vitest'
import type { ConsentState } from '../../../src/types.js'
import { useNoDisk } from './noDiskStage.js'

const stage = useNoDisk()
const { create, deliver, open } = stage
/** What has just expired may still be there for a millisecond, empty. */
const cookie = () => document.cookie.replace(/^[\w-]+=$/, '')
const kept = () => [localStorage.length, sessionStorage.length, cookie()]
const leave = () => dispatchEvent(new Event('pagehide'))

describe('consent', () => {
  test('every event says whether each purpose was granted when it was stored', async () => {
    const tracker = create({ consent: { analytics: 'granted', marketing: 'pending' } })
    tracker.track('A')
    await tracker.saved()
    tracker.consent({ marketing: true })
    tracker.track('B')
    const all = await deliver(tracker)
    expect(all.map(({ event, context }) => [event, context.consent])).toEqual([
      ['A', { categoryPreferences: { analytics: true, marketing: false } }],
      ['Consent Updated', { categoryPreferences: { analytics: true, marketing: true } }],
      ['B', { categoryPreferences: { analytics: true, marketing: true } }],
    ])
  })

  test('a change is recorded once, however often the same is said', async () => {
    const tracker = create()
    for (const marketing of [true, true, false, false]) {
      tracker.consent({ marketing })
      await tracker.saved()
    }
    const all = await deliver(tracker)
    expect(all.map(({ event, properties }) => [event, properties])).toEqual([
      ['Consent Updated', { marketing: 'granted' }],
      ['Consent Updated', { marketing: 'denied' }],
    ])
  })

  test.each([
    [{}, 1],
    [{ dnt: true }, 0],
  ] as const)('Do Not Track with %j sends %i events', async (options, count) => {
    vi.spyOn(navigator, 'doNotTrack', 'get').mockReturnValue('1')
    const tracker = create(options)
    tracker.track('A')
    expect(await deliver(tracker)).toHaveLength(count)
    vi.restoreAllMocks()
  })
})

describe.each(['session', 'anonymous'] as const)('%s', (mode) => {
  test('no database is opened, and no cookie nor anything in localStorage is there, from the start to the end', async () => {
    const tracker = create({ consent: mode, capture: [] })
    tracker.track('A')
    await deliver(tracker)
    tracker.track('B')
    leave()
    expect(stage.items.map(({ event }) => event)).toEqual(['A', 'B'])
    expect(open).not.toHaveBeenCalled()
    expect([localStorage.length, cookie()]).toEqual([0, ''])
  })

  test('chosen by a visitor who was known, it begins without what was kept until then', async () => {
    const tracker = create()
    tracker.identify('alice')
    const [known] = await deliver(tracker)
    tracker.consent({ analytics: mode })
    tracker.track('A')
    const all = await deliver(tracker)
    const later = all.slice(1)
    expect(later.map(({ event }) => event)).toEqual(['Consent Updated', 'A'])
    for (const { anonymousId, userId } of later) expect([anonymousId === known!.anonymousId, userId]).toEqual([false, undefined])
    leave()
    expect([localStorage.length, cookie()]).toEqual([0, ''])
  })

  test.each<ConsentState>(['pending', 'granted'])('what it was before does not matter: %s', async (before) => {
    const tracker = create({ consent: before })
    await tracker.saved()
    tracker.consent({ analytics: mode })
    tracker.track('A')
    expect((await deliver(tracker)).at(-1)!.event).toBe('A')
    tracker.consent({ analytics: false })
    tracker.track('B')
    await tracker.flush()
    expect(stage.items.at(-1)!.event).toBe('A')
    leave()
    expect(kept()).toEqual([0, 0, ''])
  })

  test('more than that may be granted later, and then it is kept', async () => {
    const tracker = create({ consent: mode })
    tracker.track('A')
    await deliver(tracker)
    leave()
    tracker.consent({ analytics: true })
    await tracker.saved()
    expect(sessionStorage.length).toBe(0)
    expect(open).toHaveBeenCalled()
    tracker.identify('alice')
    expect((await deliver(tracker)).at(-1)).toMatchObject({ type: 'identify', userId: 'alice' })
  })
})

describe('session', () => {
  test('a visitor whom nobody knows is the same on the next page of the tab', async () => {
    const first = create({ consent: 'session' })
    await first.saved()
    const { anonymousId, sessionId } = first.identity()
    leave()
    first.stop()
    const next = create({ consent: 'session' })
    await next.saved()
    expect(next.identity()).toMatchObject({ anonymousId, sessionId })
  })

  test('the next page of the tab has the same visitor, and says what the last one could not', async () => {
    const first = create({ consent: 'session' })
    first.identify('alice')
    await deliver(first)
    const { anonymousId, sessionId } = first.identity()
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    vi.stubGlobal('fetch', () => Promise.reject(new Error('offline')))
    const id = first.track('A')
    leave()
    first.stop()
    stage.items = []
    vi.restoreAllMocks()
    stage.online()
    const next = create({ consent: 'session' })
    next.track('B')
    const all = await deliver(next)
    expect(next.identity()).toMatchObject({ anonymousId, sessionId, userId: 'alice' })
    expect(all.map(({ event, anonymousId: visitor, userId }) => [event, visitor, userId])).toEqual([
      ['A', anonymousId, 'alice'],
      ['B', anonymousId, 'alice'],
    ])
    expect(all[0]!.messageId).toBe(id)
  })
})

describe('anonymous', () => {
  test('events carry no identifier but their own, and have no gap in their place', async () => {
    const tracker = create({ consent: 'anonymous' })
    tracker.track('A')
    tracker.page()
    tracker.track('B')
    const all = await deliver(tracker)
    for (const { messageId, anonymousId, userId, context } of all) {
      expect([anonymousId, userId, context.throughline.sessionId]).toEqual([messageId, undefined, undefined])
    }
    expect(all.map(({ context }) => (context.throughline as { n?: number }).n)).toEqual([0, 1, 2])
    expect(tracker.identity()).toEqual({ identifiers: {}, traits: {} })
  })

  test('calls that name somebody are dropped, and that is told; reset is nothing', async () => {
    const tracker = create({ consent: 'anonymous', hash: false })
    await tracker.saved()
    const dropped = vi.fn<(detail: { reason: string }) => void>()
    tracker.on('dropped', dropped)
    tracker.identify('alice', { plan: 'gold' })
    tracker.link('loyalty', 'L-1')
    tracker.unlink('loyalty', 'L-1')
    tracker.merge('alice', 'bob')
    tracker.group('company-9')
    tracker.forget()
    tracker.reset()
    tracker.track('A')
    expect((await deliver(tracker)).map(({ event }) => event)).toEqual(['A'])
    expect(dropped.mock.calls.map(([{ reason }]) => reason)).toEqual(Array(6).fill('consent'))
  })

  test('what was held while consent was pending loses its names with it', async () => {
    const tracker = create({ consent: 'pending' })
    tracker.track('A')
    tracker.identify('alice')
    await tracker.saved()
    tracker.consent({ analytics: 'anonymous' })
    const all = await deliver(tracker)
    expect(all.map(({ event }) => event)).toEqual(['A', 'Consent Updated'])
    expect(JSON.stringify(all)).not.toContain('alice')
  })
})
