// The surroundings of an event, read from the page at the call.
// Reads only, and costs no layout while the page is still being built.

import { version } from '../lib/version.js'

/** The moment of a call that was recorded before the library had loaded. */
export type PastMoment = { readonly time: number; readonly url: string; readonly title: string; readonly referrer: string }

/**
 * Creates the reader. It answers with channel, touchpoint and context as members of the event's JSON, made anew only
 * when the page has changed. URLs are redacted.
 */
export function createContextReader(
  channel: string,
  touchpoint: string | undefined,
  redact: (url: string) => string,
): (past?: PastMoment) => string {
  let seen = ''
  let text = ''
  return (past) => {
    const { url, title, referrer } = past ?? { url: location.href, title: document.title, referrer: document.referrer }
    const key = url + title + document.readyState
    if (key === seen) return text
    seen = key
    const page = new URL(redact(url))
    const campaign = [...page.searchParams].filter(([name]) => name.startsWith('utm_'))
    const context = {
      page: {
        url: page.href,
        path: page.pathname,
        search: page.search || undefined,
        title: title || undefined,
        referrer: redact(referrer) || undefined,
      },
      campaign: campaign.length ? Object.fromEntries(campaign.map(([name, value]) => [name.slice(4).replace('campaign', 'name'), value])) : undefined,
      locale: navigator.language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      screen: { width: screen.width, height: screen.height },
      // Asking for it earlier would force a layout.
      viewport: document.readyState === 'loading' ? undefined : { width: innerWidth, height: innerHeight },
      library: { name: 'throughline', version },
    }
    return (text = JSON.stringify({ channel, touchpoint, context }).slice(1, -1))
  }
}
