// The surroundings of an event, read from the page at the call.
// Reads only; costs no layout while the page is still being built.

import type { EventContext, PageContext } from '../types.js'

/** What changes within a page, as it is or as it was when a call was recorded. */
export type PageMoment = { readonly url: string; readonly title: string; readonly referrer: string }

/** Puts the context together. URLs are redacted. */
export function readContext(version: string, redact: (url: string) => string, of: PageMoment): EventContext {
  const { url: href, title, referrer } = of
  const url = redact(href)
  const { pathname, search } = url.startsWith('http') ? new URL(url) : { pathname: '', search: '' }
  const page: { -readonly [K in keyof PageContext]: PageContext[K] } = { url, path: pathname }
  if (search) page.search = search
  if (title) page.title = title.slice(0, 500)
  const from = referrer && redact(referrer)
  if (from) page.referrer = from
  const campaign = readCampaign(search)
  return {
    page,
    ...(campaign && { campaign }),
    locale: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    screen: { width: screen.width, height: screen.height },
    // Asking for it earlier would force a layout.
    ...(document.readyState !== 'loading' && { viewport: { width: innerWidth, height: innerHeight } }),
    library: { name: 'throughline', version },
  }
}

function readCampaign(search: string): Record<string, string> | undefined {
  const campaign: Record<string, string> = {}
  for (const [key, value] of new URLSearchParams(search)) {
    if (key.startsWith('utm_')) campaign[key === 'utm_campaign' ? 'name' : key.slice(4)] = value
  }
  return Object.keys(campaign).length ? campaign : undefined
}
