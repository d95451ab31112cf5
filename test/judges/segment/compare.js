// Runs every scenario in a real browser against both libraries, and compares what an HTTP server received from each.
// Must not run before its packages are installed.
import { readFile } from 'node:fs/promises'
import http from 'node:http'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch } from '../../support/browser.js'
import { installFrom } from '../../support/installFrom.js'
import { scenarios, textOf } from './scenarios.js'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../../..', import.meta.url))
/** How long nothing more may come before it counts as all: one sends each call at once, the other is asked to. */
const quietMs = 400

/** @typedef {Record<string, any>} Payload */
/** @typedef {{ call: string, peer: string[], ours: string[], isSame: boolean, why?: string }} Row */

const startServer = async () => {
  /** @type {Map<string, Payload[]>} */
  const received = new Map()
  let last = Date.now()
  /** @param {string} path */
  const file = (path) =>
    path.startsWith('/dist/') ? join(root, path)
    : path === '/idb-keyval.js' ? join(root, 'node_modules/idb-keyval/dist/index.js')
    : /^\/(page|scenarios)\.js$/.test(path) ? join(here, path)
    : join(here, 'node_modules/@segment/analytics-next/dist/umd', basename(path))
  const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (request.method === 'POST') {
      let text = ''
      for await (const chunk of request) text += chunk
      const body = JSON.parse(text)
      const key = body.writeKey
      if (pathname !== '/v1/m') received.set(key, [...(received.get(key) ?? []), ...(body.batch ?? [body])])
      last = Date.now()
      return response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"success":true}')
    }
    if (pathname === '/empty') return response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><link rel="icon" href="data:,">')
    if (pathname === '/shop/lamps')
      return response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(
        `<!doctype html><title>Lamps</title><link rel="icon" href="data:,"><script type="module" src="/page.js?key=${/key=(\w+)/.exec(request.headers.cookie ?? '')?.[1]}"></script>`)
    const code = await readFile(file(pathname), 'utf8').catch(() => undefined)
    if (code === undefined) return response.writeHead(404).end()
    response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8' }).end(code.replace(/(from\s*|import\s*)(['"])idb-keyval\2/g, '$1$2/idb-keyval.js$2'))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    /** @param {string} key */
    received: (key) => received.get(key) ?? [],
    /** @param {number} forMs */
    async quiet(forMs) {
      last = Date.now()
      while (Date.now() < last + forMs) await new Promise((resolve) => setTimeout(resolve, 50))
    },
    close: () => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve))),
  }
}

/** What a collector goes by. The ids and moments themselves differ from call to call. */
const kept = ['type', 'event', 'name', 'category', 'userId', 'groupId', 'previousId', 'properties', 'traits', 'integrations']
const ownContext = ['page', 'library', 'userAgent', 'userAgentData', 'locale', 'timezone', 'screen', 'viewport', 'throughline', 'campaign', 'externalIds', 'consent']

/** @param {any} value @returns {any} without what is not there, in one order */
const sorted = (value) =>
  Array.isArray(value) ? value.map(sorted)
  : value === null || typeof value !== 'object' ? value
  : Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]))

/** @param {readonly Payload[]} payloads @param {string} url @returns {string[]} */
const readable = (payloads, url) => {
  /** @type {string[]} */
  const visitors = []
  const inOrder = payloads.toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0))
  const texts = inOrder.map((item) => {
    const { anonymousId = '-', context = {}, timestamp } = item
    if (!visitors.includes(anonymousId)) visitors.push(anonymousId)
    const page = { ...context.page }
    const more = Object.fromEntries(Object.entries(context).filter(([key]) => !ownContext.includes(key)))
    const { campaign, externalIds } = context
    const seen = {
      ...Object.fromEntries(kept.map((key) => [key, item[key]])),
      visitor: visitors.indexOf(anonymousId) + 1,
      context: { page: { path: page.path, search: page.search, title: page.title }, ...more, ...(campaign && Object.keys(campaign).length && { campaign }), externalIds },
      ...(timestamp < '2021' && { timestamp }),
    }
    return JSON.stringify(sorted(seen)).replaceAll(url, 'https://shop.example')
  })
  // Numbers of a second look are those of the first: whichever visitor was seen first.
  return texts
}

/** @returns {Promise<Row[]>} */
export const compare = async () => {
  installFrom(here)
  const [peer, ours, browser] = await Promise.all([startServer(), startServer(), launch('chromium')])
  try {
    /** What each side received of one scenario. @param {number} i @param {number} attempt */
    const runBoth = async (i, attempt) => {
      const sides = []
      for (const [side, server] of /** @type {const} */ ([['peer', peer], ['ours', ours]])) {
        const key = `${side}${i}${'x'.repeat(attempt)}`
        const page = await browser.open(`${server.url}/empty`)
        await page.run((name) => { document.cookie = `key=${name};path=/` }, key)
        await page.goto(`${server.url}/shop/lamps${scenarios[i]?.query ?? ''}`)
        await page.waitFor(() => /** @type {any} */ (window).isReady || /** @type {any} */ (window).failure)
        const failure = await page.run(() => /** @type {any} */ (window).failure)
        if (failure) throw new Error(`${key}: ${failure}`)
        await page.run(() => /** @type {any} */ (window).run())
        await server.quiet(quietMs * (attempt + 1))
        sides.push(readable(server.received(key), server.url))
        await page.run(() => {
          localStorage.clear()
          for (const pair of document.cookie.split('; ')) document.cookie = `${pair.split('=')[0]}=;path=/;max-age=0`
        })
        await page.close()
      }
      return sides
    }
    const rows = []
    for (const [i, scenario] of scenarios.entries()) {
      /** @type {Row | undefined} */
      let row
      // Requests of one millisecond may overtake each other, and a busy machine is quiet now and then: what differs in earnest differs each time.
      for (let attempt = 0; attempt < 3 && (!row || (!row.isSame && !scenario.why)); attempt++) {
        const [theirs = [], own = []] = await runBoth(i, attempt)
        row = { call: textOf(scenario), peer: theirs, ours: own, isSame: JSON.stringify(theirs) === JSON.stringify(own), ...(scenario.why && { why: scenario.why }) }
      }
      if (row) rows.push(row)
    }
    return rows
  } finally {
    await browser.close()
    await Promise.all([peer.close(), ours.close()])
  }
}
