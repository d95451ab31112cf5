// Owns what the site's own service worker delivers: after the last tab is closed, and beside open ones.
// Must not test delivery by pages: see network.test.ts and closing.test.ts.
import { describe, expect, test } from 'vitest'
import type { Page } from '../support/browser.js'
import { account, nothingLost } from './account.ts'
import { track, useStage } from './stage.ts'

const stage = useStage()

type Syncing = { sync: { register(tag: string): Promise<void>; getTags(): Promise<string[]> } }

/** Registers the worker beside the page, and resolves once it is there and the page has loaded all of its code. */
const register = (page: Page, type: WorkerType = 'classic') =>
  page.run(async (kind) => {
    await navigator.serviceWorker.register(`${kind}.js`, { type: kind })
    await navigator.serviceWorker.ready
    await window.tracker?.flush()
  }, type)

/** Opens a page with a worker, and goes offline. */
const openOffline = async (type?: WorkerType): Promise<Page> => {
  const page = await stage.open('shop')
  await register(page, type)
  await stage.browser.offline(true)
  return page
}

/** Resolves once the browser has something to wake the worker for, or has nothing left. */
const synced = (page: Page, isWaiting = false) =>
  page.waitFor(async (is) => {
    const { sync } = (await navigator.serviceWorker.ready) as unknown as Syncing
    return (await sync.getTags()).length > 0 === is
  }, isWaiting)

/** The databases of the page's tracker. */
const databases = (page: Page) =>
  page.run(async () => {
    const { writeKey } = JSON.parse(document.getElementById('options')!.textContent!)
    return (await indexedDB.databases()).map(({ name }) => name).filter((name) => name?.endsWith(writeKey))
  })

/** A page of the same site whose tracker is not started. */
const blankBeside = (url: string): string => url.replace(/\/shop$/, '/blank')

describe('fault table, with a service worker', () => {
  test.for(['classic', 'module'] as const)(
    'row 20, tab closed offline, no page open when the network returns: the worker (%s) delivers everything',
    async (type, context) => {
      stage.needs(context, 'backgroundSync')
      const page = await openOffline(type)
      const start = stage.collector.requests.length
      const ids = await track(page, 200)
      await page.close()
      expect(stage.collector.requests.length, 'nothing got through while offline').toBe(start)
      await stage.browser.offline(false)
      expect(await account(stage, ids, `row 20, ${type}`)).toEqual({ ...nothingLost, repeats: 0 })
    },
  )

  test('row 20, browser killed offline and started again: the worker delivers without a visit to the site', async (context) => {
    stage.needs(context, 'backgroundSync', 'kill')
    const page = await openOffline()
    const ids = await track(page, 200)
    await page.run(() => tracker.saved())
    await synced(page, true)
    await stage.browser.kill()
    await stage.browser.restart()
    await stage.browser.offline(false)
    expect(await account(stage, ids, 'row 20, killed')).toMatchObject(nothingLost)
  }, 60_000)

  test('the collector is down when the tab is closed: the worker delivers once it is back', async (context) => {
    stage.needs(context, 'backgroundSync')
    const page = await stage.open('shop')
    await register(page)
    const start = stage.collector.requests.length
    stage.collector.fail({ kind: 'status', status: 503 })
    const ids = await track(page, 50)
    await expect.poll(() => stage.collector.requests.length, { timeout: 5_000 }).toBeGreaterThan(start)
    await page.close()
    stage.collector.fail(null)
    expect(await account(stage, ids, 'collector down')).toMatchObject(nothingLost)
  }, 60_000)
})

describe('the worker', () => {
  test('sends nothing after consent was withdrawn in the last page', async (context) => {
    stage.needs(context, 'backgroundSync')
    const page = await openOffline()
    const start = stage.collector.requests.length
    await track(page, 10)
    await synced(page, true)
    await page.run(async () => {
      tracker.consent({ analytics: false })
      await tracker.saved()
    })
    const url = blankBeside(page.url())
    await page.close()
    await stage.browser.offline(false)
    const witness = await stage.visit(url)
    await synced(witness)
    expect(stage.collector.requests.length).toBe(start)
  }, 60_000)

  test('creates no database where there is none', async (context) => {
    stage.needs(context, 'backgroundSync')
    const page = await stage.open('blank')
    await register(page)
    await page.run(async () => {
      const { writeKey } = JSON.parse(document.getElementById('options')!.textContent!)
      await ((await navigator.serviceWorker.ready) as unknown as Syncing).sync.register(`throughline-${writeKey}`)
    })
    await synced(page)
    expect(await databases(page)).toEqual([])
  })

  test('and pages at work at the same time deliver each event once', async (context) => {
    stage.needs(context, 'backgroundSync')
    const page = await stage.open('shop')
    const other = await stage.visit(page.url())
    await register(page)
    const ids: string[] = []
    for (let i = 0; i < 10; i++) {
      // As often as the browser likes: what is asked for while the worker runs is done again afterwards.
      await page.run(async () => {
        const { writeKey } = JSON.parse(document.getElementById('options')!.textContent!)
        void ((await navigator.serviceWorker.ready) as unknown as Syncing).sync.register(`throughline-${writeKey}`)
      })
      ids.push(...(await track(page, 30)), ...(await track(other, 30)))
    }
    await synced(page)
    expect(await account(stage, ids, 'worker and pages')).toEqual({ ...nothingLost, repeats: 0 })
  }, 60_000)
})

describe('a page', () => {
  /** Counts what the page asks of the browser. */
  const count = () => {
    window.kept = []
    const { SyncManager } = window as unknown as { SyncManager?: { prototype: { register(tag: string): Promise<void> } } }
    const native = SyncManager?.prototype.register
    if (SyncManager)
      SyncManager.prototype.register = function (tag) {
        window.kept.push(tag)
        return native!.call(this, tag)
      }
  }

  test('asks for the worker once while there is trouble, and not at all without', async (context) => {
    stage.needs(context, 'backgroundSync')
    const page = await stage.open('shop', { before: count })
    await register(page)
    const ids = await track(page, 50)
    await stage.received(ids)
    expect(await page.run(() => window.kept)).toEqual([])
    await stage.browser.offline(true)
    ids.push(...(await track(page, 50)), ...(await track(page, 50)))
    await page.run(() => tracker.saved())
    expect(await page.waitFor(() => window.kept.length && window.kept)).toHaveLength(1)
    await stage.browser.offline(false)
    expect(await account(stage, ids, 'asked once')).toMatchObject(nothingLost)
  })

  test('of a site without a worker registers none, and goes on without', async () => {
    const page = await stage.open('shop')
    await page.run(() => tracker.flush())
    await stage.browser.offline(true)
    const ids = await track(page, 20)
    await page.run(() => tracker.saved())
    await stage.browser.offline(false)
    expect(await account(stage, ids, 'no worker')).toMatchObject(nothingLost)
    const seen = await page.run(async () => {
      const own = (await navigator.serviceWorker?.getRegistrations())?.filter(({ scope }) => location.href.startsWith(scope))
      return [own?.length ?? 0, window.errors, window.trackerErrors]
    })
    expect(seen).toEqual([0, [], []])
  })

  test('with a worker where the browser has no Background Sync, or refuses it, delivers by itself', async () => {
    const refuse = () => {
      const { SyncManager } = window as unknown as { SyncManager?: { prototype: { register(): Promise<void> } } }
      if (SyncManager) SyncManager.prototype.register = () => Promise.reject(new DOMException('denied', 'NotAllowedError'))
    }
    const page = await stage.open('shop', { before: refuse })
    await register(page)
    await stage.browser.offline(true)
    const ids = await track(page, 20)
    await page.run(() => tracker.saved())
    await stage.browser.offline(false)
    expect(await account(stage, ids, 'refused')).toMatchObject(nothingLost)
    expect(await page.run(() => [...window.errors, ...window.trackerErrors])).toEqual([])
  })
})
