// Owns what a test page does when it loads: exposes the library, starts a tracker where the page asks for one.
// Must not hold any logic of a test.
const { capture: names = [], modules = [], ...options } = JSON.parse(document.getElementById('options')?.textContent ?? '{}')
const page = /** @type {any} */ (window)

page.errors = []
page.trackerErrors = []
window.addEventListener('error', (event) => page.errors.push(String(event.error ?? event.message)))
window.addEventListener('unhandledrejection', (event) => page.errors.push(String(event.reason)))
window.addEventListener('pageshow', (event) => (page.wasRestored = event.persisted))

/** @param {string} path @returns {Promise<any>} */
const load = (path) => import(path)
const [core, capture] = await Promise.all([load('/dist/index.js'), load('/dist/capture.js')])
page.lib = { ...core, capture }
for (const name of modules) page.lib[name] = await load(`/dist/${name}.js`)
page.start = (/** @type {object} */ extra = {}) => {
  const tracker = core.createTracker({
    ...options,
    capture: names.map((/** @type {string | [string, ...any]} */ chosen) => {
      const [name, ...args] = [chosen].flat()
      return capture[name](...args)
    }),
    ...extra,
  })
  tracker.on('error', (/** @type {any} */ { source, message }) => page.trackerErrors.push(`${source}: ${message}`))
  return (page.tracker = tracker)
}
if (document.documentElement.dataset.start !== undefined) {
  page.start()
  // Firefox tries no part of a page again that could not be loaded once: who cuts the network means the events, and not this.
  await load('/dist/chunks/startDelivery.js').catch(() => {})
}
page.isReady = true

export {}
