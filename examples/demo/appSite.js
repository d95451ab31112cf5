// The app as a site: its one page for every route, its files, and its code bundled from source.
// Must not contain any of the app's own words or behaviour: that is examples/app.

import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { bundle } from './bundle.js'
import { folder } from './folder.js'
import { policy } from './policy.js'

const app = new URL('../app/', import.meta.url)
const shared = new URL('../shop/public/', import.meta.url)

/**
 * @param {{ collectorUrl: string, entry?: URL | undefined }} options `entry`: another first module than the app's own
 * @returns {Promise<import('./serveSite.js').Site>}
 */
export async function appSite({ collectorUrl, entry = new URL('start.js', app) }) {
  const code = await bundle(entry)
  const files = await folder(app)
  const borrowed = await folder(shared)
  const look = ['/theme.css', ...borrowed.paths.filter((path) => path.startsWith('/art/'))]

  return async (path) => {
    if (path === '/app.js') return { type: 'text/javascript; charset=utf-8', body: code }
    if (look.includes(path)) return borrowed.read(path)
    if (extname(path) === '.css') return files.read(path)
    if (extname(path) !== '') return undefined
    // Every other path is a route: the app's router decides what it shows.
    const page = await readFile(new URL('index.html', app), 'utf8')
    const body = page.replaceAll('http://localhost:4100', () => collectorUrl)
    return { type: 'text/html; charset=utf-8', body, policy: policy({ collectorUrl }) }
  }
}
