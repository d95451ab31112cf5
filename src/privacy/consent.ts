// Consent per purpose: pending, granted or denied.
// Pure: what the browser signals and what was stored come in as arguments.

import type { ConsentState, Options } from '../types.js'

/** Every purpose asked about so far. */
export type Consent = { readonly [purpose: string]: ConsentState }

/** Purposes that neither share nor sell: Global Privacy Control says nothing about them. */
const ownPurposes = ['analytics', 'personalization']
const knownPurposes = [...ownPurposes, 'marketing']

/**
 * Where consent starts on this page: what the visitor has decided before, else the option, else granted. Global
 * Privacy Control denies what shares or sells (https://w3c.github.io/gpc/), and `gpc: 'all'` lets it deny everything.
 */
export function startConsent(
  option: Options['consent'],
  gpc: 'shared' | 'all' | undefined,
  decided: Consent | undefined,
): Consent {
  const consent: Record<string, ConsentState> = {}
  const given = typeof option === 'object' ? option : {}
  for (const purpose of new Set([...knownPurposes, ...Object.keys(given)])) {
    const start = typeof option === 'string' ? option : (given[purpose] ?? 'granted')
    consent[purpose] = isDeniedByGpc(purpose, gpc) ? 'denied' : start
  }
  return { ...consent, ...decided }
}

const isDeniedByGpc = (purpose: string, gpc: 'shared' | 'all' | undefined): boolean =>
  gpc === 'all' || (gpc === 'shared' && !ownPurposes.includes(purpose))

/** The visitor's choices on top of what was. */
export function decideConsent(consent: Consent, choices: { readonly [purpose: string]: boolean }): Consent {
  const decided = Object.entries(choices).map(([purpose, yes]) => [purpose, yes === true ? 'granted' : 'denied'])
  return { ...consent, ...(Object.fromEntries(decided) as Consent) }
}
