// Owns Segment's SDK behind the calls that every contender has, with the settings of ../segment.js.
// Must hold nothing else: the size of this file is what is compared.
// @ts-ignore: installed by the command.
import { AnalyticsBrowser } from '@segment/analytics-next'

/** @type {import('./page.js').Start} */
export function start({ url }) {
  const { host } = new URL(url)
  const analytics = AnalyticsBrowser.load(
    { writeKey: 'bench', cdnSettings: { integrations: { 'Segment.io': { apiKey: 'bench', apiHost: `${host}/v1`, protocol: 'http' } } } },
    { retryQueue: true, integrations: { 'Segment.io': { apiHost: `${host}/v1`, protocol: 'http' } } },
  )
  return {
    track: (name, properties) => void analytics.track(name, properties),
    page: () => void analytics.page(),
    identify: (id, traits) => void analytics.identify(id, traits),
    reset: () => void analytics.reset(),
  }
}
