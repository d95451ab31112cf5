// The journey itself: a stranger looks around, loses the network, closes the tab, comes back, logs in and orders.
// Must not judge: it says what it did, and hands over what the pages noted down.

import { arrive, follow, logIn, until } from './visitor.js'

/**
 * @param {object} setup
 * @param {import('../../test/support/browser.js').Browser} setup.browser
 * @param {Awaited<ReturnType<typeof import('./startSites.js').startSites>>} setup.sites
 * @param {(line: string) => void} setup.say
 * @param {boolean} [setup.isWhole] with the return in the app and the question after it; what asks within a shadow root only Chromium is driven through
 */
export async function journey({ browser, sites, say, isWhole = true }) {
  /** @type {string[]} the names of everything done so far */
  const done = []

  say('online    a stranger opens the catalogue and looks at two products')
  let page = await browser.open(`${sites.shop.url}/`)
  await until(page, 'the shop to be ready for offline', () => navigator.serviceWorker.controller !== null)
  done.push('Product List Viewed')
  await follow(page, '.grid a[href="/product/mug"]', '/product/mug')
  done.push('Product Viewed')
  await follow(page, '.brand', '/')
  done.push('Product List Viewed')
  await follow(page, '.grid a[href="/product/lamp"]', '/product/lamp')
  done.push('Product Viewed')

  // The browser is told that it is offline, and a proxy between it and all three servers cuts every connection: telling
  // alone would leave the shop's service worker and the last requests of a closing tab with a network.
  await browser.offline(true)
  const before = (await sites.collector.stored()).length
  say('offline   the network is gone: a pot goes into the basket, then a teapot')
  await follow(page, '.grid a[href="/product/pot"]', '/product/pot')
  done.push('Product Viewed')
  await page.click('#add')
  done.push('Product Added')
  await follow(page, '.brand', '/')
  done.push('Product List Viewed')
  await follow(page, '.grid a[href="/product/teapot"]', '/product/teapot')
  done.push('Product Viewed')
  await page.click('#add')
  done.push('Product Added')
  await until(page, 'two things in the basket', () => document.getElementById('basket-count')?.textContent === '2')
  const line = await page.run(() => document.getElementById('outbox')?.innerText ?? '')
  say(`offline   the footer says: ${line.split('\n').slice(0, 2).join(', ')}`)
  await page.close()
  const leaked = (await sites.collector.stored()).length - before
  if (leaked > 0) throw new Error(`The visit proves nothing: ${leaked} events reached the collector while offline.`)
  say('offline   the tab is closed; nothing of this has reached the collector')

  await browser.offline(false)
  say('online    a new tab: the basket is still there; it gives a code, which is read out on the phone, and a mug is ordered')
  page = await browser.open(`${sites.shop.url}/basket`)
  done.push('Cart Viewed')
  await page.click('#handoff')
  await until(page, 'the code', () => document.getElementById('code')?.textContent !== '')
  const code = await page.run(() => document.getElementById('code')?.textContent ?? '')
  const phone = await browser.open(`${sites.till.url}/phone`)
  await phone.type('#who', code)
  await phone.press('Enter')
  await until(phone, 'the customer', () => document.getElementById('served')?.hidden === false)
  await phone.click('#shelf [data-add="mug"]')
  await phone.click('#pay')
  done.push('Order Completed')
  await until(phone, 'the receipt', () => document.getElementById('done')?.textContent !== '')
  say('online    back in the shop: login as ada@example.com, the order')
  await page.front()
  await follow(page, '#checkout a', '/login')
  await logIn(page, 'ada@example.com')
  await arrive(page, '/order')
  done.push('Checkout Started')
  await page.click('#place button')
  done.push('Order Completed')
  await arrive(page, '/thanks')

  say('online    the same customer logs in to the app, and redeems a reward')
  const app = await browser.open(`${sites.app.url}/`)
  await logIn(app, 'ada@example.com')
  await until(app, 'the tabs', () => document.getElementById('tabs')?.hidden === false)
  await follow(app, '#tabs a[href="/rewards"]', '/rewards')
  await app.click('[data-reward="wrap"]')
  done.push('Reward Redeemed')
  await until(app, 'the reward', () => document.getElementById('redeemed')?.textContent !== '')

  say('offline   the same customer at the till: the card, a throw, and the network is gone again')
  const till = await browser.open(`${sites.till.url}/`)
  await browser.offline(true)
  await till.type('#who', 'L-77801')
  await till.press('Enter')
  await until(till, 'the customer', () => document.getElementById('served')?.hidden === false)
  await till.click('#shelf [data-add="throw"]')
  await till.click('#pay')
  done.push('Order Completed')
  await until(till, 'the receipt', () => document.getElementById('done')?.textContent !== '')
  await browser.offline(false)

  if (isWhole) {
    say('online    back in the app: an order is sent back, and the question after it is answered')
    await app.front()
    await follow(app, '#tabs a[href="/orders"]', '/orders')
    await app.click('[data-order="T-2ZK44"] summary')
    await until(app, 'the order', () => document.querySelector('[data-order="T-2ZK44"][open]'))
    done.push('Order Opened')
    await app.click('[data-return="T-2ZK44"] button')
    done.push('Process Started', 'Process Step Done', 'Process Step Done', 'Promise Made', 'Process Completed', 'Survey Shown')
    await until(app, 'the question', () => document.querySelector('throughline-survey')?.shadowRoot?.querySelector('input'))
    await app.click('throughline-survey >>> input[value="6"]')
    await app.click('throughline-survey >>> [part=send]')
    done.push('Survey Answered')
    await until(app, 'the thanks', () => document.querySelector('throughline-survey')?.shadowRoot?.querySelector('[part=thanks]'))
  }

  const notes = await Promise.all([page, app, till].map((tab) => tab.run(() => localStorage.getItem('visit.noted') ?? '[]')))
  return { done, noted: notes.flatMap((text) => /** @type {import('./note.js').Noted[]} */ (JSON.parse(text))) }
}
