// Owns the rows of the fault table in which a page, a tab or the whole browser ends before everything is delivered.
// Must not assert what a page does while it stays open: see network.test.ts.
import { describe, expect, test } from 'vitest'
import type { Page } from '../support/browser.js'
import { account, nothingLost } from './account.ts'
import { track, useStage } from './stage.ts'

const stage = useStage()

const trackOnClick = (page: Page, selector: string) =>
  page.run((link) => {
    document.querySelector(link)!.addEventListener('click', () => {
      sessionStorage.setItem('id', tracker.track('Tick', { i: 0 }))
    })
  }, selector)

describe('fault table, page gone', () => {
  test('row 2, 200 events and the tab closed at once: all arrive, at the latest when the site is opened again', async () => {
    const page = await stage.open('shop')
    const url = page.url()
    // Both commands are on their way before the first has answered: the tab closes right behind the calls.
    const [ids] = await Promise.all([
      page.run(() => Array.from({ length: 200 }, (_, i) => tracker.track('Tick', { i }))),
      page.close(),
    ])
    await stage.visit(url)
    expect(await account(stage, ids, 'row 2')).toMatchObject(nothingLost)
  })

  test('row 4, offline, page closed, opened again online: everything arrives', async () => {
    const page = await stage.open('shop')
    const url = page.url()
    await stage.browser.offline(true)
    const start = stage.collector.requests.length
    const ids = await track(page, 200)
    await page.close()
    expect(stage.collector.requests.length, 'nothing got through while offline').toBe(start)
    await stage.browser.offline(false)
    await stage.visit(url)
    expect(await account(stage, ids, 'row 4')).toMatchObject(nothingLost)
  })

  test('row 9, browser killed 300 ms after tracking: everything arrives after the restart', async (context) => {
    stage.needs(context, 'kill')
    const page = await stage.open('shop')
    const url = page.url()
    await stage.browser.offline(true) // what had been delivered before the kill would prove nothing
    const ids = await page.run(() => Array.from({ length: 200 }, (_, i) => tracker.track('Tick', { i })))
    await new Promise((resolve) => setTimeout(resolve, 300)) // the row's own definition
    await stage.browser.kill()
    await stage.browser.restart()
    await stage.browser.offline(false)
    await stage.visit(url)
    expect(await account(stage, ids, 'row 9')).toMatchObject(nothingLost)
  }, 60_000)

  test('a renderer that crashes after saved() loses nothing', async (context) => {
    stage.needs(context, 'crash')
    const page = await stage.open('shop')
    const url = page.url()
    await stage.browser.offline(true)
    const ids = await track(page, 100)
    await page.run(() => tracker.saved())
    await stage.browser.crash(page)
    await stage.browser.offline(false)
    await stage.visit(url)
    expect(await account(stage, ids, 'crash')).toMatchObject(nothingLost)
  })

  test('row 10, two tabs offline, both closed, one opened again: the events of both arrive', async () => {
    const first = await stage.open('shop')
    const url = first.url()
    const second = await stage.visit(url)
    await stage.browser.offline(true)
    const ids = [...(await track(first, 100)), ...(await track(second, 100))]
    await first.close()
    await second.close()
    await stage.browser.offline(false)
    await stage.visit(url)
    expect(await account(stage, ids, 'row 10')).toMatchObject(nothingLost)
  })

  test('row 16, a link to the next page clicked right after track: the event arrives', async () => {
    const page = await stage.open('shop')
    await trackOnClick(page, '#product')
    await page.click('#product')
    const id = (await page.waitFor(() => (location.pathname.endsWith('/product') ? sessionStorage.getItem('id') : null)))!
    expect(await account(stage, [id], 'row 16')).toMatchObject(nothingLost)
  })

  test('row 16, a link to another site clicked right after track: the event leaves with the page', async () => {
    const page = await stage.open('shop', { options: { flushDelayMs: 60_000 } })
    const url = page.url()
    const elsewhere = stage.site.page('plain').replace('127.0.0.1', 'localhost')
    await page.run((href) => ((document.getElementById('elsewhere') as HTMLAnchorElement).href = href), elsewhere)
    await page.run(() => tracker.flush()) // what sends is loaded then; a page that leaves sooner leaves it to the next one
    await trackOnClick(page, '#elsewhere')
    const start = stage.collector.requests.length
    await page.click('#elsewhere')
    await page.waitFor(() => document.title === 'Elsewhere')
    await expect.poll(() => stage.collector.requests.length, { timeout: 5_000 }).toBeGreaterThan(start)
    await page.goto(url)
    const id = (await page.waitFor(() => sessionStorage.getItem('id')))!
    expect(await account(stage, [id], 'row 16, other site')).toMatchObject(nothingLost)
  })

  test('row 17, back/forward cache: the page that comes back delivers what it tracks', async (context) => {
    stage.needs(context, 'bfcache')
    const page = await stage.open('shop')
    const before = await track(page, 10)
    await stage.received(before)
    await page.goto(stage.site.page('plain'))
    await page.back()
    expect(await page.waitFor(() => window.wasRestored !== undefined && [window.wasRestored])).toEqual([true])
    const after = await track(page, 10)
    expect(await account(stage, [...before, ...after], 'row 17')).toMatchObject(nothingLost)
  })

  test('row 17, back/forward cache: the page that left with undelivered events delivers them when it comes back', async (context) => {
    stage.needs(context, 'bfcache')
    const page = await stage.open('shop', { options: { flushDelayMs: 60_000 } })
    stage.collector.fail({ kind: 'status', status: 503 })
    const ids = await track(page, 100)
    await page.run(() => tracker.saved())
    await page.goto(stage.site.page('plain'))
    stage.collector.fail(null)
    await page.back()
    await stage.received(ids)
    // What comes behind that has the whole delay to wait.
    const later = await track(page, 10)
    await page.run(() => void tracker.flush())
    expect(await account(stage, [...ids, ...later], 'row 17, undelivered')).toMatchObject(nothingLost)
  }, 60_000)

  test('row 17, back/forward cache: what the disk was writing when the page left arrives', async (context) => {
    stage.needs(context, 'bfcache')
    const page = await stage.open('shop')
    const before = await track(page, 10)
    await stage.received(before)
    await page.run(() => addEventListener('pagehide', () => {
      const ids = Array.from({ length: 20 }, (_, i) => tracker.track('Tick', { i }))
      localStorage.setItem('leaving', JSON.stringify(ids))
    }, { once: true }))
    await page.goto(stage.site.page('plain'))
    await page.back()
    // With a write under way Firefox keeps the page most of the time, and else loads it anew.
    const leaving = await page.waitFor(() => (window.isReady ? JSON.parse(localStorage.getItem('leaving') ?? 'null') : null) as string[])
    const after = await track(page, 10)
    expect(await account(stage, [...before, ...leaving, ...after], 'row 17, writing')).toMatchObject(nothingLost)
  }, 60_000)

  test('row 17, back/forward cache: a page that left before storage had answered goes on when it comes back', async (context) => {
    stage.needs(context, 'bfcache')
    const page = await stage.open('blank')
    await page.run(() => addEventListener('pagehide', () => {
      start()
      const ids = Array.from({ length: 20 }, (_, i) => tracker.track('Tick', { i }))
      localStorage.setItem('not started', JSON.stringify(ids))
    }, { once: true }))
    await page.goto(stage.site.page('plain'))
    await page.back()
    const ids = await page.waitFor(() => (window.isReady ? JSON.parse(localStorage.getItem('not started') ?? 'null') : null) as string[])
    await page.run(() => (window.tracker ?? start()).saved())
    ids.push(...(await track(page, 10)))
    expect(await account(stage, ids, 'row 17, not started')).toMatchObject(nothingLost)
  }, 60_000)

  test('row 17, back/forward cache: a page that left while it asked storage keeps no other page from it', async (context) => {
    stage.needs(context, 'bfcache')
    // Before the library listens: at the very end of the page it begins to read who is here.
    const page = await stage.open('shop', { before: () => addEventListener('pagehide', () => dispatchEvent(new Event('online'))) })
    await stage.received(await track(page, 10))
    await page.goto(`${page.url()}/product`)
    await page.waitFor(() => window.isReady)
    expect(await account(stage, await track(page, 10), 'row 17, left while reading')).toMatchObject(nothingLost)
  })

  test('row 19, clock set back an hour after a refusal: waiting events are delivered all the same', async () => {
    const clockBack = () => {
      if (!sessionStorage.getItem('clock')) return
      const now = Date.now
      Date.now = () => now() - 3_600_000
    }
    const page = await stage.open('shop', { before: clockBack })
    const start = stage.collector.requests.length
    stage.collector.fail({ kind: 'status', status: 503, retryAfter: 1 })
    const ids = await track(page, 100)
    await expect.poll(() => stage.collector.requests.length, { timeout: 10_000 }).toBeGreaterThan(start)
    stage.collector.fail(null)
    await page.run(() => sessionStorage.setItem('clock', 'back'))
    await page.reload()
    await page.waitFor(() => window.isReady)
    const later = await track(page, 10)
    expect(await account(stage, [...ids, ...later], 'row 19')).toMatchObject(nothingLost)
  }, 60_000)

  test('row 19, clock set back an hour within a page: times never run backwards', async () => {
    const page = await stage.open('shop')
    const times = await page.run(async () => {
      await tracker.saved() // steps run once storage has been read
      const seen: number[] = []
      tracker.use((event) => {
        seen.push(event.time)
        return event
      })
      const now = Date.now
      tracker.track('Before')
      Date.now = () => now() - 3_600_000
      tracker.track('After')
      tracker.track('After')
      return seen
    })
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(times).toHaveLength(3)
  })
})
