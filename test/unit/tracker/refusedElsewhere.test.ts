// @vitest-environment happy-dom
// What a page does that hears late of a refusal in another tab, or slept through it in the back/forward cache.
import { expect, test, vi } from 'vitest'
import { useDisk } from './diskStage.ts'

const stage = useDisk()
const { create, identityOnDisk, eventsOnDisk, cookie, show, settle } = stage

test('who was here before another tab was told no does not come back with a page that starts as pending', async () => {
  const first = create({ consent: 'pending' })
  first.consent({ analytics: true })
  first.identify('alice')
  await settle()
  const { anonymousId } = first.identity()
  dispatchEvent(new Event('pagehide'))
  const second = create({ consent: 'pending' })
  await settle()
  second.consent({ analytics: false })
  await settle()
  show()
  dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
  await settle()
  expect(first.identity()).toEqual({ identifiers: {}, traits: {} })
  first.consent({ analytics: true })
  await settle()
  expect(first.identity().userId).toBeUndefined()
  expect(first.identity().anonymousId).not.toBe(anonymousId)
})

test('what a tab has written before it heard of a refusal in another one does not stay', async () => {
  const [first, second] = [create({ consent: 'pending' }), create({ consent: 'pending' })]
  first.consent({ analytics: true })
  await settle()
  await vi.waitFor(() => expect(second.identity().anonymousId).toBe(first.identity().anonymousId))
  first.consent({ analytics: false })
  second.identify('bob')
  second.track('Late')
  await vi.waitFor(() => expect(second.identity()).toEqual({ identifiers: {}, traits: {} }))
  await settle()
  expect([eventsOnDisk(), cookie(), JSON.stringify(stage.indexedDb.entries())]).toEqual([[], [], expect.not.stringMatching(/bob|Late/)])
  first.consent({ analytics: true })
  await settle()
  expect([first.identity().userId, second.identity().userId]).toEqual([undefined, undefined])
})

test.each([true, false])('who logs in after a refusal and a new grant outlasts a page that slept through them (cookie: %s)', async (hasCookie) => {
  const options = hasCookie ? {} : { cookie: false as const }
  const first = create(options)
  for (const user of ['alice', 'carol', 'alice']) first.identify(user)
  await settle()
  dispatchEvent(new Event('pagehide'))
  await vi.advanceTimersByTimeAsync(1000)
  const second = create(options)
  await settle()
  second.consent({ analytics: false })
  await settle()
  second.consent({ analytics: true })
  second.identify('bob')
  await settle()
  const { anonymousId } = second.identity()
  show()
  const id = first.track('Shown')
  dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
  await settle()
  for (const who of [first.identity(), second.identity(), identityOnDisk(), eventsOnDisk().find((event) => event.id === id)?.identity]) {
    expect(who).toMatchObject({ anonymousId, userId: 'bob' })
  }
})

test('what a page still has in memory of a time before a refusal is not sent when it comes back after a new grant', async () => {
  const first = create()
  first.identify('alice')
  await first.flush() // delivery is there
  first.track('Secret')
  await settle()
  dispatchEvent(new Event('pagehide'))
  await vi.advanceTimersByTimeAsync(1000)
  const second = create()
  await settle()
  second.consent({ analytics: false })
  await settle()
  second.consent({ analytics: true })
  await settle()
  show()
  dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
  await settle()
  const sent: string[] = []
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    sent.push(new TextDecoder().decode(init.body as Uint8Array))
    return new Response('{}')
  })
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(true)
  first.track('Afterwards')
  dispatchEvent(new Event('pagehide'))
  await settle()
  expect(sent.join()).toContain('Afterwards')
  expect(sent.join()).not.toMatch(/Secret|alice/)
})

test('what another tab has written of ours, after it was wiped, does not stay', async () => {
  const [first, second] = [create({ consent: 'pending' }), create({ consent: 'pending' })]
  first.consent({ analytics: true })
  await settle()
  await vi.waitFor(() => expect(second.identity().anonymousId).toBe(first.identity().anonymousId))
  first.consent({ analytics: false })
  for (let i = 0; i < 50; i++) await undefined
  expect(stage.indexedDb.entries()).toEqual([])
  // The answer to a batch came just then: a part was refused, a part is to be sent again.
  stage.indexedDb.put(['quarantine', 'x'], 'Secret')
  stage.indexedDb.put(['event', 'a stream', 0], 'Secret')
  await vi.waitFor(() => expect(second.identity()).toEqual({ identifiers: {}, traits: {} }))
  await settle()
  expect(stage.indexedDb.entries()).toEqual([])
})

test('a page whose disk failed as it left asks it anew when it comes back, and hears of a refusal', async () => {
  const first = create()
  first.identify('alice')
  await first.flush()
  stage.indexedDb.fault = 'aborted'
  first.track('Failing')
  await settle()
  dispatchEvent(new Event('pagehide'))
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
  document.dispatchEvent(new Event('visibilitychange'))
  await settle()
  stage.indexedDb.fault = 'none'
  const second = create()
  await settle()
  second.consent({ analytics: false })
  await settle()
  hidden.mockRestore()
  const sent: unknown[] = []
  vi.stubGlobal('fetch', async (...request: unknown[]) => (sent.push(request), new Response('{}')))
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(true)
  show()
  dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
  first.track('Refused')
  await vi.advanceTimersByTimeAsync(3000)
  expect([sent, first.identity(), stage.indexedDb.entries().map(([[kind]]) => kind)]).toEqual([[], { identifiers: {}, traits: {} }, ['consent']])
})
