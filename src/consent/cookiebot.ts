// Cookiebot's dialog, by its documented events and names.
// https://www.cookiebot.com/en/developer/

import type { Capture } from '../types.js'
import { consentFrom } from './consentFrom.js'
import { notAgainstGpc } from './notAgainstGpc.js'

/** Cookiebot's categories. */
type Category = 'necessary' | 'preferences' | 'statistics' | 'marketing'

export type CookiebotOptions = {
  /** Which category a purpose is. Default: `analytics` statistics, `personalization` preferences, `marketing` marketing. */
  readonly categories?: { readonly [purpose: string]: Category }
}

type CookiebotLike = {
  readonly hasResponse?: unknown
  readonly consent?: { readonly [name in Category | 'method']?: unknown }
}

const usual = { analytics: 'statistics', personalization: 'preferences', marketing: 'marketing' } as const

/** Follows Cookiebot. What it takes for granted without an answer (`implied`) does not count against Global Privacy Control. */
export function cookiebot({ categories = usual }: CookiebotOptions = {}): Capture {
  return consentFrom({
    events: ['CookiebotOnConsentReady', 'CookiebotOnAccept', 'CookiebotOnDecline'],
    read: () => {
      const { hasResponse, consent } = (window as { readonly Cookiebot?: CookiebotLike }).Cookiebot ?? {}
      // Elements can have these names; none of them is `true`.
      if (hasResponse !== true || !consent) return undefined
      const choices = Object.fromEntries(Object.entries(categories).map(([purpose, category]) => [purpose, consent[category] === true]))
      return consent.method === 'implied' ? notAgainstGpc(choices) : choices
    },
  })
}
