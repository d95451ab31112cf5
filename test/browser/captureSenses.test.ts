// Owns what is recorded of how visitors fare: frustration, attention, what was seen, errors, requests, searches, data layers.
// Must not call track by hand but for a marker: what arrives was captured.
import { describe, expect, test } from 'vitest'
import { createRecorded, listenIn, told, tracked } from './recorded.ts'
import { useStage } from './stage.ts'

const stage = useStage()
const recorded = createRecorded(stage)

describe('frustration', () => {
  const capture = [['frustration', { deadAfterMs: 600 }]]

  test('a button that does nothing is dead, and one that answers, copies or is meant to be still is not', async () => {
    const page = await stage.open('senses', { options: { capture } })
    await listenIn(page)
    for (const id of ['alive', 'copy', 'calm', 'words', 'canvas', 'down']) await page.click(`#${id}`)
    // The answer to the next one must not be taken for an answer of the dead one.
    await page.run(() => new Promise((resolve) => setTimeout(resolve, 700)))
    await page.click('#dead')
    await tracked(page, 'Dead Click')
    await page.run(() => document.getElementById('dead')!.focus())
    await page.run(() => (window.kept = []))
    await page.press('Enter')
    await tracked(page, 'Dead Click')
    expect(told(await recorded(page), 'name')).toEqual([['Dead Click', 'Does nothing'], ['Dead Click', 'Does nothing']])
  })

  test('three quick clicks on one thing are rage, once; on next, on text that gets selected and on a canvas they are not', async () => {
    const page = await stage.open('senses', { options: { capture: [['frustration', { rageWithinMs: 5000 }]] } })
    for (const id of ['next', 'canvas', 'calm']) for (let i = 0; i < 4; i++) await page.click(`#${id}`)
    for (const id of ['alive', 'next', 'alive']) await page.click(`#${id}`)
    expect(told(await recorded(page), 'name')).toEqual([])
    for (let i = 0; i < 5; i++) await page.click('#down')
    const rows = await recorded(page)
    expect(told(rows, 'name', 'clicks')).toEqual([['Rage Click', 'Opens on mouse down', 3]])
  })

  test('a click that ends in an error is told with its cause, and the error itself without what is quoted in it', async () => {
    const page = await stage.open('senses', { options: { capture: [...capture, 'errors'] } })
    await listenIn(page)
    await page.click('#fails')
    await page.click('#rejects')
    // A browser tells of a rejection when it has time.
    await page.waitFor(() => window.kept.filter((name: string) => name === 'Error Click').length === 2)
    await page.run(() => void dispatchEvent(new ErrorEvent('error', { message: 'Uncaught Error: elsewhere', filename: 'https://ads.example/tag.js?x=1', lineno: 1, colno: 2 })))
    await page.run(() => {
      const image = new Image()
      const failed = new Promise((resolve) => (image.onerror = resolve))
      image.src = '/missing.png?planted-secret'
      document.body.append(image)
      return failed.then(() => true)
    })
    const rows = await recorded(page)
    expect(told(rows.filter(({ name }) => name === 'Error Click'), 'name', 'cause')).toEqual([
      ['Error Click', 'Fails', 'own script'],
      ['Error Click', 'Rejects', 'network'],
    ])
    const errors = rows.filter(({ name }) => name === 'Error Occurred')
    expect(told(errors, 'kind', 'cause')).toEqual([
      ['Error Occurred', 'error', 'own script'],
      ['Error Occurred', 'rejection', 'network'],
      ['Error Occurred', 'error', 'third party'],
      ['Error Occurred', 'resource', 'network'],
    ])
    expect(errors[2]?.properties.file).toBe('https://ads.example/tag.js')
    expect(JSON.stringify(rows)).not.toContain('planted')
  })
})

test('attention: time, depth and each view, once for each time that it is left', async () => {
  const page = await stage.open('senses', { options: { capture: ['attention', ['impressions', { afterMs: 100 }]] } })
  await listenIn(page)
  await tracked(page, 'Element Viewed')
  await page.run(() => {
    const drawn = new Promise((resolve) => addEventListener('scroll', resolve, { once: true }))
    scrollTo(0, document.documentElement.scrollHeight)
    return drawn.then(() => true)
  })
  await page.run(() => (window.kept = []))
  await tracked(page, 'Element Viewed')
  const begin = await page.run(() => performance.now())
  await page.click('#end')
  await page.run(() => (location.hash = '#/other'))
  await page.run(() => history.pushState({}, '', '/elsewhere'))
  const rows = await recorded(page)
  // What is in view after the route has changed is of the next view, and where a browser is slow it is seen.
  expect(told(rows.filter(({ name, context }) => name === 'Element Viewed' && context.page.url.endsWith('/senses')), 'name', 'place')).toEqual([
    ['Element Viewed', 'Tile', 'top'],
    ['Element Viewed', 'End', undefined],
  ])
  const left = rows.filter(({ name }) => name === 'Page Left')
  expect(told(left, 'reason', 'view')).toEqual([['Page Left', 'route', 1], ['Page Left', 'route', 2]])
  expect(left[0]?.properties.scroll_depth).toBe(100)
  expect(left[0]?.properties.url).toMatch(/\/senses$/)
  expect(left[0]?.properties.engaged_seconds).toBeGreaterThan(0)
  expect(left[0]?.properties.seconds).toBeGreaterThanOrEqual(Math.floor(begin / 1000) - 1)
})

test('requests that fail are told by method and pattern, without query, and those of the tracker are not', async () => {
  const page = await stage.open('senses', { options: { capture: ['requests'] } })
  stage.collector.fail({ kind: 'status', status: 500, times: 1 })
  await page.run(async () => {
    await fetch('/api/orders/10017/items?customer=planted-secret')
    await fetch('/pages/start.js')
    await fetch('/api/orders/10018/items', { method: 'delete' })
    const aborted = new AbortController()
    const ended = fetch('/pages/start.js', { signal: aborted.signal }).catch(() => {})
    aborted.abort()
    await ended
    const request = new XMLHttpRequest()
    const done = new Promise((resolve) => (request.onloadend = resolve))
    request.open('POST', '/api/carts/0f8fad5b-d9cb-469f-a165-70867728950e')
    request.send('planted-secret')
    await done
  })
  const rows = await recorded(page)
  const { origin } = new URL(page.url())
  expect(told(rows, 'method', 'url', 'status')).toEqual([
    ['Request Failed', 'GET', `${origin}/api/orders/:id/items`, 404],
    ['Request Failed', 'DELETE', `${origin}/api/orders/:id/items`, 404],
    ['Request Failed', 'POST', `${origin}/api/carts/:id`, 404],
  ])
  expect(JSON.stringify(rows)).not.toContain('planted')
})

test('what is searched for is told once, with the number of results', async () => {
  const page = await stage.open('senses', { options: { capture: [['searches', { results: '.result', settleMs: 0 }]] } })
  await listenIn(page)
  await page.run(() => history.pushState({}, '', `${location.pathname}?q=table%20lamp&page=2`))
  await tracked(page, 'Products Searched')
  await page.run(() => history.pushState({}, '', `${location.pathname}?q=table%20lamp&page=3`))
  await page.run(() => (window.kept = []))
  await page.run(() => {
    document.body.insertAdjacentHTML('beforeend', '<i class="result"></i>')
    history.pushState({}, '', `${location.pathname}?q=jane@shop.example`)
  })
  await tracked(page, 'Products Searched')
  expect(told(await recorded(page), 'query', 'results')).toEqual([['Products Searched', 'table lamp', 0], ['Products Searched', '[email]', 1]])
})

test('a data layer is read from its beginning and goes on as it was', async () => {
  const page = await stage.open('senses', {
    options: { capture: ['dataLayer'] },
    before: () => {
      const layer: unknown[] = ((window as any).dataLayer = [])
      ;(window as any).gtag = function () {
        layer.push(arguments)
      }
      ;(window as any).gtag('event', 'view_item', { currency: 'EUR', value: 20, user_data: { email: 'planted@shop.example' }, items: [{ item_id: 'a', item_name: 'Lamp', price: 20, index: 1 }] })
      ;(window as any).digitalData = { product: [{ productInfo: { productID: 'd', productName: 'Vase' } }], user: [{ profile: [{ profileInfo: { email: 'planted' } }] }] }
    },
  })
  await page.waitFor(() => document.readyState === 'complete')
  await page.run(() => {
    ;(window as any).dataLayer.push({ event: 'purchase', ecommerce: { transaction_id: 'T1', value: 40, tax: 4, currency: 'EUR', items: [{ item_id: 'a', quantity: 2, price: 20 }] } }, { event: 'gtm.js', email: 'planted' })
    ;(window as any).gtag('consent', 'default', { ad_storage: 'denied' })
  })
  const rows = await recorded(page)
  expect(rows.map(({ name, properties }) => [name, properties]).sort()).toEqual([
    ['Order Completed', { order_id: 'T1', revenue: 40, tax: 4, currency: 'EUR', products: [{ product_id: 'a', quantity: 2, price: 20 }] }],
    ['Product Viewed', { currency: 'EUR', product_id: 'a', name: 'Lamp', price: 20, position: 1 }],
    ['Product Viewed', { product_id: 'd', name: 'Vase' }],
  ])
  expect(await page.run(() => (window as any).dataLayer.length)).toBe(4)
  expect(JSON.stringify(rows)).not.toContain('planted')
})

describe('landing and coming back', () => {
  test('a campaign is told once for each landing, and not again by a reload', async () => {
    const url = stage.site.page('senses', { options: { writeKey: 'campaigns', flushDelayMs: 50, capture: ['campaigns'] } })
    const page = await stage.visit(`${url}?utm_source=mail&utm_campaign=spring&gclid=G1&customer=planted`)
    const rows = await recorded(page)
    expect(rows.map(({ name, properties }) => [name, properties])).toEqual([
      ['Campaign Landed', { campaign: { source: 'mail', campaign: 'spring' }, click_ids: { gclid: 'G1' } }],
    ])
    await page.reload()
    await page.waitFor(() => window.isReady)
    expect(told(await recorded(page))).toEqual([])
  })

  test('a page out of the back/forward cache is a view of its own kind, and a route knows the page before it', async (context) => {
    stage.needs(context, 'bfcache')
    const page = await stage.open('senses', { options: { capture: ['pageViews'] } })
    await page.run(() => history.pushState({}, '', `${location.pathname}/lamp?mail=planted`))
    const first = await recorded(page)
    expect(first.map(({ type, properties }) => [type, properties?.kind])).toEqual([['page', undefined], ['page', 'route']])
    expect(first[1]?.properties.referrer).toMatch(/\/senses$/)
    await page.goto(stage.site.page('plain'))
    await page.back()
    await page.waitFor(() => window.wasRestored)
    expect((await recorded(page)).slice(2).map(({ type, properties }) => [type, properties?.kind])).toEqual([['page', 'restored']])
  })
})
