// Owns the web site under test: a loopback server of its own origin with the built library and the pages in pages/.
// Must not know the collector beyond its URL, and must not change more of the library than where its dependency is.
import { readFile } from 'node:fs/promises'
import http from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

const pagesFolder = fileURLToPath(new URL('./pages/', import.meta.url))
const builtFolder = fileURLToPath(new URL('../../dist/', import.meta.url))

/** What the library imports by name. A bundler resolves it; an import map would break the page with a strict CSP. */
const dependency = {
  path: '/idb-keyval.js',
  file: fileURLToPath(new URL('../../node_modules/idb-keyval/dist/index.js', import.meta.url)),
}
const resolveImports = (/** @type {string} */ code) => code.replace(/(from\s*|import\s*)(['"])idb-keyval\2/g, `$1$2${dependency.path}$2`)

/** A file of the library as a page without a bundler can load it; none for a path of something else. @param {string} path */
export async function readBuilt(path, dist = builtFolder) {
  if (path.startsWith('/dist/')) return resolveImports(await readFile(join(dist, normalize(path.slice(6))), 'utf8'))
  return path === dependency.path ? readFile(dependency.file) : undefined
}

/** The service workers of a page, at its URL with `classic.js` or `module.js` in place of its name; the page registers one. */
const workers = {
  classic: (/** @type {string} */ options) => `importScripts('/dist/throughline-worker.js')\nthroughline.deliverOutbox(${options})\n`,
  module: (/** @type {string} */ options) => `import { deliverOutbox } from '/dist/worker.js'\ndeliverOutbox(${options})\n`,
}

/** @type {Record<string, string>} */
export const contentTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
}

/**
 * What one page is served with.
 * @typedef {object} Setup
 * @property {object} [options] for `createTracker`; `collector` is filled in, `capture` holds names, or names with options: `['clicks', ['searches', { settleMs: 0 }]]`;
 *   `modules`: further entries for `lib`
 * @property {Record<string, string>} [attributes] of the script tag in script.html
 * @property {Record<string, string>} [headers] of the answer
 * @property {string} [stub] code that runs before the script tag in script.html
 * @property {(() => void) | (() => void)[]} [before] self-contained; run in the page before the library loads
 */

/**
 * @param {{ collectorUrl: string, dist?: string }} setup `dist`: another folder with a built library
 * @returns {Promise<{ url: string, page(name: string, setup?: Setup): string, close(): Promise<void> }>}
 */
export async function startSite({ collectorUrl, dist = builtFolder }) {
  /** @type {Setup[]} */
  const setups = []
  const endpoint = `${collectorUrl}/v1/batch`

  /** @param {string} path @returns {Promise<{ body: string | Buffer, headers: Record<string, string> } | undefined>} */
  async function answer(path) {
    if (path.includes('..')) return undefined
    const type = { 'Content-Type': contentTypes[extname(path)] ?? 'text/plain' }
    const built = await readBuilt(path, dist)
    // Not kept anywhere: a browser that is offline takes what it has, and tests are about what it has not.
    if (built !== undefined) return { body: built, headers: { ...type, 'Cache-Control': 'no-store' } }
    if (path.startsWith('/pages/')) return { body: await readFile(join(pagesFolder, normalize(path.slice(7)))), headers: type }
    const [, base = '', index, name] = /^(\/p(\d+))\/(\w+)/.exec(path) ?? []
    const setup = setups[Number(index)]
    if (!setup || !name) return undefined
    if (name === 'classic' || name === 'module') return { body: workers[name](optionsOf(setup, endpoint)), headers: type }
    if (name === 'before') return { body: [setup.before ?? []].flat().map((run) => `(${run})();\n`).join(''), headers: type }
    const template = await readFile(join(pagesFolder, `${name}.html`), 'utf8')
    const headers = { 'Content-Type': 'text/html; charset=utf-8', ...setup.headers }
    return { body: fill(template, setup, { base, endpoint }), headers }
  }

  const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const found = await answer(decodeURIComponent(pathname)).catch(() => undefined)
    if (!found) return response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no such page')
    // no-store would keep pages out of the back/forward cache.
    response.writeHead(200, { 'Cache-Control': 'no-cache', ...found.headers }).end(found.body)
  })
  server.keepAliveTimeout = 600_000
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  const url = `http://127.0.0.1:${port}`

  return {
    url,
    page(name, setup = {}) {
      const index = setups.push(setup) - 1
      // Pages that link to each other share a setup, because they share the folder.
      return `${url}/p${index}/${name}`
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** @param {Setup} setup @param {string} endpoint */
const optionsOf = ({ options = {} }, endpoint) => JSON.stringify({ collector: endpoint, ...options })

/**
 * @param {string} template
 * @param {Setup} setup
 * @param {{ base: string, endpoint: string }} site
 */
function fill(template, setup, { base, endpoint }) {
  const { attributes = {}, stub = '' } = setup
  const tagged = { 'data-collector': endpoint, ...attributes }
  /** @type {Record<string, string>} */
  const values = {
    base,
    options: optionsOf(setup, endpoint).replaceAll('<', '\\u003c'),
    attributes: Object.entries(tagged).map(([name, value]) => `${name}="${escapeAttribute(value)}"`).join(' '),
    stub,
  }
  return template.replace(/{{(\w+)}}/g, (_, name) => values[name] ?? '')
}

/** @param {string} text */
function escapeAttribute(text) {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}
