// Owns the web pages of the comparison: one origin for each contender, with its script in the page itself.
// Must not measure; the page only notes when its script began and ended.
import http from 'node:http'

/** Runs before anything else if it is asked for: counts what wakes the page up. */
const countTimers = () => {
  const counts = { started: 0, ran: 0 }
  const page = /** @type {any} */ (window)
  page.timers = counts
  for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame', 'requestIdleCallback']) {
    const native = page[name]
    page[name] = (/** @type {any} */ callback, /** @type {any[]} */ ...rest) => {
      counts.started++
      return native.call(window, (/** @type {any[]} */ ...args) => {
        counts.ran++
        if (typeof callback === 'function') callback(...args)
      }, ...rest)
    }
  }
}

/** Runs before anything else if it is asked for: a browser that gives a page no storage. */
const refuseStorage = () => {
  const refuse = () => {
    throw new DOMException('The user denied permission to access the database', 'SecurityError')
  }
  indexedDB.open = refuse
  for (const name of ['getItem', 'setItem', 'removeItem']) /** @type {any} */ (Storage.prototype)[name] = refuse
}

const classes = 'flex items-center justify-between gap-4 px-6 py-3 text-sm font-medium text-gray-900 hover:bg-gray-50 rounded-lg'
const deep = Array.from({ length: 15 }).reduce(
  (/** @type {string} */ inner, _, i) => `<div class="${classes} level-${i}" data-level="${i}">${inner}</div>`,
  `<a id="deep" href="#deep" class="${classes}">Add to basket</a>`,
)

/** What people type into, and enough to scroll. */
const field = `<label>Search <input id="field" name="search"></label><ul id="list"></ul><p style="height: 8000px">Much more</p>`

/** Runs before anything else if it is asked for: a page that has much to do after each act once `isBusy`, and notes how long people wait. */
const work = () => {
  const page = /** @type {any} */ (window)
  /** @type {Map<number, number>} */
  const waits = new Map()
  page.waits = waits
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of /** @type {any[]} */ (list.getEntries())) if (interactionId) waits.set(interactionId, Math.max(duration, waits.get(interactionId) ?? 0))
  }).observe(/** @type {any} */ ({ type: 'event', durationThreshold: 16, buffered: true }))
  let turn = 0
  const draw = () => {
    if (!page.isBusy) return
    turn++
    const list = document.getElementById('list')
    if (list) list.innerHTML = Array.from({ length: 300 }, (_, i) => `<li><b>${turn}</b> lamp ${i}</li>`).join('')
    for (const from = performance.now(); performance.now() - from < 5; );
  }
  addEventListener('click', draw)
  addEventListener('input', draw)
}

/**
 * @param {{ code: string, captureCode: string, actsCode?: string, collectorUrl: string }} setup
 * @returns {Promise<{ url: string, page(kind: 'empty' | 'usual' | 'capture' | 'acts', options?: { timers?: boolean, isolated?: boolean, noStorage?: boolean, busy?: boolean }): string, close(): Promise<void> }>}
 */
export async function startPages({ code, captureCode, actsCode = captureCode, collectorUrl }) {
  const write = (/** @type {URL} */ url) => {
    const kind = url.pathname.slice(1)
    const script = { empty: 'window.bench={start:()=>({})}', usual: code, capture: captureCode, acts: actsCode }[kind]
    if (script === undefined) return
    const setup = JSON.stringify({ url: collectorUrl, capture: kind === 'capture' || kind === 'acts', acts: kind === 'acts' })
    return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Tidewick table lamp</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<body><main><button id="flat">Add to basket</button>${deep}${url.searchParams.has('busy') ? field : ''}</main>
<script>${url.searchParams.has('timers') ? `(${countTimers})()` : ''}${url.searchParams.has('noStorage') ? `(${refuseStorage})()` : ''}</script>
<script>${url.searchParams.has('busy') ? `(${work})()` : ''}</script>
<script>window.marks=[performance.now()]</script>
<script>${script.replaceAll('</script', '<\\/script')}</script>
<script>marks.push(performance.now())
Promise.resolve(bench.start(${setup})).then((calls) => (window.calls = calls))
marks.push(performance.now())</script>
</body></html>`
  }
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const body = write(url)
    if (!body) return response.writeHead(404).end()
    const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
    const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache', ...(url.searchParams.has('isolated') && isolated) }
    response.writeHead(200, headers).end(body)
  })
  server.keepAliveTimeout = 600_000
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    page: (kind, options = {}) => `${url}/${kind}?${Object.entries(options).filter(([, is]) => is).map(([name]) => name).join('&')}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
