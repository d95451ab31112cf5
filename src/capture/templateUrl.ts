// Addresses of requests without what they name: the same for every customer, order and article.
// Pure but for the page's own address.

import { redactText } from '../privacy/redactUrl.js'

/** Numbers, ids in hexadecimal, tokens, and what redaction has masked: anything with a digit in it but a version like `v2`. */
const named = /^(?!v\d{1,2}$)(?=.*\d).+|\[|@|^.{25,}$/

/** `https://api.example/orders/1001?x=1` is `https://api.example/orders/:id`; nothing if it is no web address. */
export function templateUrl(url: string): string | undefined {
  try {
    const { origin, pathname, protocol } = new URL(url, document.baseURI)
    if (!protocol.startsWith('http')) return
    const path = decodeURI(pathname).split('/').map((part) => (named.test(redactText(part)) ? ':id' : part))
    return origin + path.join('/')
  } catch {
    return
  }
}
