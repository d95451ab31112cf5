// Owns the overlay for developers: what it shows, how it is used, and that a strict Content-Security-Policy lets it.
// Must not look at how it is made beyond its shadow root.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Page } from '../support/browser.js'
import { useStage } from './stage.ts'

const stage = useStage()
declare const lib: { devtools: typeof import('../../src/devtools/index.ts'); capture: typeof import('../../src/capture/index.ts') }

const strict = "default-src 'none'; script-src 'self'; connect-src *; require-trusted-types-for 'script'"
const open = async (isOpen = true) => {
  const page = await stage.open('blank', { options: { modules: ['devtools'] }, headers: { 'Content-Security-Policy': `${strict}; img-src data:` } })
  await page.run((shown: boolean) => {
    window.kept = []
    document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => window.kept.push(violatedDirective))
    window.tracker = start({ capture: [lib.devtools.devtools({ open: shown })] })
  }, isOpen)
  return page
}
const text = (page: Page) => page.run(() => document.querySelector('[data-throughline-devtools]')?.shadowRoot?.textContent ?? '')
const shows = (page: Page, ...words: string[]) =>
  page.waitFor((all: string[]) => {
    const shown = document.querySelector('[data-throughline-devtools]')?.shadowRoot?.textContent ?? ''
    return all.every((word) => shown.includes(word))
  }, words)
const press = (page: Page, label: string) =>
  page.run((name: string) => {
    const root = document.querySelector('[data-throughline-devtools]')!.shadowRoot!
    ;[...root.querySelectorAll('button')].find(({ textContent }) => textContent === name)!.click()
  }, label)
const screenshot = (page: Page, name: string) => (process.env.SCREENSHOTS ? page.screenshot(join(process.env.SCREENSHOTS, `${name}.png`)) : undefined)

test('events come with what became of them, hints say what is wrong, and a strict policy has nothing to refuse', async () => {
  const page = await open()
  const id = await page.run(() => tracker.track('Order Completed', { total: '30', coupon: 'spring' }))
  await stage.received([id])
  await shows(page, 'Order Completed', 'delivered', '2 hints', 'total is a text', 'An amount without a currency', '0 waiting, 1 delivered')
  expect(await page.run(() => window.kept)).toEqual([])
  await page.run(() => {
    tracker.track('Product Viewed', { product_id: '42', price: 19.9, currency: 'EUR' })
    tracker.page('Lamps')
    const [first] = document.querySelector('[data-throughline-devtools]')!.shadowRoot!.querySelectorAll('details')
    first!.open = true
  })
  await shows(page, 'Lamps', '3 delivered')
  await screenshot(page, 'devtools-events')
})

test('who is here comes with why', async () => {
  const page = await open()
  await page.run(async () => {
    await tracker.saved()
    tracker.identify('alice', { plan: 'gold' })
    tracker.identify('bob')
    tracker.reset()
  })
  await press(page, 'Identity')
  const whys = ['nobody yet', 'storage has been read', 'identify(): this visitor is that customer', 'another customer has logged in', 'reset()']
  expect(await shows(page, ...whys)).toBe(true)
  await screenshot(page, 'devtools-identity')
})

test('an outage can be tried: nothing arrives, everything waits, and afterwards all of it is delivered', async () => {
  const page = await open()
  await page.run(() => tracker.flush())
  await press(page, 'Collector')
  const choose = (fault: string) =>
    page.run((value: string) => {
      const select = document.querySelector('[data-throughline-devtools]')!.shadowRoot!.querySelector('select')!
      select.value = value
      select.dispatchEvent(new Event('change'))
    }, fault)
  await choose('500')
  const id = await page.run(() => tracker.track('During'))
  await page.run(() => tracker.flush())
  await shows(page, '500', 'simulated', '1 waiting')
  expect(((await stage.collector.stored()) as { id: string }[]).some((row) => row.id === id)).toBe(false)
  await screenshot(page, 'devtools-collector')
  await choose('none')
  await page.run(() => tracker.flush())
  await stage.received([id])
  await shows(page, '200', '0 waiting')
})

test('consent is shown and changed', async () => {
  const page = await open()
  await press(page, 'Consent')
  await press(page, 'Deny analytics')
  await shows(page, 'denied')
  expect(await page.run(() => tracker.identity().anonymousId ?? null)).toBe(null)
  await screenshot(page, 'devtools-consent')
})

test('the keyboard opens and closes it and changes the tab, and nothing is left once the tracker is stopped', async () => {
  const page = await open(false)
  const key = (init: object, inside = false) =>
    page.run((of: object, isInside: boolean) => {
      const root = document.querySelector('[data-throughline-devtools]')!.shadowRoot!
      ;(isInside ? root.activeElement! : document.body).dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, composed: true, ...of }))
      return [root.querySelector('#panel') !== null, root.activeElement?.textContent ?? '']
    }, init, inside)
  expect(await text(page)).toContain('0 waiting')
  expect(await key({ altKey: true, shiftKey: true, code: 'KeyT' })).toEqual([true, 'Events'])
  expect(await key({ key: 'ArrowRight' }, true)).toEqual([true, 'Identity'])
  expect(await key({ key: 'ArrowLeft' }, true)).toEqual([true, 'Events'])
  expect((await key({ key: 'Escape' }, true))[0]).toBe(false)
  const left = await page.run(() => (tracker.stop(), [document.querySelector('[data-throughline-devtools]'), /native code/.test(String(fetch))]))
  expect(left).toEqual([null, true])
})

test('the console mode prints what happens', async () => {
  const page = await stage.open('blank', { options: { modules: ['devtools'] } })
  const id = await page.run(() => {
    window.kept = []
    console.log = (...args) => window.kept.push(args.join(' '))
    window.tracker = start({ capture: [lib.devtools.consoleMode()] })
    return tracker.track('Order Completed', { total: 30 })
  })
  await stage.received([id])
  await page.waitFor(() => window.kept.some((line: string) => line.includes('delivered')))
  expect(await page.run(() => window.kept.filter((line: string) => line.includes('Order Completed')).length)).toBe(1)
})
