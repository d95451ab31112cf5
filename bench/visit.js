// Owns how a contender's page is opened and driven, the same for all of them.
// Must not know any of them.
import { setTimeout as sleep } from 'node:timers/promises'
import { product } from './product.js'

/** @typedef {import('../test/support/browser.js').Browser} Browser */
/** @typedef {import('../test/support/browser.js').Page} Page */

/** As a visitor who has never been here: no cookie, no storage. @param {Browser} browser @param {import('./stands.js').Stand[]} stands */
export async function forget(browser, stands) {
  const page = await browser.open('about:blank')
  const session = await browser.session(page)
  await session.send('Network.clearBrowserCookies')
  for (const { pages } of stands) await session.send('Storage.clearDataForOrigin', { origin: pages.url, storageTypes: 'all' })
  await page.close()
}

/**
 * Opens a page and waits until it can be called.
 * @param {Browser} browser
 * @param {import('./stands.js').Stand} stand
 * @param {{ kind?: 'empty' | 'usual' | 'capture', timers?: boolean, isolated?: boolean, noStorage?: boolean }} [options]
 */
export async function visit(browser, { pages }, { kind = 'usual', ...options } = {}) {
  const page = await browser.open(pages.page(kind, options))
  await page.waitFor(() => Boolean(/** @type {any} */ (window).calls))
  return page
}

/**
 * Tracks so many events, each with a marker of its own, and answers when the last call has returned.
 * @param {Page} page
 * @param {{ run: string, count: number, from?: number, perTask?: number, everyMs?: number }} plan `everyMs`: waits so long between tasks
 */
export const trackMany = (page, plan) => page.run(trackInPage, { product, from: 0, perTask: plan.count, everyMs: 0, ...plan })

/** Runs in the page. @param {{ product: object, run: string, count: number, from: number, perTask: number, everyMs: number }} plan */
async function trackInPage({ product, run, count, from, perTask, everyMs }) {
  const { track = () => {} } = /** @type {any} */ (window).calls
  const channel = new MessageChannel()
  const began = performance.now()
  for (let done = 0; done < count; done += perTask) {
    for (let i = 0; i < Math.min(perTask, count - done); i++) {
      track('Product Viewed', { ...product, position: i, marker: `${run}-${from + done + i}` })
    }
    const due = began + everyMs * (done / perTask + 1)
    if (done + perTask >= count) break
    if (everyMs) await new Promise((resolve) => setTimeout(resolve, due - performance.now()))
    else
      await new Promise((resolve) => {
        channel.port1.onmessage = resolve
        channel.port2.postMessage(0)
      })
  }
  channel.port1.close()
}

/** Resolves with true once `is` says so, with false after `timeoutMs`. @param {() => boolean} is @param {number} timeoutMs */
export async function until(is, timeoutMs) {
  const end = Date.now() + timeoutMs
  while (!is()) {
    if (Date.now() > end) return false
    await sleep(25)
  }
  return true
}

/** Resolves once the collector has heard nothing for so long. @param {import('./sink.js').Sink} sink @param {number} quietMs @param {number} timeoutMs */
export async function quiet(sink, quietMs, timeoutMs) {
  const end = Date.now() + timeoutMs
  let seen = -1
  while (seen !== sink.received.length && Date.now() < end) {
    seen = sink.received.length
    await sleep(quietMs)
  }
}
