// Owns what several tabs of one site share: identity, the outbox and its one flusher.
// Must not use more than one collector or site.
import { describe, expect, test } from 'vitest'
import { account, nothingLost } from './account.ts'
import { track, useStage } from './stage.ts'

const stage = useStage()

describe('tabs', () => {
  test('a login in one tab is followed by the other tab before its next event', async () => {
    const first = await stage.open('shop')
    const second = await stage.visit(first.url())
    const early = [await first.run(() => tracker.track('One')), await second.run(() => tracker.track('Two'))]
    await second.run(() => {
      tracker.on('identity', (identity) => (window.kept = identity.userId ?? 'nobody'))
    })
    await first.run(() => tracker.identify('customer-1'))
    await second.waitFor(() => window.kept === 'customer-1')
    const known = await second.run(() => tracker.track('Three'))
    await first.run(() => tracker.reset())
    await second.waitFor(() => window.kept === 'nobody')
    const after = [await second.run(() => tracker.track('Four')), await first.run(() => tracker.track('Five'))]

    const [one, two, three, four, five] = await stage.received([...early, known, ...after])
    expect(two!.anonymousId).toBe(one!.anonymousId)
    expect(three).toMatchObject({ anonymousId: one!.anonymousId, userId: 'customer-1' })
    expect(four!.userId).toBeNull()
    expect(four!.anonymousId).not.toBe(one!.anonymousId)
    expect(five!.anonymousId).toBe(four!.anonymousId)
  })

  test('two tabs that open a new site at the same time agree on one visitor', async () => {
    const url = stage.site.page('shop', { options: { writeKey: 'at-once', flushDelayMs: 50 } })
    const [first, second] = await Promise.all([stage.visit(url), stage.visit(url)])
    const track = () => tracker.track('Hello')
    await Promise.all([first.run(() => tracker.saved()), second.run(() => tracker.saved())])
    const rows = await stage.received(await Promise.all([first.run(track), second.run(track)]))
    expect(new Set(rows.map(({ anonymousId }) => anonymousId)).size).toBe(1)
  })

  test('two tabs tracking at once: everything arrives once', async () => {
    const first = await stage.open('shop')
    const second = await stage.visit(first.url())
    const ids: string[] = []
    for (let i = 0; i < 10; i++) ids.push(...(await Promise.all([track(first, 50), track(second, 50)])).flat())
    expect(await account(stage, ids, 'two tabs')).toEqual({ ...nothingLost, repeats: 0 })
  })

  test('four tabs that come online together deliver a common backlog once', async () => {
    const first = await stage.open('shop')
    const tabs = [first]
    for (let i = 0; i < 3; i++) tabs.push(await stage.visit(first.url()))
    await stage.browser.offline(true)
    const ids: string[] = []
    for (const tab of tabs) ids.push(...(await track(tab, 100)))
    await Promise.all(tabs.map((tab) => tab.run(() => tracker.saved())))
    await stage.browser.offline(false)
    expect(await account(stage, ids, 'four tabs')).toEqual({ ...nothingLost, repeats: 0 })
  })

  test('a tab that was closed leaves its waiting events to the tab that is still open', async () => {
    const first = await stage.open('shop')
    const second = await stage.visit(first.url())
    await stage.browser.offline(true)
    const ids = await track(second, 100)
    await second.close()
    await stage.browser.offline(false)
    expect(await account(stage, ids, 'left to the other tab')).toMatchObject(nothingLost)
  })

  test('what a crashed tab has left goes with the next event of another tab, which after a quiet time goes at once', async (context) => {
    stage.needs(context, 'crash')
    const options = { writeKey: 'left-behind', flushDelayMs: 1000 }
    const first = await stage.visit(stage.site.page('shop', { options }))
    const second = await stage.visit(stage.site.page('shop', { options: { ...options, flushDelayMs: 60_000 } }))
    // The first event after a quiet time goes at once, and is not to be one of those.
    for (const page of [first, second]) {
      await track(page, 1)
      await page.run(() => tracker.flush())
    }
    const ids = await track(second, 20)
    await second.run(() => tracker.saved())
    await stage.browser.crash(second)
    await first.run(() => new Promise((resolve) => setTimeout(resolve, 1000))) // quiet for as long as the delay
    expect(await stage.arrived(ids, 0), 'nobody has looked yet').toEqual([])
    await stage.received(await track(first, 1))
    expect(await stage.arrived(ids, 0)).toHaveLength(20)
  })

  test('hiding and showing a tab again and again sends nothing twice', async () => {
    const first = await stage.open('shop', { options: { flushDelayMs: 500 } })
    const second = await stage.visit(first.url())
    const ids: string[] = []
    for (let i = 0; i < 5; i++) {
      await first.front()
      ids.push(...(await track(first, 20)))
      await second.front() // hides the first
    }
    expect(await account(stage, ids, 'hide and show')).toEqual({ ...nothingLost, repeats: 0 })
  })
})
