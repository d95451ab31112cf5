// The first-party cookie that mirrors the anonymous id, so that the subdomains of a site agree; alone uses `document.cookie`.
// Knows nothing of consent or of who is right. Where cookies are refused, there are none.

import type { Options } from '../types.js'

/** What {@link createIdCookie} returns. */
export type IdCookie = {
  /** The ids that are there: more than one, if somebody has written them with different domains. */
  ids(): string[]
  /** Writes it for as long as browsers allow; without an id, deletes it. */
  mirror(id?: string): void
}

/** Of 400 days, https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-the-expires-attribute */
const maxAgeS = 34_560_000
/** Anybody can write a cookie. */
const uuid = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/

/** The cookie of that name. */
export function createIdCookie(name: string, option: Options['cookie']): IdCookie {
  const { domain, refresh } = option || ({} as { domain?: string; refresh?: boolean })
  const key = encodeURIComponent(name)
  const labels = location.hostname.split('.')
  // The browser knows which ones are public: it takes the shortest that belongs to the site. In the end, the host alone.
  const domains = domain ? [domain] : [...labels.map((_, i) => labels.slice(~i).join('.')), '']
  const read = (written?: string): string[] => {
    try {
      if (option === false) return []
      if (written) document.cookie = written
      const pairs = document.cookie.split('; ').map((pair) => pair.split('='))
      return pairs.flatMap(([own, id = '']) => (own === key && uuid.test(id) ? id : []))
    } catch {
      return [] // a sandboxed frame
    }
  }
  const write = (id: string, ageS: number, of: string): string[] =>
    read(`${key}=${id};domain=${of};path=/;max-age=${ageS};samesite=lax${location.protocol === 'https:' ? ';secure' : ''}`)
  return {
    ids: () => read(),
    mirror(id) {
      if (read()[0] === id && (!id || refresh === false)) return
      for (const each of domains) write('', 0, each)
      if (id) domains.find((each) => write(id, maxAgeS, each).length)
    },
  }
}
