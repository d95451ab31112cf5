// Owns Snowplow's tracker behind the calls that every contender has, with the settings of ../snowplow.js.
// Must hold nothing else: the size of this file is what is compared.
// @ts-ignore: installed by the command.
import { clearUserData, newTracker, setUserId, trackPageView, trackSelfDescribingEvent } from '@snowplow/browser-tracker'

/** @type {import('./page.js').Start} */
export function start({ url }) {
  newTracker('bench', url, { appId: 'bench', maxLocalStorageQueueSize: 10_000, credentials: 'omit' })
  return {
    track: (name, properties) =>
      trackSelfDescribingEvent({ event: { schema: 'iglu:com.example/event/jsonschema/1-0-0', data: { name, properties } } }),
    page: () => trackPageView(),
    identify: (id) => setUserId(id),
    reset() {
      setUserId(null)
      clearUserData()
    },
  }
}
