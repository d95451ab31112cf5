// Consent per purpose: pending, granted, denied, or something in between; and what an event says of it.
// Pure: what the browser signals and what was decided earlier come in as arguments.

import type { Choices, ConsentState, Options } from '../types.js'

/** Every purpose asked about so far. */
export type Consent = { readonly [purpose: string]: ConsentState }

/** Purposes that neither share nor sell: Global Privacy Control says nothing about them. */
const own = /^(analytics|personalization)$/

/** Ways to count a visitor without keeping anything: of analytics alone. */
const limited = /^(session|anonymous)$/

/**
 * Where consent starts on this page: what the visitor has decided before, else the option, else granted. Global
 * Privacy Control denies what shares or sells (https://w3c.github.io/gpc/), and `gpc: 'all'` lets it deny everything.
 */
export function startConsent(option: Options['consent'] = 'granted', gpc: string | false, decided?: Consent): Consent {
  const given = typeof option === 'object' ? option : { analytics: option, marketing: limited.test(option) ? 'denied' : option }
  const consent: { [purpose: string]: ConsentState } = { analytics: 'granted', marketing: 'granted', ...given }
  for (const purpose in consent) {
    if (gpc === 'all' || (gpc === 'shared' && !own.test(purpose))) consent[purpose] = 'denied'
  }
  return { ...consent, ...decided }
}

/** Each event carries them. */
const maxPurposes = 20

/** The visitor's choices; of what is none, nothing. */
export function readChoices(choices: Choices): Consent {
  const decided: { [purpose: string]: ConsentState } = {}
  for (const purpose of typeof choices === 'object' ? Object.keys(choices).slice(0, maxPurposes) : []) {
    const choice = choices[purpose]
    decided[purpose] = choice === true ? 'granted' : limited.test(`${choice}`) ? (choice as ConsentState) : 'denied'
  }
  return decided
}

/** What an event carries of it: whether each purpose was granted. */
export const writeConsent = (consent: Consent): string =>
  JSON.stringify(Object.fromEntries(Object.entries(consent).map(([purpose, state]) => [purpose, state === 'granted'])))
