// The app as a site: its one page for every route.
// Must not contain any of the app's own words or behaviour: that is examples/app.

import { extname } from 'node:path'
import { onePageSite } from './onePageSite.js'

const root = new URL('../app/', import.meta.url)

/**
 * @param {{ collectorUrl: string, entry?: URL | undefined }} options `entry`: another first module than the app's own
 * @returns {Promise<import('./serveSite.js').Site>}
 */
export const appSite = ({ collectorUrl, entry = new URL('start.js', root) }) =>
  // Every path is a route: the app's router decides what it shows.
  onePageSite({ root, entry, script: '/app.js', collectorUrl, isPage: (path) => extname(path) === '' })
