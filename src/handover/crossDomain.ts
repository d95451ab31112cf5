// One visitor over several domains of a site: links hand the anonymous id over, and pages that open accept it.
// Knows the tracker by its type only; never hands over a known customer, and never overwrites an id.

import type { Capture } from '../types.js'
import { acceptLink } from './acceptLink.js'
import { createLinks, type CrossDomainOptions } from './createLinks.js'
import { decorateLinks } from './decorateLinks.js'

/**
 * Links to the configured domains carry a token: the anonymous id, the time, and a number that is used once. A page that
 * opens with one takes it out of its address, and accepts it within two minutes, once, and only if the referrer is one
 * of the configured domains; then it links the two anonymous ids, by `link('anonymous', other)`. Whatever else is in
 * there does nothing but an `error` event. All sites need it; put it first in `capture`, so that nobody else sees the
 * token. Clicks on links, by any button or key, and forms that are sent with GET are decorated; for the rest there is
 * {@link decorate}. A link with `rel=noreferrer` hands nothing over.
 */
export function crossDomain(options: CrossDomainOptions): Capture {
  const links = createLinks(options)
  return (tracker) => {
    const stops = [acceptLink(tracker, links), decorateLinks(tracker, links)]
    return () => stops.forEach((stop) => stop())
  }
}
