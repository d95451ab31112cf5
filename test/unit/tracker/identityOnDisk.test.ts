// @vitest-environment happy-dom
// Who is here on disk: together with the events that say so, and with what earlier pages held.
import { expect, test, vi } from 'vitest'
import type { Tracker } from '../../../src/types.js'
import { useDisk } from './diskStage.ts'

const stage = useDisk()
const { create, identityOnDisk, eventsOnDisk, settle } = stage
const typesOnDisk = () => eventsOnDisk().map(({ type }) => type)

test.each([
  ['a login', (tracker: Tracker) => tracker.identify('alice'), 'identify'],
  ['another customer', (tracker: Tracker) => (tracker.identify('bob'), tracker.identify('alice')), 'identify'],
  ['a link', (tracker: Tracker) => tracker.link('loyalty', '7'), 'link'],
])('%s is on disk together with the event that says so, or not at all', async (_, act, type) => {
  const tracker = create()
  await tracker.saved()
  const before = identityOnDisk()
  stage.indexedDb.fault = 'aborted'
  act(tracker)
  await settle()
  expect([identityOnDisk(), typesOnDisk()]).toEqual([before, []])

  stage.indexedDb.fault = 'none'
  await vi.advanceTimersByTimeAsync(10_000)
  await tracker.saved()
  const { userId, anonymousId, identifiers } = tracker.identity()
  expect(identityOnDisk()).toMatchObject({ anonymousId, ...(userId && { userId }), ...(type === 'link' && { identifiers }) })
  expect(typesOnDisk()).toContain(type)
})

test('identity and event need one transaction, not two', async () => {
  const tracker = create()
  await tracker.saved()
  stage.indexedDb.fault = 'aborted'
  stage.indexedDb.sparing = 1
  tracker.identify('alice')
  await settle()
  expect([identityOnDisk().userId, typesOnDisk()]).toEqual(['alice', ['identify']])
})

test('an event made before a login never gets the ids or traits of who logged in, however long it was held', async () => {
  stage.indexedDb.fault = 'silent'
  const tracker = create()
  tracker.track('Before')
  tracker.identify('alice', { plan: 'gold' })
  stage.indexedDb.fault = 'none'
  await tracker.saved()
  const [before] = eventsOnDisk()
  expect(before?.name).toBe('Before')
  expect(JSON.stringify(before)).not.toMatch(/alice|gold/)
})

test('a change in another tab that crosses a refusal brings nobody back, in memory or on disk', async () => {
  const tracker = create()
  await tracker.saved()
  const { anonymousId } = tracker.identity()
  const otherTab = new BroadcastChannel(stage.name)
  tracker.consent({ analytics: false })
  otherTab.postMessage({ identity: { anonymousId, sessionId: 's', activeAt: Date.now(), version: 5000, userId: 'alice' } })
  // It has been heard once what is said after it has an effect.
  otherTab.postMessage({ decided: { marketing: 'denied' } })
  await new Promise<void>((resolve) => tracker.on('consent', (consent) => consent.marketing === 'denied' && resolve()))
  otherTab.close()
  await settle()
  expect(tracker.identity()).toEqual({ identifiers: {}, traits: {} })
  expect(stage.indexedDb.values('identity')).toEqual([])
})

test('what a page held to its end is never said of whoever logged in after it', async () => {
  const first = create()
  first.identify('alice')
  await settle()
  const second = create()
  second.track('Hers')
  await Promise.resolve()
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
  document.dispatchEvent(new Event('visibilitychange'))
  // Its end: what it did after that (here it goes on) must not count, so the call gets another id.
  const left = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i)!)
    .map((key) => [key, localStorage.getItem(key)!.replace(/-8001-/, '-8009-')] as const)
    .filter(([, text]) => text.includes('held'))
  hidden.mockRestore()
  second.stop()
  await vi.advanceTimersByTimeAsync(5_000)
  first.reset()
  first.identify('bob')
  await settle()
  for (const [key, value] of left) localStorage.setItem(key, value)
  create()
  await settle()
  expect(eventsOnDisk().filter(({ name: called }) => called === 'Hers').map(({ identity }) => identity.userId)).not.toContain('bob')
})

test('a login that an earlier page held to its end links nobody who came after it, and throws nobody out', async () => {
  const bob = create()
  bob.identify('bob')
  await settle()
  const before = bob.identity()
  const facts = ['0193a1b2-0000-7000-8000-0000000000aa', 'identify', null, null, Date.now() - 60_000, '"channel":"website","context":{}', [], 'alice']
  localStorage.setItem(`${stage.name}:spill:other`, JSON.stringify([[['held'], facts]]))
  const next = create()
  await settle()
  expect(next.identity()).toMatchObject({ anonymousId: before.anonymousId, userId: 'bob' })
  const [said] = eventsOnDisk().filter(({ identity }) => identity.userId === 'alice')
  expect(said!.id).toBe(facts[0])
  expect(said!.identity.anonymousId).not.toBe(before.anonymousId)
})
