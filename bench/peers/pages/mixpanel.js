// Owns Mixpanel's SDK behind the calls that every contender has, with the settings of ../mixpanel.js.
// Must hold nothing else: the size of this file is what is compared.
// @ts-ignore: installed by the command.
import mixpanel from 'mixpanel-browser/src/loaders/loader-module-core.js'

/** @type {import('./page.js').Start} */
export function start({ url, capture = false, acts = false }) {
  mixpanel.init('bench', {
    api_host: url,
    persistence: 'localStorage',
    api_payload_format: 'json',
    ignore_dnt: true,
    autocapture: capture && { click: true, pageview: false, input: acts, scroll: acts, submit: acts, dead_click: false, rage_click: false, capture_text_content: true },
    track_pageview: false,
  })
  return {
    track: (name, properties) => mixpanel.track(name, properties),
    page: () => /** @type {any} */ (mixpanel).track_pageview(),
    identify(id, traits) {
      mixpanel.identify(id)
      if (traits) mixpanel.people.set(traits)
    },
    reset: () => mixpanel.reset(),
  }
}
