// The surroundings of an event, read from the page at the call.
// Reads only, and costs no layout while the page is still being built.

import { version } from '../lib/version.js'
import { redactText } from '../privacy/redactUrl.js'

/** The page at a call that was recorded, with its time, before the library had loaded. */
export type Moment = { readonly time: number } & Pick<Document, 'URL' | 'title' | 'referrer' | 'readyState'>

/**
 * Creates the reader. It answers with channel, touchpoint and context as members of the event's JSON, made anew only
 * when the page has changed. URLs are redacted.
 */
export function createContextReader(
  channel: string,
  touchpoint: string | undefined,
  redact: (url: string, origin?: string) => string,
): (moment?: Moment) => string {
  let seen: string | undefined
  let state: string | undefined
  let text = ''
  // `document.URL` is `location.href` at a tenth of the cost. No more is asked of the document than what can have changed.
  return (from: Omit<Moment, 'time'> = document) => {
    const { URL: url, title } = from
    const now = url + ' ' + title
    if (seen === now && (state === 'complete' || state === from.readyState)) return text
    state = from.readyState
    // An element named URL stands for the address.
    const page = new URL(redact(url, location.origin) || redact(location.href))
    const { width, height } = screen
    let campaign: { [name: string]: string } | undefined
    for (const [name, value] of page.searchParams) if (name.startsWith('utm_')) (campaign ??= {})[name.slice(4)] = value
    const context = {
      page: {
        url: page.href,
        path: page.pathname,
        title: redactText(`${title}`),
        referrer: redact(from.referrer) || undefined,
      },
      campaign,
      locale: navigator.language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      screen: { width, height },
      // Asking for it earlier would force a layout.
      viewport: state === 'loading' ? undefined : { width: innerWidth, height: innerHeight },
      library: { name: 'throughline', version },
    }
    text = JSON.stringify({ channel, touchpoint, context }).slice(1, -1)
    seen = now // not before: whatever throws above is not to leave a text that belongs to nothing
    return text
  }
}
