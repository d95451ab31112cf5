// The till as a site: its one page for both desks, its files, its code bundled from source, and a worker for offline.
// Must not contain any of the till's own words or behaviour: that is examples/till.

import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { isDesk } from '../till/desks.js'
import { bundle } from './bundle.js'
import { folder } from './folder.js'
import { policy } from './policy.js'

const till = new URL('../till/', import.meta.url)
const shared = new URL('../shop/public/', import.meta.url)

/**
 * @param {{ collectorUrl: string, entry?: URL | undefined }} options `entry`: another first module than the till's own
 * @returns {Promise<import('./serveSite.js').Site>}
 */
export async function tillSite({ collectorUrl, entry = new URL('start.js', till) }) {
  const code = await bundle(entry)
  const files = await folder(till)
  const borrowed = await folder(shared)
  const look = ['/theme.css', ...borrowed.paths.filter((path) => path.startsWith('/art/'))]
  const offlineFiles = ['/', '/phone', '/till.js', '/till.css', ...look]

  return async (path) => {
    if (path === '/till.js') return { type: 'text/javascript; charset=utf-8', body: code }
    if (look.includes(path)) return borrowed.read(path)
    if (extname(path) === '.css') return files.read(path)
    if (path === '/offline.js') {
      const worker = await borrowed.read(path)
      const list = offlineFiles.map((name) => `'${name}'`).join(', ')
      return worker && { ...worker, body: String(worker.body).replace('/* {{files}} */', () => list) }
    }
    if (!isDesk(path)) return undefined
    const page = await readFile(new URL('index.html', till), 'utf8')
    const body = page.replaceAll('http://localhost:4100', () => collectorUrl)
    return { type: 'text/html; charset=utf-8', body, policy: policy({ collectorUrl }) }
  }
}
