// URLs as they may be stored: without what people typed, who they are, or what lets somebody in.
// Pure. Applies to the page, the referrer and every captured link.

/** Query parameters that say where a visitor came from or which view they see, never who they are. */
const usualQuery = /^(utm_\w+|page|sort|tab|lang)$/

const email = /[^/?&=#]+(@|%40)[^/?&=#]+/gi
/**
 * Tokens and numbers of orders, accounts and phones: a long run of letters and digits without a break is no word, nor
 * is one of hexadecimal digits with dashes, and a date is shorter than nine digits.
 */
const id = /\w{24,}|[\da-f-]{32,}|\d{9,}/gi

const mask = (text: string): string => text.replace(email, '[email]').replace(id, '[id]')

/**
 * Makes a function that keeps of a URL its origin, its path with e-mails, tokens and long numbers masked, the named
 * query parameters, and a hash that is a route. Of what is no web address only the scheme stays.
 */
export const createUrlRedactor =
  (keepQuery: readonly string[]): ((url: string) => string) =>
  (text) => {
    if (!/^https?:/.test(text)) return text.replace(/:.*/s, ':')
    const url = new URL(text)
    const query = [...url.searchParams].filter(([name]) => usualQuery.test(name) || keepQuery.includes(name))
    url.search = `${new URLSearchParams(query.map(([name, value]) => [name, mask(value)]))}`
    url.pathname = mask(url.pathname)
    url.hash = /^#!?\//.test(url.hash) ? mask(url.hash.replace(/\?.*/, '')) : ''
    url.username = url.password = ''
    return url.href
  }
