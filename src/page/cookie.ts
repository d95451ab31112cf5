// The first-party cookie that mirrors the anonymous id, so that the subdomains of a site agree; alone uses `document.cookie`.
// Knows nothing of consent or of who is right. Where cookies are refused, there is none.

import type { Options } from '../types.js'

/** What browsers allow, 400 days: https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html */
const maxAgeS = 34_560_000
/** Anybody can write a cookie. */
const uuid = /^(?!0{8})[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}(?=;|$)/

/** The cookie of that name. Answers with the id in it, if any; given an id, writes it; given an empty one, deletes it. */
export function createIdCookie(name: string, option: Options['cookie']): (id?: string) => string | undefined {
  const { domain, refresh } = option || ({} as { domain?: string; refresh?: boolean })
  const start = `; ${encodeURIComponent(name)}=`
  const labels = location.hostname.split('.')
  // The browser knows which ones are public: it takes the shortest that belongs to the site. In the end, the host alone.
  const domains = domain ? [domain] : [...labels.map((_, i) => labels.slice(~i).join('.')), '']
  const read = (): string | undefined => `; ${document.cookie}`.split(start)[1]?.match(uuid)?.[0]
  const write = (id: string, of: string): string =>
    (document.cookie = `${start.slice(2)}${id};domain=${of};path=/;max-age=${id ? maxAgeS : 0};samesite=lax${/s:/.test(location.protocol) ? ';secure' : ''}`)
  return (id) => {
    try {
      if (option === false) return
      const old = read()
      if (id === undefined || (id === (old ?? '') && (!id || refresh === false))) return old
      // With another domain there may be one more of that name, and only what is not there yet shows what the browser takes.
      // Each of these waits for another process.
      if (old) domains.map((each) => write('', each))
      if (id) domains.find((each) => write(id, each) && read())
    } catch {
      // A sandboxed frame.
    }
    return id
  }
}
