// Owns the apps in examples/frameworks: each is built from its own lock file and used in a real browser.
// Must not say how an app is made; what counts is what its collector received.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { buildExample, serveExample } from '../frameworks/examples.js'
import { type Browser, launch } from '../support/browser.js'
import { engine } from './stage.ts'

// One engine: what differs between engines is the library's, and is tested there.
describe.skipIf(engine !== 'chromium').each(['react', 'vue', 'svelte', 'astro', 'next'])('the example with %s', (name) => {
  let browser: Browser
  let app: Awaited<ReturnType<typeof serveExample>>
  beforeAll(async () => {
    app = await serveExample(buildExample(name))
    browser = await launch('chromium')
  }, 400_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  test('tells of both pages, the order and the login, once each and of one visitor', async () => {
    const page = await browser.open(`${app.url}/`)
    await page.waitFor(() => document.querySelector('#buy') !== null && document.querySelector('h1')?.textContent === 'Home')
    await vi.waitFor(() => expect(app.received.some(({ type }) => type === 'page')).toBe(true), 10_000)
    await page.click('#buy')
    await page.click('#about')
    await page.waitFor(() => document.querySelector('h1')?.textContent === 'About')
    await page.waitFor(() => document.querySelector('#login') !== null)
    // A page that has just been opened is there before its script is.
    await page.waitFor(() => (document.querySelector<HTMLElement>('#login')!.click(), document.querySelector('#who')!.textContent === 'customer-1001'))
    await vi.waitFor(() => expect(app.received.some(({ type }) => type === 'identify')).toBe(true), 15_000)
    const said = app.received.filter(({ event }) => event !== 'Element Clicked').sort((a, b) => (a.messageId < b.messageId ? -1 : 1))
    expect(said.map(({ type, event, name: title, userId }) => [type, event ?? title ?? '', userId])).toEqual([
      ['page', 'Home', undefined],
      ['track', 'Order Completed', undefined],
      ['page', 'About', undefined],
      ['identify', '', 'customer-1001'],
    ])
    expect(new Set(said.map(({ anonymousId }) => anonymousId)).size).toBe(1)
    await page.close()
  })
})
