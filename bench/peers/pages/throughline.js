// Owns Throughline behind the calls that every contender has.
// Must hold nothing else: the size of this file is what is compared.
import { createTracker } from 'throughline'

/** @type {import('./page.js').Start} */
export function start({ url }) {
  const tracker = createTracker({ collector: `${url}/v1/batch`, writeKey: 'bench', compress: true })
  return {
    track: (name, properties) => void tracker.track(name, properties),
    page: () => void tracker.page(),
    identify: (id, traits) => void tracker.identify(id, traits),
    reset: () => tracker.reset(),
  }
}
