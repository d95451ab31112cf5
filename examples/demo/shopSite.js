// The shop as a site: its pages inside their layout, its files, and the built library beside them.
// Must not contain any of the shop's own words or behaviour: that is examples/shop.

import { readFile } from 'node:fs/promises'
import { pages } from '../shop/pages.js'
import { bundle } from './bundle.js'
import { readDist } from './dist.js'
import { folder } from './folder.js'
import { policy } from './policy.js'
import { readPurchases } from './readPurchases.js'

const shop = new URL('../shop/', import.meta.url)
const handover = new URL('../../dist/handover.js', import.meta.url)
const stubMark = /<!-- throughline stub.*?-->/
const html = 'text/html; charset=utf-8'
const javascript = 'text/javascript; charset=utf-8'

/**
 * @param {object} options
 * @param {string} options.collectorUrl
 * @param {string | undefined} [options.firstScript] code that runs on every page before the shop's own, after the stub
 * @param {(name: string) => Promise<string>} [options.library] reads a built file
 * @returns {Promise<import('./serveSite.js').Site>}
 */
export async function shopSite({ collectorUrl, firstScript, library = readDist }) {
  const files = await folder(new URL('public/', shop))
  const offlineFiles = [...pages.keys(), ...files.paths, '/throughline.js', '/handover.js', ...(firstScript ? ['/first.js'] : [])]

  /** @param {() => import('../shop/pages.js').Page} page */
  async function document(page) {
    const { title, main, page: name } = page()
    const stub = (await library('stub.js')).trim()
    const first = firstScript ? '\n<script src="/first.js"></script>' : ''
    const layout = await readFile(new URL('layout.html', shop), 'utf8')
    // Functions, because `$&` and the like in a replacement text would be read as patterns.
    const body = layout
      .replace(stubMark, () => `<script>${stub}</script>${first}`)
      .replaceAll('http://localhost:4100', () => collectorUrl)
      .replace('{{title}}', () => title)
      .replace('{{page}}', () => name)
      .replace('{{main}}', () => main)
    return { type: html, body, policy: policy({ collectorUrl, inlineScripts: [stub] }) }
  }

  return async (path) => {
    const page = pages.get(path)
    if (page) return document(page)
    if (path === '/throughline.js') return { type: javascript, body: await library('throughline.js') }
    if (path === '/handover.js') return { type: javascript, body: await bundle(handover) }
    const customerId = /^\/purchases\/([\w-]+)$/.exec(path)?.[1]
    if (customerId) return { type: 'application/json', body: JSON.stringify(await readPurchases(collectorUrl, customerId)) }
    if (path === '/first.js' && firstScript) return { type: javascript, body: firstScript }
    const file = await files.read(path)
    if (path !== '/offline.js' || !file) return file
    const list = offlineFiles.map((name) => `'${name}'`).join(', ')
    return { ...file, body: String(file.body).replace('/* {{files}} */', () => list) }
  }
}
