// A site of one page: that page at every address of its own, its files, its code bundled from source, and the shop's look.
// Must not contain anything of one of these sites.

import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { bundle } from './bundle.js'
import { folder } from './folder.js'
import { policy } from './policy.js'

const shared = new URL('../shop/public/', import.meta.url)

/**
 * @param {object} site
 * @param {URL} site.root the folder with index.html
 * @param {URL} site.entry the first module
 * @param {string} site.script its path on the site
 * @param {string} site.collectorUrl
 * @param {(path: string) => boolean} site.isPage whether a path is the page's
 * @param {(path: string, look: { paths: readonly string[], read: import('./serveSite.js').Site }) => ReturnType<import('./serveSite.js').Site>} [site.more]
 *   answers what only this site has
 * @returns {Promise<import('./serveSite.js').Site>}
 */
export async function onePageSite({ root, entry, script, collectorUrl, isPage, more = async () => undefined }) {
  const code = await bundle(entry)
  const files = await folder(root)
  const { paths, read } = await folder(shared)
  const look = ['/theme.css', ...paths.filter((path) => path.startsWith('/art/'))]

  return async (path) => {
    if (path === script) return { type: 'text/javascript; charset=utf-8', body: code }
    if (look.includes(path)) return read(path)
    if (extname(path) === '.css') return files.read(path)
    const own = await more(path, { paths: look, read })
    if (own || !isPage(path)) return own
    const page = await readFile(new URL('index.html', root), 'utf8')
    const body = page.replaceAll('http://localhost:4100', () => collectorUrl)
    return { type: 'text/html; charset=utf-8', body, policy: policy({ collectorUrl }) }
  }
}
