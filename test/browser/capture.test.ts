// Owns what default capture records of real clicks and real navigations.
// Must not call track by hand: what arrives was captured.
import { beforeAll, describe, expect, test } from 'vitest'
import { createRecorded } from './recorded.ts'
import { useStage, type Row } from './stage.ts'

const stage = useStage()
const recorded = createRecorded(stage)
const capturing = { options: { capture: ['pageViews', 'clicks'] } }

const paths = (rows: readonly Row[]) => rows.filter(({ type }) => type === 'page').map(({ context }) => String(context.page.path))
/** The texts within these rows in which the pattern occurs. */
const said = (rows: readonly Row[], pattern: RegExp) => (JSON.stringify(rows).match(/"[^"]*"/g) ?? []).filter((text) => pattern.test(text))
const clicks = (rows: readonly Row[]) => rows.filter(({ name }) => name === 'Element Clicked')

describe('page views', () => {
  test('the page that loads is one view', async () => {
    const page = await stage.open('shop', capturing)
    const rows = await recorded(page)
    expect(rows.filter(({ type }) => type === 'page')).toHaveLength(1)
  })

  test('pushState, replaceState, back and a route in the hash are one view each, and the same URL again is none', async () => {
    const page = await stage.open('shop', capturing)
    const views = async () => (await recorded(page)).filter(({ type }) => type === 'page').length
    expect(await views()).toBe(1)
    await page.run(() => history.pushState({}, '', location.pathname + '/lamp'))
    expect(await views(), 'pushState').toBe(2)
    await page.run(() => history.pushState({ again: true }, '', location.href))
    expect(await views(), 'pushState to the same URL').toBe(2)
    await page.run(() => history.replaceState({}, '', location.pathname + '-small'))
    expect(await views(), 'replaceState').toBe(3)
    await page.run(() => history.replaceState({ scroll: 10 }, '', location.href))
    expect(await views(), 'replaceState of the state only').toBe(3)
    await page.click('#hash')
    expect(await views(), 'a jump within the page').toBe(3)
    await page.run(() => (location.hash = '#/mug'))
    expect(await views(), 'a route in the hash').toBe(4)
    await page.run(() => (location.hash = '#/mug'))
    expect(await views(), 'the same route').toBe(4)
    await page.run(() => new Promise((resolve) => {
      addEventListener('popstate', () => setTimeout(resolve), { once: true })
      history.back()
    }))
    expect(await views(), 'back').toBe(5)
  })

  test('a view carries its own page, and a page that is left within the same task is none', async () => {
    const page = await stage.open('shop', capturing)
    await page.run(() => history.pushState({}, '', '/a'))
    await page.run(() => {
      history.pushState({}, '', '/b')
      history.replaceState({}, '', '/c')
      document.title = 'C'
    })
    const views = (await recorded(page)).filter(({ type }) => type === 'page')
    expect(paths(views).slice(1)).toEqual(['/a', '/c'])
    expect(views.at(-1)?.context.page.title, 'the title that the router has set').toBe('C')
  })

  test('real navigation to another page is a view of the new page', async () => {
    const page = await stage.open('shop', capturing)
    await recorded(page)
    await page.click('#product')
    await page.waitFor(() => location.pathname.endsWith('/product') && window.isReady)
    expect(paths(await recorded(page)).map((path) => path.endsWith('/product'))).toEqual([true])
  })

  test('stop() ends capture and leaves the history functions working', async () => {
    const page = await stage.open('shop', capturing)
    await recorded(page)
    const before = stage.collector.requests.length
    await page.run(async () => {
      await tracker.flush()
      tracker.stop()
      history.pushState({}, '', '/after')
      document.getElementById('buy')!.click()
    })
    expect(await page.run(() => location.pathname)).toBe('/after')
    const again = await page.run(() => start({ capture: [] }).track('Again'))
    const row = (await stage.received([again]))[0]!
    const ids = stage.collector.requests.slice(before).flatMap((request) => request.ids)
    expect(ids).toEqual([row.id])
  })
})

describe('clicks', () => {
  let rows: Row[]
  let errors: string[]

  beforeAll(async () => {
    const page = await stage.open('shop', capturing)
    await page.type('#mail', 'secret-mail@example.com')
    await page.type('#password', 'secret-password')
    for (const selector of ['#buy', '#path', '#inner', '#text', '#hash', '#statement', '#label', '#agree', '#message', '#submit']) await page.click(selector)
    rows = await recorded(page)
    errors = await page.run(() => [...window.errors, ...window.trackerErrors])
  }, 30_000)

  const named = (name: string) => clicks(rows).filter(({ properties }) => properties.name === name)

  test('a button is recorded with its text', () => {
    expect(named('Buy now').map(({ properties }) => properties)).toMatchObject([{ role: 'button', tag: 'button' }])
  })

  test('a click on the icon within a button is a click on the button, named by its label', () => {
    expect(named('Open cart').map(({ properties }) => properties)).toMatchObject([{ role: 'button', tag: 'button' }])
  })

  test('a click on nested text is a click on the button, with the whole text', () => {
    expect(named('Add to wish list')).toHaveLength(1)
  })

  test('a link is recorded with its text, and one to a place on the same page without the address of that page', () => {
    const [link] = named('Reviews')
    expect(link?.properties).toMatchObject({ role: 'link', tag: 'a' })
    expect(link?.properties).not.toHaveProperty('href')
  })

  test('a label and its box count once a click', () => {
    expect(named('I agree')).toHaveLength(2) // one click on the label, one on the box
  })

  test('text that cannot be clicked is not recorded', () => {
    expect(clicks(rows).filter(({ properties }) => String(properties.name).includes('Nothing to click'))).toEqual([])
  })

  test('nothing of what was typed or stands in a form field is sent', () => {
    expect(said(rows.filter(({ properties }) => properties?.name !== 'Statement'), /secret|4111/)).toEqual([])
  })

  test('e-mail addresses and tokens in the address of a link are not sent', () => {
    expect(named('Statement')).toHaveLength(1)
    expect(said(named('Statement'), /secret|0f8fad5b/)).toEqual([])
  })

  test('no click makes anything throw', () => {
    expect(errors).toEqual([])
  })
})
