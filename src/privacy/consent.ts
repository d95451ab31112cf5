// Consent per purpose: pending, granted or denied; and what may happen to an event now.
// Pure: what the browser signals and what was decided earlier come in as arguments.

import type { ConsentState, Options } from '../types.js'

/** Every purpose asked about so far. */
export type Consent = { readonly [purpose: string]: ConsentState }

/** Purposes that neither share nor sell: Global Privacy Control says nothing about them. */
const own = /^(analytics|personalization)$/

/**
 * Where consent starts on this page: what the visitor has decided before, else the option, else granted. Global
 * Privacy Control denies what shares or sells (https://w3c.github.io/gpc/), and `gpc: 'all'` lets it deny everything.
 */
export function startConsent(option: Options['consent'] = 'granted', gpc: string | false, decided?: Consent): Consent {
  const given = typeof option === 'object' ? option : { analytics: option, marketing: option }
  const consent: { [purpose: string]: ConsentState } = { analytics: 'granted', marketing: 'granted', ...given }
  for (const purpose in consent) {
    if (gpc === 'all' || (gpc === 'shared' && !own.test(purpose))) consent[purpose] = 'denied'
  }
  return { ...consent, ...decided }
}

/** The visitor's choices. */
export function readChoices(choices: { readonly [purpose: string]: boolean }): Consent {
  const decided: { [purpose: string]: ConsentState } = {}
  for (const purpose in choices) decided[purpose] = choices[purpose] === true ? 'granted' : 'denied'
  return decided
}
