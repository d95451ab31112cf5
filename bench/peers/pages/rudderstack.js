// Owns RudderStack's SDK behind the calls that every contender has, with the settings of ../rudderstack.js.
// Must hold nothing else: the size of this file is what is compared.
// @ts-ignore: installed by the command.
import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'

/** @type {import('./page.js').Start} */
export function start({ url }) {
  const analytics = new RudderAnalytics()
  const source = {
    id: 'bench', name: 'bench', writeKey: 'bench', enabled: true, workspaceId: 'bench', connections: [], destinations: [],
    config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } }, updatedAt: '2026-01-01T00:00:00.000Z',
  }
  analytics.load('bench', url, {
    getSourceConfig: () => /** @type {any} */ ({ source, updatedAt: source.updatedAt }),
    queueOptions: { maxItems: 1000, batch: { enabled: true, maxItems: 100, flushInterval: 5000 } },
    storage: { type: 'localStorage' },
    sendAdblockPage: false,
    logLevel: 'NONE',
  })
  return {
    track: (name, properties) => analytics.track(name, properties),
    page: () => analytics.page(),
    identify: (id, traits) => analytics.identify(id, traits),
    reset: () => analytics.reset(),
  }
}
