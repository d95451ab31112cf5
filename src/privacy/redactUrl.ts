// URLs as they may be stored: without what people typed, who they are, or what lets somebody in.
// Pure. Applies to the page, the referrer and every captured link.

/** Query parameters that say where a visitor came from or which view they see, never who they are. */
const usualQuery = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'utm_id', 'page', 'sort', 'tab', 'lang']

/** A long run without a break between letters and digits is a token, not a word. */
const token = /(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{24,}/gi
const email = /[^/?&=#]+(@|%40)[^/?&=#]+/gi
/** Order, account and phone numbers; a date or a page number is shorter. */
const longNumber = /\d{9,}/g

const redactPath = (path: string): string =>
  path.replace(email, '[email]').replace(token, '[token]').replace(longNumber, '[number]')

/** What {@link createUrlRedactor} returns. */
export type UrlRedactor = (url: string) => string

/**
 * Makes a function that keeps of a URL its origin, its path with e-mails, tokens and long numbers masked, the named
 * query parameters, and a hash that is a route. What is no web address keeps its scheme only.
 */
export function createUrlRedactor(keepQuery: readonly string[]): UrlRedactor {
  const kept = new Set([...usualQuery, ...keepQuery])
  return (text) => {
    let url: URL
    try {
      url = new URL(text)
    } catch {
      return ''
    }
    if (!/^https?:$/.test(url.protocol)) return url.protocol
    const query = [...url.searchParams].filter(([name]) => kept.has(name))
    const search = new URLSearchParams(query.map(([name, value]) => [name, redactPath(value)])).toString()
    const route = /^#!?\//.test(url.hash) ? redactPath(url.hash.split('?')[0] as string) : ''
    return url.origin + redactPath(url.pathname) + (search && `?${search}`) + route
  }
}
