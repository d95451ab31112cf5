// What may happen to an event now.
// Pure; consulted before an event is stamped and stored, and again before it is sent.

import type { Consent } from './consent.js'

/** `store` it, `hold` it in memory until the visitor has decided, or `drop` it. */
export function gate(consent: Consent): 'store' | 'hold' | 'drop' {
  const state = consent.analytics
  return state === 'granted' ? 'store' : state === 'denied' ? 'drop' : 'hold'
}
