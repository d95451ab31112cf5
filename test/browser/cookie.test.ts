// Owns the cookie that mirrors the anonymous id: subdomains agree, and whichever copy survives heals the other.
// Must not test how its domain is found where no browser is needed: that has unit tests.
import { describe, expect, test } from 'vitest'
import type { Page } from '../support/browser.js'
import type { Setup } from '../support/site.js'
import { useStage } from './stage.ts'

const stage = useStage()
let keys = 0

/** The same page at several hosts of one site; the collector is one of them. */
function openSite(setup: Setup = {}) {
  const writeKey = `cookie-${++keys}`
  const collector = `${stage.collector.url.replace('127.0.0.1', 'collect.shop.test')}/v1/batch`
  const url = stage.site.page('shop', { ...setup, options: { writeKey, collector, flushDelayMs: 50, ...setup.options } })
  return async (host: string): Promise<Page> => {
    const page = await stage.visit(url.replace('127.0.0.1', host))
    await page.run(() => tracker.saved())
    return page
  }
}
const track = (page: Page) => page.run(() => tracker.track('Here'))
const whoIs = (page: Page) => page.run(() => ({ anonymousId: tracker.identity().anonymousId, userId: tracker.identity().userId ?? null }))
const readCookie = (page: Page) =>
  page.run(() => {
    const { writeKey } = JSON.parse(document.getElementById('options')!.textContent!)
    return document.cookie.split('; ').flatMap((pair) => pair.split(`throughline-${writeKey}=`)[1] ?? [])
  })
const writeCookie = (page: Page, id: string, more = '') =>
  page.run(
    (value, attributes) => {
      const { writeKey } = JSON.parse(document.getElementById('options')!.textContent!)
      document.cookie = `throughline-${writeKey}=${value};path=/;${attributes}`
    },
    id,
    more,
  )
const reload = async (page: Page) => {
  await page.reload()
  await page.waitFor(() => window.isReady)
  await page.run(() => tracker.saved())
}

describe('the cookie of the anonymous id', () => {
  test('two subdomains have one visitor, and what one of them knows of the customer stays with it', async () => {
    const visit = openSite()
    const www = await visit('www.shop.test')
    const ids = [await track(www), await www.run(() => tracker.identify('customer-1', { plan: 'gold' }))]
    const app = await visit('app.shop.test')
    const deep = await visit('m.app.shop.test')
    ids.push(await track(app), await track(deep))
    const rows = await stage.received(ids)
    const [first] = rows
    expect(rows.map(({ anonymousId }) => anonymousId)).toEqual(Array(4).fill(first!.anonymousId))
    expect(rows.map(({ userId }) => userId)).toEqual([null, 'customer-1', null, null])
    for (const page of [www, app, deep]) expect(await readCookie(page)).toEqual([first!.anonymousId])
  })

  test('another site has another visitor, also below a suffix that both share', async () => {
    const visit = openSite()
    const [shop, other] = [await visit('www.shop.test'), await visit('www.other.test')]
    expect(await readCookie(other)).toEqual([(await whoIs(other)).anonymousId])
    expect((await whoIs(other)).anonymousId).not.toBe((await whoIs(shop)).anonymousId)
  })

  test('after a logout on one subdomain the other follows when it is shown again, also with its next event', async () => {
    const visit = openSite()
    const www = await visit('www.shop.test')
    await www.run(() => [tracker.identify('customer-1'), tracker.link('loyalty', '7')])
    const before = await whoIs(www)
    const app = await visit('app.shop.test') // hides the first
    await app.run(() => tracker.reset())
    const fresh = await whoIs(app)
    expect(fresh.anonymousId).not.toBe(before.anonymousId)
    await www.run(() => {
      document.addEventListener('visibilitychange', () => (window.kept = tracker.track('Shown again')))
    })
    await www.front()
    const id = await www.waitFor(() => window.kept as string)
    const [row] = await stage.received([id])
    expect(row).toMatchObject({ anonymousId: fresh.anonymousId, userId: null })
    expect(row!.payload.context.throughline.identifiers ?? {}).toEqual({})
    expect(await www.run(() => tracker.identity().traits)).toEqual({})
  })

  test('whichever copy survives heals the other', async () => {
    const page = await openSite()('www.shop.test')
    const { anonymousId } = await whoIs(page)
    await page.run(() => tracker.identify('customer-1'))
    await writeCookie(page, '', 'domain=shop.test;max-age=0')
    expect(await readCookie(page)).toEqual([])
    await reload(page)
    expect(await readCookie(page)).toEqual([anonymousId])
    expect(await whoIs(page)).toEqual({ anonymousId, userId: 'customer-1' })

    await page.run(async () => {
      tracker.stop()
      const { writeKey } = JSON.parse(document.getElementById('options')!.textContent!)
      await new Promise((resolve) => (indexedDB.deleteDatabase(`throughline-${writeKey}`).onsuccess = resolve))
    })
    await reload(page)
    expect(await whoIs(page)).toEqual({ anonymousId, userId: null })
    expect(await readCookie(page)).toEqual([anonymousId])
  })

  test('where the two differ the cookie is right, and nothing of the person on disk is said of it', async () => {
    const page = await openSite()('www.shop.test')
    await page.run(() => [tracker.identify('customer-1', { plan: 'gold' }), tracker.link('loyalty', '7')])
    const { sessionId } = await page.run(() => tracker.identity())
    const theirs = '0193a1b2-0000-7000-8000-00000000abcd'
    await writeCookie(page, theirs, 'domain=shop.test')
    // Without https there are no Web Locks: a page that leaves while it sends keeps the next one waiting, until its lease is over.
    await page.run(() => tracker.flush())
    await reload(page)
    const [row] = await stage.received([await track(page)])
    expect(row).toMatchObject({ anonymousId: theirs, userId: null })
    expect(row!.sessionId).not.toBe(sessionId)
    expect(await page.run(() => tracker.identity())).toMatchObject({ identifiers: {}, traits: {} })
    expect(await readCookie(page)).toEqual([theirs])
  })

  test('an id that this browser was rid of never comes back: a killed browser keeps the cookie from before', async () => {
    const page = await openSite()('www.shop.test')
    const before = await whoIs(page)
    await page.run(() => [tracker.identify('customer-1'), tracker.reset(), tracker.identify('customer-2')])
    const after = await whoIs(page)
    expect(after.anonymousId).not.toBe(before.anonymousId)
    await page.run(() => tracker.saved())
    await writeCookie(page, before.anonymousId!, 'domain=shop.test')
    await reload(page)
    expect(await whoIs(page)).toEqual(after)
    expect(await readCookie(page)).toEqual([after.anonymousId])
  })

  test.each(['junk', '00000000-0000-0000-0000-000000000000', '<script>', '0193a1b2-0000-7000-8000-00000000abcd0', 'customer-1'])(
    'a cookie of %s is nobody, and is put right',
    async (value) => {
      const page = await openSite()('www.shop.test')
      const before = await whoIs(page)
      await writeCookie(page, value, 'domain=shop.test')
      await reload(page)
      expect(await whoIs(page)).toEqual(before)
      expect(await readCookie(page)).toEqual([before.anonymousId])
    },
  )

  test('without consent there is none; withdrawn, it is gone from every subdomain', async () => {
    const visit = openSite({ options: { consent: 'pending' } })
    const page = await visit('www.shop.test')
    expect(await page.run(() => document.cookie)).not.toContain(`cookie-${keys}`)
    await page.run(() => tracker.consent({ analytics: true }))
    await page.run(() => tracker.saved())
    expect(await readCookie(page)).toEqual([(await whoIs(page)).anonymousId])
    const app = await visit('app.shop.test')
    expect(await readCookie(app)).toHaveLength(1)
    await page.run(() => tracker.consent({ analytics: false }))
    expect(await readCookie(page)).toEqual([])
    expect(await readCookie(app)).toEqual([])
  })

  test('at an address without a name it belongs to that host', async () => {
    const page = await openSite()('127.0.0.1')
    expect(await readCookie(page)).toEqual([(await whoIs(page)).anonymousId])
  })

  test('a script tag can name its domain, or have none', async () => {
    const host = stage.site.url.replace('127.0.0.1', 'www.shop.test')
    for (const [value, expected] of [['www.shop.test', 1], ['false', 0]] as const) {
      const url = stage.site.page('script', { attributes: { 'data-cookie': value, 'data-write-key': `cookie-${++keys}` } })
      const page = await stage.visit(url.replace(stage.site.url, host))
      await page.waitFor(() => Boolean(window.throughline?.saved))
      await page.run(() => window.throughline.saved())
      const count = (of: Page) => of.run((name) => document.cookie.split(name).length - 1, `cookie-${keys}`)
      expect(await count(page)).toBe(expected)
      await page.goto(stage.site.url.replace('127.0.0.1', 'shop.test') + '/pages/stayHere.js')
      expect(await count(page), 'not on the domain above').toBe(0)
    }
  })

  test('what has no https has no digest: an e-mail address is refused, and nothing of it is sent', async () => {
    const page = await openSite()('www.shop.test')
    const [refused, id] = await page.run(() => [tracker.link('email', 'jane@shop.example'), tracker.track('After')])
    expect(refused).toBe('')
    const rows = await stage.streamsOf(await stage.received([id!]))
    expect(JSON.stringify(rows)).not.toContain('jane')
    expect(await page.run(() => window.trackerErrors)).toEqual([expect.stringMatching(/^input: .*https/)])
  })

  test('without it, each subdomain has a visitor of its own', async () => {
    const visit = openSite({ options: { cookie: false } })
    const [www, app] = [await visit('www.shop.test'), await visit('app.shop.test')]
    expect([await readCookie(www), await readCookie(app)]).toEqual([[], []])
    expect((await whoIs(app)).anonymousId).not.toBe((await whoIs(www)).anonymousId)
  })
})
