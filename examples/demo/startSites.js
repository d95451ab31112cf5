// The demo's four servers, started and stopped together: collector, shop, app, till.
// Must not print anything or decide about ports.

import { startCollector } from '../collector/start.js'
import { appSite } from './appSite.js'
import { serveSite } from './serveSite.js'
import { shopSite } from './shopSite.js'
import { tillSite } from './tillSite.js'

/**
 * @param {object} options
 * @param {{ collector: number, shop: number, app: number, till: number }} options.ports 0 takes any free one
 * @param {string} options.storage a folder, or `:memory:`
 * @param {string} [options.firstScript] see shopSite.js
 * @param {URL} [options.appEntry] see appSite.js
 * @param {URL} [options.tillEntry] see tillSite.js
 */
export async function startSites({ ports, storage, firstScript, appEntry, tillEntry }) {
  const collector = await startCollector({ port: ports.collector, storage })
  /** @type {{ close(): Promise<void> }[]} */
  const running = [collector]
  const close = async () => void (await Promise.all(running.map((server) => server.close())))
  try {
    // The same host name everywhere, so that addresses look alike to a reader.
    const collectorUrl = `http://localhost:${collector.port}`
    const shop = await serveSite(await shopSite({ collectorUrl, firstScript }), { port: ports.shop })
    running.push(shop)
    const app = await serveSite(await appSite({ collectorUrl, entry: appEntry }), { port: ports.app })
    running.push(app)
    const till = await serveSite(await tillSite({ collectorUrl, entry: tillEntry }), { port: ports.till })
    running.push(till)
    return { collector, collectorUrl, shop, app, till, close }
  } catch (error) {
    await close()
    throw error
  }
}
