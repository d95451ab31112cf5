// Owns the server of the applications: their built files as they were published, each page with two trackers put in front.
// Must not change what an application does; what it would ask its own server for is in `files`.
import { readFile } from 'node:fs/promises'
import http from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contentTypes, readBuilt } from '../support/site.js'

/**
 * One thing that a person does, and what they would call it.
 * @typedef {object} Step
 * @property {string} on a selector; it is looked for in open shadow roots and frames too
 * @property {string} [text] which of those: the one with this text
 * @property {number} [nth] or the one at this place
 * @property {string} [key] is pressed with it focused, in place of a click
 * @property {string} [types] is typed after the click
 * @property {string | null} name what a person would call it; null: nothing is to be recorded
 * @property {string} [told] what is told in place of that, where there is nothing on the page that says the name
 */

/**
 * @typedef {object} Application
 * @property {string} name
 * @property {string} title
 * @property {string} madeWith
 * @property {string} packageName
 * @property {string} [folder] within the package
 * @property {string} [page] a file of the package
 * @property {string} [html] the page, where the package has none
 * @property {string} [end] goes at the end of a page of the package
 * @property {Record<string, string>} [files] in place of files of the package, or besides
 * @property {boolean} [isEverywhere] whether every engine goes through it
 * @property {Step[]} steps
 */

const packages = fileURLToPath(new URL('./node_modules/', import.meta.url))

/** Everything is heard twice: by the clicks of the npm package, and by those in the script tag. @param {string} endpoint @param {string} writeKey */
const trackers = (endpoint, writeKey) => `
<script type="module">
  import { createTracker } from '/dist/index.js'
  import { clicks, frames } from '/dist/capture.js'
  const listen = (tracker) => {
    const told = []
    tracker.use((event) => (told.push(event.name), event))
    return { tracker, told }
  }
  window.whole = listen(createTracker({ collector: '${endpoint}', writeKey: '${writeKey}-whole', flushDelayMs: 50, capture: [clicks(), frames()] }))
  window.short = listen(window.throughline)
</script>
<script src="/dist/throughline.js" data-collector="${endpoint}" data-write-key="${writeKey}-short" data-flush-delay="50" data-capture="clicks"></script>
`

/** @param {{ collectorUrl: string, applications: readonly Application[] }} setup */
export async function startApplications({ collectorUrl, applications }) {
  let pages = 0
  /** @param {string} path */
  async function answer(path) {
    const built = await readBuilt(path)
    if (built !== undefined) return { body: built, type: path }
    const [, name, rest = ''] = /^\/(\w+)\/(.*)$/.exec(path) ?? []
    const application = applications.find((each) => each.name === name)
    if (!application || rest.includes('..')) return undefined
    const { packageName, folder = '', page, html, end = '', files = {} } = application
    const inPackage = (/** @type {string} */ file) => join(packages, packageName, folder, normalize(file))
    if (rest === '') {
      const text = html ?? (await readFile(inPackage(page ?? 'index.html'), 'utf8'))
      const mended = text.replace('<base href="/" />', '').replace('</body>', `${end}</body>`)
      return { body: mended.replace(/<head>|<meta charset="utf-8">/i, (found) => found + trackers(`${collectorUrl}/v1/batch`, `application-${++pages}`)), type: 'index.html' }
    }
    const own = files[rest]
    return own === undefined ? { body: await readFile(inPackage(rest)), type: rest } : { body: own, type: rest }
  }
  const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const found = await answer(decodeURIComponent(pathname)).catch(() => undefined)
    if (!found) return response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no such file')
    response.writeHead(200, { 'Content-Type': contentTypes[extname(found.type)] ?? 'application/octet-stream' }).end(found.body)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: (/** @type {Application} */ { name }) => `http://127.0.0.1:${port}/${name}/`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
