// What crossDomain and decorate share: which address gets a token, and the token.
// Reads the page and the tracker; changes neither.

import { hasGlobalPrivacyControl } from '../page/signals.js'
import type { Tracker } from '../types.js'
import { readDomains } from './readDomains.js'
import { writeToken } from './linkToken.js'

/** Options of {@link crossDomain} and {@link decorate}. */
export type CrossDomainOptions = {
  /** The site's domains, such as `shop.example`, each with its subdomains; `localhost:4102` is one port only. All sites can use the same list. */
  readonly domains: readonly string[]
  /** Links between sites are what Global Privacy Control denies: with it nothing is handed over or accepted, unless this says `ignore`. */
  readonly gpc?: 'ignore'
}

/** The name of the parameter in addresses and forms. */
export const linkParameter = 'tl_link'

/** What {@link createLinks} returns. */
export type Links = {
  /** Whether an address belongs to another origin of the configured ones. */
  isOther(url: string): boolean
  /** A fresh token for an address, if it gets one. */
  tokenFor(tracker: Tracker, url: string): string | undefined
  /** False while Global Privacy Control forbids all of this. */
  isAllowed(): boolean
}

/** Reads the options, and throws if they are mistaken. */
export function createLinks({ domains, gpc }: CrossDomainOptions): Links {
  const isOurs = readDomains(domains)
  const isAllowed = (): boolean => gpc === 'ignore' || !hasGlobalPrivacyControl()
  const isOther = (text: string): boolean => {
    try {
      const url = new URL(text)
      return url.origin !== location.origin && isOurs(url)
    } catch {
      return false // no address at all
    }
  }
  return {
    isAllowed,
    isOther,
    tokenFor(tracker, url) {
      // From a page with encryption to one without the token would be there for all to see, and the referrer is missing.
      if (!isAllowed() || !isOther(url) || (location.protocol === 'https:' && !url.startsWith('https:'))) return
      const { anonymousId } = tracker.identity()
      const random = crypto.getRandomValues(new Uint32Array(2))
      const nonce = [...random].map((part) => part.toString(16).padStart(8, '0')).join('')
      return anonymousId && writeToken({ anonymousId, time: Date.now(), nonce })
    },
  }
}
