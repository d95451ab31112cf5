// The till as a site: its one page for both desks, and a worker for offline.
// Must not contain any of the till's own words or behaviour: that is examples/till.

import { isDesk } from '../till/desks.js'
import { onePageSite } from './onePageSite.js'

const root = new URL('../till/', import.meta.url)

/**
 * @param {{ collectorUrl: string, entry?: URL | undefined }} options `entry`: another first module than the till's own
 * @returns {Promise<import('./serveSite.js').Site>}
 */
export const tillSite = ({ collectorUrl, entry = new URL('start.js', root) }) =>
  onePageSite({
    root,
    entry,
    script: '/till.js',
    collectorUrl,
    isPage: isDesk,
    async more(path, look) {
      const worker = path === '/offline.js' ? await look.read(path) : undefined
      const list = ['/', '/phone', '/till.js', '/till.css', ...look.paths].map((name) => `'${name}'`).join(', ')
      return worker && { ...worker, body: String(worker.body).replace('/* {{files}} */', () => list) }
    },
  })
