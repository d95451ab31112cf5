// Owns what happens between two real origins: what a link hands over, what is accepted, and what is refused.
// Must not repeat every rule: the unit tests have those.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from '../support/browser.js'
import { startSite, type Setup } from '../support/site.js'
import { begin as beginIn, errorsOf, freshKey, links, load, sent as sentFrom, setupOf } from './handoverPages.ts'
import { useStage } from './stage.ts'

const stage = useStage()
type Site = Awaited<ReturnType<typeof startSite>>
let other: Site, foreign: Site
beforeAll(async () => {
  const collectorUrl = stage.collector.url
  ;[other, foreign] = (await Promise.all([startSite({ collectorUrl }), startSite({ collectorUrl })])) as [Site, Site]
})
afterAll(() => Promise.all([other.close(), foreign.close()]))

const domains = () => [stage.site, other].map(({ url }) => new URL(url).host)
const begin = (page: Page) => beginIn(page, domains())
const sent = (page: Page) => sentFrom(stage, page)

/** A page of the first site, with a tracker, and in it a link or a form. */
async function depart(writeKey: string, html: string, setup: Setup = {}): Promise<{ page: Page; id: string }> {
  const page = await stage.visit(stage.site.page('blank', setupOf(writeKey, setup)))
  const id = await begin(page)
  await page.run((inner: string) => void (document.body.innerHTML = inner), html)
  return { page, id }
}
/** The address with which the page was opened, before anything could change it. */
const rememberAddress = () => sessionStorage.setItem('opened', location.href)
const arrived = (page: Page, url: string) => page.waitFor((begins: string) => location.href.startsWith(begins) && window.isReady, url)
const openedWith = (page: Page) => page.run(() => sessionStorage.getItem('opened') ?? '')

/** Sends a visitor from a page of the first site to one of the other, and says what came of it. */
async function cross({ isShared = false, html = (url) => `<a id="go" href="${url}">Go</a>`, go = (page) => page.click('#go'), to = {} }: {
  /** One name for both, and so one cookie: ports do not keep cookies apart. */
  isShared?: boolean
  html?: (url: string) => string
  go?: (page: Page) => Promise<void>
  to?: Setup
} = {}) {
  const writeKey = freshKey()
  const target = other.page('blank', setupOf(isShared ? writeKey : freshKey(), { ...to, before: [rememberAddress, to.before ?? []].flat() }))
  const { page, id } = await depart(writeKey, html(target))
  await go(page)
  await arrived(page, target)
  const own = await begin(page)
  return { page, id, own, target, address: await openedWith(page), rows: await sent(page) }
}

describe('a link to another domain', () => {
  test('makes one visitor of two, by their anonymous ids, and leaves no trace in the address', async () => {
    const { page, id, own, rows, address, target } = await cross({
      async go(from) {
        await from.run(() => tracker.identify('customer-1001'))
        await from.click('#go')
      },
    })
    expect(address).toMatch(/#tl_link=/)
    expect(address).not.toContain('customer-1001')
    expect(page.url()).toBe(target)
    expect(own).not.toBe(id)
    expect(links(rows)).toEqual([expect.objectContaining({ type: 'anonymous', id })])
    const person = (await (await fetch(`${stage.collector.url}/people/anonymous:${own}`)).json()) as { identifiers: { value: string }[] }
    expect(person.identifiers.map(({ value }) => value).sort()).toEqual([id, own, 'customer-1001'].sort())
    expect(new Set(rows.map(({ anonymousId }) => anonymousId))).toEqual(new Set([own]))
    expect(rows.filter(({ userId }) => userId)).toEqual([])
    expect(rows.filter(({ type }) => type === 'page')).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain('tl_link')
    expect(await errorsOf(page)).toEqual([])
  })

  test('is followed by key as well', async () => {
    const { id, rows } = await cross({
      async go(page) {
        await page.run(() => document.getElementById('go')?.focus())
        await page.press('Enter')
      },
    })
    expect(links(rows)).toMatchObject([{ id }])
  })

  test('keeps its own fragment', async () => {
    const { page, id, rows, target } = await cross({ html: (url) => `<a id="go" href="${url}?q=1#reviews">Go</a>` })
    expect(links(rows)).toMatchObject([{ id }])
    expect(page.url()).toBe(`${target}?q=1#reviews`)
  })

  test('may be a form that is sent with GET', async () => {
    const { page, id, rows, target } = await cross({ html: (url) => `<form action="${url}"><input name="action" value="tea time"><button id="go">Go</button></form>` })
    expect(links(rows)).toMatchObject([{ id }])
    expect(page.url()).toBe(`${target}?action=tea+time`)
  })

  test('may be made by hand', async () => {
    const { id, rows } = await cross({
      html: (url) => `<button id="go" data-url="${url}">Go</button>`,
      go: (page) => page.run((names: string[]) => {
        const url = document.getElementById('go')?.dataset.url ?? ''
        location.assign(handover.decorate(tracker, url, { domains: names }))
      }, domains()),
    })
    expect(links(rows)).toMatchObject([{ id }])
  })

  test('has nothing to do where both sites share the cookie', async () => {
    const { page, id, own, rows } = await cross({ isShared: true })
    expect([own, links(rows), await errorsOf(page)]).toEqual([id, [], []])
  })

  test('to a site that is not configured carries nothing', async () => {
    const target = foreign.page('plain')
    const { page } = await depart(freshKey(), `<a id="go" href="${target}">Go</a>`)
    await page.click('#go')
    await page.waitFor((url: string) => location.href.startsWith(url), target)
    expect(page.url()).toBe(target)
  })
})

describe('a token', () => {
  /** Opens an address from a page of a site, so that it is the referrer. */
  const openFrom = async (site: Site, url: string, setup: Setup = {}) => {
    const page = await stage.visit(site.page('blank', setupOf(freshKey(), setup)))
    await page.run((address: string) => location.assign(address), url)
    await arrived(page, url.replace(/#.*/, ''))
    await begin(page)
    return { page, errors: await errorsOf(page), rows: await sent(page) }
  }

  test('counts once: not again after a reload, after coming back, or from the same address', async () => {
    const { page, address } = await cross()
    await page.reload()
    await begin(page)
    expect([links(await sent(page)), await errorsOf(page)]).toEqual([[], []])
    await page.goto(stage.site.page('plain'))
    await page.back()
    await page.waitFor(() => window.isReady)
    if (!(await page.run(() => window.wasRestored))) await begin(page)
    expect([links(await sent(page)), await errorsOf(page)]).toEqual([[], []])
    const replayed = await openFrom(stage.site, address)
    expect(links(replayed.rows)).toEqual([])
    expect(replayed.errors).toEqual([expect.stringMatching(/has been used/)])
    expect(replayed.page.url()).toBe(address.replace(/#.*/, ''))
  })

  test('of another visitor of the same browser is not used twice either', async () => {
    const { page, address } = await cross()
    await page.run(() => tracker.reset())
    const replayed = await openFrom(stage.site, address)
    expect([links(replayed.rows), replayed.errors]).toEqual([[], [expect.stringMatching(/has been used/)]])
  })

  /** A token that nobody has used yet. */
  const unused = async () => {
    const target = other.page('blank', setupOf(freshKey()))
    const { page } = await depart(freshKey(), '')
    return page.run((url: string, names: string[]) => handover.decorate(tracker, url, { domains: names }), target, domains())
  }

  test('from a site that is not configured does nothing but an error', async () => {
    const { rows, errors } = await openFrom(foreign, await unused())
    expect([links(rows), errors]).toEqual([[], [expect.stringMatching(/none of the configured domains/)]])
  })

  test('without a referrer does nothing but an error', async () => {
    const { rows, errors } = await openFrom(stage.site, await unused(), { headers: { 'Referrer-Policy': 'no-referrer' } })
    expect([links(rows), errors]).toEqual([[], [expect.stringMatching(/from nowhere/)]])
  })

  test('from a page that would forge its origin has the origin of that page', async () => {
    const forge = () => history.replaceState(null, '', '/?from=127.0.0.1')
    const { rows, errors } = await openFrom(foreign, await unused(), { before: forge, headers: { 'Referrer-Policy': 'unsafe-url' } })
    expect([links(rows), errors]).toEqual([[], [expect.stringMatching(/none of the configured domains/)]])
  })

  test('that was made more than two minutes ago does nothing but an error', async () => {
    const later = () => {
      const now = Date.now
      Date.now = () => now() + 121_000
    }
    const { page, rows } = await cross({ to: { before: later } })
    expect([links(rows), await errorsOf(page)]).toEqual([[], [expect.stringMatching(/has expired/)]])
  })

  test('that was changed does nothing but an error', async () => {
    const { rows, errors } = await openFrom(stage.site, (await unused()).slice(0, -1))
    expect([links(rows), errors]).toEqual([[], [expect.stringMatching(/malformed/)]])
  })

  test('writes nothing down before there is consent, and counts after it', async () => {
    const before = () => localStorage.removeItem('throughline:used') // of other tests
    const target = other.page('blank', setupOf(freshKey(), { before, options: { consent: 'pending' } }))
    const { page, id } = await depart(freshKey(), `<a id="go" href="${target}">Go</a>`)
    await page.click('#go')
    await arrived(page, target)
    await load(page)
    const undecided = await page.run(async (names: string[]) => {
      start({ capture: [handover.crossDomain({ domains: names })] })
      await tracker.saved()
      return { used: localStorage.getItem('throughline:used'), href: location.href }
    }, domains())
    expect(undecided).toEqual({ used: null, href: target })
    await page.run(() => tracker.consent({ analytics: true }))
    expect(links(await sent(page))).toMatchObject([{ id }])
  })
})
