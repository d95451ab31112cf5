// @vitest-environment happy-dom
// Who is here where the cookie says something else than the disk, at the start and when a page is shown again.
import { expect, test, vi } from 'vitest'
import { theirs, useDisk } from './diskStage.ts'

const stage = useDisk()
const { create, identityOnDisk, eventsOnDisk, setCookie, cookie, show, settle } = stage

test('the cookie says who is here where the disk has nobody, or somebody else; then nothing of theirs is left', async () => {
  setCookie(theirs)
  const first = create()
  await first.saved()
  expect(first.identity().anonymousId).toBe(theirs)
  first.identify('alice', { plan: 'gold' })
  const { sessionId } = first.identity()
  await first.saved()
  first.stop()

  const next = theirs.replace('abcd', 'ef01')
  setCookie(next)
  const second = create()
  const held = second.track('Held')
  await second.saved()
  expect(second.identity()).toMatchObject({ anonymousId: next, identifiers: {}, traits: {} })
  expect(second.identity().userId).toBeUndefined()
  expect(second.identity().sessionId).not.toBe(sessionId)
  expect(eventsOnDisk().find(({ id }) => id === held)?.identity.anonymousId).toBe(next)
  expect([identityOnDisk().anonymousId, cookie()]).toEqual([next, [next]])
})

test('a page that cannot ask the disk takes nobody from the cookie, whose login it could not know, and leaves it as it is', async () => {
  setCookie(theirs)
  stage.indexedDb.put(['identity'], { anonymousId: theirs, sessionId: 's', activeAt: Date.now(), version: 5, userId: 'bob' })
  stage.indexedDb.fault = 'refused'
  const tracker = create()
  await tracker.saved()
  const { anonymousId } = tracker.identity()
  expect(anonymousId).not.toBe(theirs)
  tracker.track('A')
  show()
  await settle()
  expect([tracker.identity().anonymousId, cookie()]).toEqual([anonymousId, [theirs]])
  tracker.identify('carol')
  expect(tracker.identity()).toMatchObject({ anonymousId, userId: 'carol' })
})

test('an id that this browser was rid of does not come back, neither at the start nor when the page is shown again', async () => {
  const first = create()
  await first.saved()
  const old: string[] = []
  for (const user of ['alice', 'bob', 'carol']) {
    first.identify(user)
    old.push(first.identity().anonymousId!)
  }
  first.reset()
  await first.saved()
  const { anonymousId } = first.identity()
  for (const id of old) {
    setCookie(id)
    show()
    await settle()
    expect([first.identity().anonymousId, cookie()]).toEqual([anonymousId, [anonymousId]])
  }
  first.stop()
  setCookie(old[0]!)
  const second = create()
  await second.saved()
  expect([second.identity().anonymousId, cookie()]).toEqual([anonymousId, [anonymousId]])
})

test('where the cookie of another tab is here before its message, the disk is asked who that is', async () => {
  const [first, second] = [create(), create()]
  await Promise.all([first.saved(), second.saved()])
  first.identify('alice')
  await vi.waitFor(() => expect(second.identity().userId).toBe('alice'))
  first.identify('bob')
  const { anonymousId } = first.identity()
  show()
  const held = second.track('Held')
  await settle()
  for (const tab of [first, second]) expect(tab.identity()).toMatchObject({ anonymousId, userId: 'bob' })
  expect(eventsOnDisk().find(({ id }) => id === held)?.identity).toMatchObject({ anonymousId, userId: 'bob' })
})

test('a page that has heard of nothing, shown again, neither overwrites a login nor lends its visitor to another customer', async () => {
  const tracker = create()
  tracker.identify('alice')
  await settle()
  // In the back/forward cache no message of another tab arrives.
  const before = identityOnDisk()
  stage.indexedDb.put(['identity'], { ...before, anonymousId: theirs, userId: 'bob', version: before.version + 1000, former: [before.anonymousId] })
  setCookie(theirs)
  show()
  tracker.identify('carol')
  await settle()
  const { anonymousId, userId } = tracker.identity()
  expect([anonymousId === theirs, anonymousId === before.anonymousId, userId]).toEqual([false, false, 'carol'])
  expect(identityOnDisk()).toMatchObject({ anonymousId, userId: 'carol', former: [theirs, before.anonymousId] })
  expect(eventsOnDisk().filter(({ identity }) => identity.anonymousId === theirs)).toEqual([])
})

test('a page that has heard of nothing, shown again, goes on with whoever has logged in', async () => {
  const tracker = create()
  await settle()
  const before = identityOnDisk()
  stage.indexedDb.put(['identity'], { ...before, anonymousId: theirs, userId: 'bob', version: before.version + 1000, former: [before.anonymousId] })
  setCookie(theirs)
  show()
  const id = tracker.track('After')
  await settle()
  expect(eventsOnDisk().find((event) => event.id === id)?.identity).toMatchObject({ anonymousId: theirs, userId: 'bob' })
  expect(identityOnDisk()).toMatchObject({ anonymousId: theirs, userId: 'bob' })
})

test('a login while the page was in the back/forward cache outlasts what is tracked when it is shown', async () => {
  const tracker = create()
  await settle()
  const before = identityOnDisk()
  dispatchEvent(new Event('pagehide'))
  stage.indexedDb.put(['identity'], { ...before, userId: 'bob', version: before.version + 1000 })
  await vi.advanceTimersByTimeAsync(120_000)
  show()
  const id = tracker.track('Shown')
  dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
  await settle()
  expect(eventsOnDisk().find((event) => event.id === id)?.identity.userId).toBe('bob')
  expect(identityOnDisk().userId).toBe('bob')
})

test('withdrawn consent takes the cookie along; a page that starts without consent writes none', async () => {
  const tracker = create()
  await tracker.saved()
  expect(cookie()).toEqual([tracker.identity().anonymousId])
  tracker.consent({ analytics: false })
  expect(cookie()).toEqual([])
  await tracker.saved()
  tracker.stop()
  const next = create()
  await next.saved()
  show()
  await settle()
  expect(cookie()).toEqual([])
  const pending = create({ name: `${stage.name}-pending`, consent: 'pending' })
  pending.identify('alice')
  await pending.saved()
  expect(document.cookie).not.toContain('pending')
})


test('whoever another tab says is here is in the cookie, also if a change of ours came there later', async () => {
  const tracker = create()
  await settle()
  const otherTab = new BroadcastChannel(stage.name)
  setCookie(tracker.identity().anonymousId!)
  otherTab.postMessage({ identity: { anonymousId: theirs, sessionId: 's', activeAt: Date.now(), version: 5000 } })
  await new Promise<void>((resolve) => tracker.on('identity', () => resolve()))
  otherTab.close()
  expect(cookie()).toEqual([theirs])
})

test.each(['first', 'second'])('who logged in for a session stays, whichever tab is older, when more is allowed in the %s', async (which) => {
  const first = create({ consent: 'session' })
  first.consent({ analytics: 'session' })
  await settle()
  first.identify('alice')
  await vi.advanceTimersByTimeAsync(5000)
  const second = create({ consent: 'session' })
  second.consent({ analytics: 'session' })
  await settle()
  ;(which === 'first' ? first : second).consent({ analytics: true })
  await settle()
  await settle()
  await vi.waitFor(() => expect(second.identity().anonymousId).toBe(first.identity().anonymousId))
  const id = first.track('Hers')
  second.identify('bob')
  await settle()
  const [hers, his] = [eventsOnDisk().find((event) => event.id === id)!.identity, second.identity()]
  expect([hers.userId, his.userId]).toEqual(['alice', 'bob'])
  expect(his.anonymousId).not.toBe(hers.anonymousId)
})
