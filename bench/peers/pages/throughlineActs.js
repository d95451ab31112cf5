// Owns Throughline with the captures of clicks, forms and attention, behind the calls that every contender has.
// Must hold nothing else.
import { createTracker } from 'throughline'
import { attention, clicks, forms } from 'throughline/capture'

/** @type {import('./page.js').Start} */
export function start({ url }) {
  const tracker = createTracker({ collector: `${url}/v1/batch`, writeKey: 'bench', compress: true, capture: [clicks(), forms(), attention()] })
  return {
    track: (name, properties) => void tracker.track(name, properties),
    page: () => void tracker.page(),
    identify: (id, traits) => void tracker.identify(id, traits),
    reset: () => tracker.reset(),
  }
}
