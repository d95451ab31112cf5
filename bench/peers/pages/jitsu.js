// Owns Jitsu's SDK behind the calls that every contender has.
// Must hold nothing else: the size of this file is what is compared.
// @ts-ignore: installed by the command.
import { jitsuAnalytics } from '@jitsu/js'

/** @type {import('./page.js').Start} */
export function start({ url }) {
  const analytics = jitsuAnalytics({ host: url, writeKey: 'bench:bench' })
  return {
    track: (name, properties) => void analytics.track(name, properties),
    page: () => void analytics.page(),
    identify: (id, traits) => void analytics.identify(id, traits),
    reset: () => void analytics.reset(),
  }
}
