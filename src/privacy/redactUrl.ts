// URLs as they may be stored: without what people typed, who they are, or what lets somebody in.
// Pure. Applies to the page, the referrer and every captured link.

/** Query parameters that say where a visitor came from or which view they see, never who they are. */
const usualQuery = /^(utm_\w+|page|sort|tab|lang)$/

/** Of what is before the sign only so much, because a search without an end takes a second for 10,000 characters. */
const email = /[^\s/?&=#]{1,99}([@＠]|%40)[^\s/?&=#]+/gi
/**
 * Tokens and numbers of orders, accounts, cards and phones: a long run of letters and digits without a break is no word, nor
 * is one of hexadecimal digits with dashes, and a date is shorter than nine digits. Whether a card's digits add up is not
 * asked: thirteen in a row are nobody else's business either.
 */
const id = /\w{24,}|[\da-f-]{32,}|\d{9,}|(\+|\b0)([\s()./-]*\d){8,}|\d([\s.-]?\d){12,}|\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}/gi
const decode = (run: string): string => {
  try {
    return decodeURIComponent(run)
  } catch {
    // A per cent sign, or an encoding of another time.
    return run
  }
}

/** Masks e-mails, tokens and long numbers in any text, also where it is encoded for an address, once or twice; what is masked is no more encoded. */
export function redactText(text: string): string {
  // Addresses before that, because what is decoded may part them: `a%3Db%40mail.example`.
  const left = text.replace(email, '[email]')
  const plain = left.replace(/%(25)+(?=[\da-f]{2})/gi, '%').replace(/(%(?!25)[\da-f]{2})+/gi, decode)
  const masked = plain.replace(email, '[email]').replace(id, '[id]')
  return masked === plain ? left : masked
}

/**
 * Makes a function that keeps of a URL its origin, its path with e-mails, tokens and long numbers masked, the named
 * query parameters, and a hash that is a route. Of what is neither a web address nor of this `origin` only the scheme stays, and of
 * what is no address nothing.
 */
export const createUrlRedactor =
  (keepQuery: readonly string[]): ((url: string, origin?: string) => string) =>
  (text, origin) => {
    try {
      const url = new URL(text)
      // An app's or an extension's own pages have schemes of their own; a path on somebody's disk names people.
      if (!text.startsWith('http') && !(url.host && origin && text.startsWith(origin))) return url.protocol
      const query = [...url.searchParams].filter(([name]) => usualQuery.test(name) || keepQuery.includes(name))
      url.search = `${new URLSearchParams(query.map(([name, value]) => [name, redactText(value)]))}`
      url.pathname = redactText(url.pathname)
      url.hash = /^#!?\//.test(url.hash) ? redactText(url.hash.replace(/\?.*/, '')) : ''
      url.username = url.password = ''
      return url.href
    } catch {
      // No address at all.
      return ''
    }
  }
