// Owns what a soak needs around the browser: collector, tap, site, browser, and how all of it is made healthy again.
// Must not decide what happens.
import { startCollector } from '../../examples/collector/start.js'
import { launch } from '../support/browser.js'
import { startSite } from '../support/site.js'
import { startTap } from './tap.js'
import { within } from './within.js'

/** A renderer that hangs never hears that the network is back. */
const answerMs = 8_000

/**
 * @param {string} engine
 * @param {object} options for `createTracker`
 */
export async function startWorld(engine, options) {
  const collector = await startCollector({ port: 0, host: '127.0.0.1', storage: ':memory:', faults: true, log: false })
  const tap = await startTap(collector.url)
  const site = await startSite({ collectorUrl: tap.url })
  const browser = await launch(/** @type {any} */ (engine), {})
  // One folder of the site, so that its pages share a setup, a database and a history.
  const shop = site.page('shop', { options })
  return {
    collector,
    tap,
    browser,
    /** @param {string} page `shop`, `shop/product` or `plain` */
    address: (page) => shop.replace(/shop$/, page),
    async heal() {
      tap.down(false)
      collector.fail(null)
      await within(browser.offline(false), answerMs)
    },
    /** @returns {Promise<import('./ledger.js').Row[]>} */
    rows: () => collector.stored(),
    /** @returns {Promise<{ people: import('./ledger.js').Person[], conflicts: unknown[] }>} */
    async people() {
      const response = await fetch(`${collector.url}/people`)
      return /** @type {any} */ (response.json())
    },
    async close() {
      await browser.close()
      await site.close()
      await tap.close()
      await collector.close()
    },
  }
}

/** @typedef {Awaited<ReturnType<typeof startWorld>>} World */
