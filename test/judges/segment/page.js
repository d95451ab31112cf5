// Loads one of the two libraries in a page and makes it ready, in the same words.
// Must not know what is asked of it.

const page = /** @type {any} */ (window)
page.addEventListener('unhandledrejection', (/** @type {any} */ { reason }) => (page.failure ??= String(reason?.stack ?? reason)))
page.addEventListener('error', (/** @type {any} */ { message }) => (page.failure ??= message))
const writeKey = new URL(import.meta.url).searchParams.get('key')
const { scenarios } = await import(/** @type {any} */ ('/scenarios.js'))
const scenario = scenarios[Number(writeKey?.replace(/\D/g, ''))]
const isPeer = writeKey?.startsWith('peer')
const here = { 'Segment.io': { apiHost: `${location.host}/v1`, protocol: 'http' } }

scenario.before?.(window)
/** @param {string} path */
const script = (path) =>
  new Promise((resolve, reject) => document.head.append(Object.assign(document.createElement('script'), { src: path, onload: resolve, onerror: reject })))
/** @returns {Promise<any>} */
const load = async () => {
  if (isPeer) {
    page.analytics = { _cdn: location.origin }
    await script('/peer/index.js')
    const cdnSettings = { integrations: { 'Segment.io': { apiKey: writeKey, ...here['Segment.io'] } } }
    return page.AnalyticsNext.AnalyticsBrowser.load({ writeKey, cdnURL: location.origin, cdnSettings }, { integrations: here })
  }
  const { AnalyticsBrowser } = await import(/** @type {any} */ ('/dist/segment.js'))
  return AnalyticsBrowser.load({ writeKey }, { integrations: here, flushDelayMs: 10 })
}
// One that can be waited for: a promise of it would resolve to what it resolves to.
const analytics = (await load().then((ready) => ready))[0]
page.run = async () => {
  await scenario.run(analytics)
  if (!isPeer) await analytics.tracker().flush()
  return true
}
page.isReady = true

export {}
