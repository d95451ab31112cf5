// Owns how a page goes under real conditions: much to say at the last moment, gone or frozen in the middle of a request.
// Must not count bytes and requests: see frugal.test.ts.
import { describe, expect, test } from 'vitest'
import { account, nothingLost } from './account.ts'
import { track, useStage } from './stage.ts'

const stage = useStage()

/** Tracks 100 events of 2 kB in the page's own `pagehide` listener, which runs after everybody else's. */
const trackAtPagehide = () => {
  localStorage.removeItem('ids')
  // Not in sessionStorage: Firefox does not show the next page what is written there now.
  addEventListener('pagehide', () => {
    const ids = Array.from({ length: 100 }, (_, i) => tracker.track('Tick', { i, padding: 'x'.repeat(2_000) }))
    localStorage.setItem('ids', JSON.stringify(ids))
  })
}
const countRequests = () => {
  const native = window.fetch
  window.kept = 0
  window.fetch = (...args) => {
    window.kept++
    return native(...args)
  }
}
const readIds = (): string[] => JSON.parse(localStorage.getItem('ids') ?? 'null')

describe('leaving', () => {
  test('100 events of 2 kB tracked at pagehide, then the next page of the site: all arrive', async () => {
    const page = await stage.open('shop', { options: { flushDelayMs: 60_000 } })
    const url = page.url()
    await page.run(trackAtPagehide)
    await page.goto(stage.site.page('plain'))
    const ids = await page.waitFor(readIds)
    await page.goto(url)
    expect(await account(stage, ids, 'leaving, next page')).toMatchObject(nothingLost)
  }, 60_000)

  test('100 events of 2 kB tracked at pagehide of a page that does not come back: all arrive with the next visit', async () => {
    const page = await stage.open('shop', { options: { flushDelayMs: 60_000 } })
    const url = page.url()
    await page.run(trackAtPagehide)
    await page.reload() // not kept in the back/forward cache, so that nothing of it runs on
    const ids = await page.waitFor(readIds)
    expect(page.url()).toBe(url)
    expect(await account(stage, ids, 'leaving, reload')).toMatchObject(nothingLost)
  }, 60_000)

  test('a page that goes in the middle of its request holds up no other tab', async () => {
    const page = await stage.open('shop', { before: countRequests })
    const other = await stage.visit(page.url())
    await page.front()
    stage.collector.fail({ kind: 'hang', times: 1 })
    const ids = await track(page, 50)
    await page.run(() => tracker.saved())
    await page.run(() => void tracker.flush())
    await page.waitFor(() => window.kept > 0)
    await page.close()
    await other.front()
    ids.push(...(await track(other, 10)))
    expect(await account(stage, ids, 'gone in its request')).toMatchObject(nothingLost)
  }, 60_000)
})

describe('a page that is frozen while it sends', () => {
  /** So far ahead that whoever holds the lock has been silent for too long: nobody has to wait for it. */
  const clockAhead = () => {
    const now = Date.now
    Date.now = () => now() + 40_000
  }
  /** A page whose request hangs, which it will never hear of: 50 events wait in it. */
  const freezeInRequest = async (writeKey: string) => {
    const options = { writeKey, flushDelayMs: 50 }
    const page = await stage.visit(stage.site.page('shop', { options, before: countRequests }))
    stage.collector.fail({ kind: 'hang', times: 1 })
    const ids = await track(page, 50)
    await page.run(() => tracker.saved())
    await page.run(() => void tracker.flush())
    await page.waitFor(() => window.kept > 0)
    await stage.browser.freeze(page, true)
    const other = await stage.visit(stage.site.page('shop', { options, before: clockAhead }))
    return { page, other, ids }
  }

  test('holds up no other tab: what waits in both arrives, and goes on when it is woken', async (context) => {
    stage.needs(context, 'freeze')
    const { page, other, ids } = await freezeInRequest('frozen')
    ids.push(...(await track(other, 10)))
    expect(await account(stage, ids, 'frozen')).toMatchObject(nothingLost)
    await stage.browser.freeze(page, false)
    await page.front()
    ids.push(...(await track(page, 10)), ...(await track(other, 10)))
    expect(await account(stage, ids, 'frozen and woken')).toMatchObject(nothingLost)
    expect(await page.run(() => window.errors)).toEqual([])
  }, 60_000)

  test('and thrown out of memory loses nothing', async (context) => {
    stage.needs(context, 'freeze', 'crash')
    const { page, other, ids } = await freezeInRequest('discarded')
    await stage.browser.crash(page)
    ids.push(...(await track(other, 10)))
    expect(await account(stage, ids, 'frozen and discarded')).toMatchObject(nothingLost)
  }, 60_000)
})

describe('a collector that wants to be left alone', () => {
  test('by a page that is no longer looked at is left alone by the next one', async () => {
    const page = await stage.open('shop', { options: { flushDelayMs: 60_000 } })
    const url = page.url()
    await page.run(() => tracker.flush()) // what sends is loaded then
    const ids = await track(page, 20)
    await page.run(() => tracker.saved())
    const start = stage.collector.requests.length
    const since = () => stage.collector.requests.slice(start)
    stage.collector.fail({ kind: 'status', status: 429, retryAfter: 3, times: 1 })
    const plain = await stage.visit(stage.site.page('plain')) // hides the shop, which sends at once
    await expect.poll(() => since().length, { timeout: 10_000, interval: 20 }).toBeGreaterThan(0)
    await plain.goto(url)
    await plain.waitFor(() => window.isReady)
    ids.push(...(await track(plain, 10)))
    await expect.poll(() => since().length, { timeout: 30_000, interval: 20 }).toBeGreaterThan(1)
    const [refused, next] = since()
    expect(refused!.status).toBe(429)
    expect(next!.time - refused!.time).toBeGreaterThanOrEqual(2_900)
    expect(await account(stage, ids, 'Retry-After while leaving')).toMatchObject(nothingLost)
  }, 60_000)
})
