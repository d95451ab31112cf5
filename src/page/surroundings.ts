// Channel, touchpoint and context of an event as JSON text, made once for each page and not for each event.
// Reads the page at the call; for a call recorded before the library had loaded, the page of that time.

import { type PageMoment, readContext } from './context.js'

/** What is the same for all events of a site. */
export type Place = { readonly channel: string; readonly touchpoint: string | undefined; readonly version: string }

/** Creates the reader: it answers with the members of the event, without braces. */
export function createSurroundings(
  { channel, touchpoint, version }: Place,
  redact: (url: string) => string,
): (past: PageMoment | undefined) => string {
  let seen = ''
  let text = ''
  return (past) => {
    const page = past ?? { url: location.href, title: document.title, referrer: document.referrer }
    const key = `${page.url}\n${page.title}\n${document.readyState}`
    if (key !== seen) {
      seen = key
      text = JSON.stringify({ channel, touchpoint, context: readContext(version, redact, page) }).slice(1, -1)
    }
    return text
  }
}
