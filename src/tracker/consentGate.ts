// What may happen now: what the visitor has consented to, whether the page is ready, and so where anything may be kept.
// Owns both; what follows from a change is the tracker's.

import type { Place } from '../page/spill.js'
import { hasDoNotTrack, hasGlobalPrivacyControl } from '../page/signals.js'
import { type Consent, startConsent, writeConsent } from '../privacy/consent.js'
import type { ConsentState, Options } from '../types.js'

/** What {@link createConsentGate} returns. */
export type ConsentGate = {
  /** Whether the state of `analytics` is one of these. */
  isAny(...states: readonly (ConsentState | undefined)[]): boolean
  /** Whether anything may outlive the tab. */
  isGranted(): boolean
  /** Storage has been read, and a person looks at the page; or not yet again. */
  admit(isReady: boolean): void
  /** True: store; false: drop; undefined: hold. */
  gate(type?: string): boolean | undefined
  /** Where it may be kept what the disk has not taken. */
  place(): Place
  /** When this page was allowed everything after it had been told no, or nothing; in epoch ms, else 0. */
  since(): number
  /** What every purpose has come to, and what of that the visitor has decided. */
  consent(): Consent
  decided(): Consent
  /** The JSON text of it for events. */
  said(): string
  decide(choices: Consent): void
  /** What was decided on an earlier page, or in another tab. */
  learn(earlier: Consent | undefined): void
  /** Whether to read anew what was decided. */
  unlearn(): void
  /** Whether more has been decided than was known: true once for each change, and not before `learn`. */
  isNews(): boolean
}

/** Creates the gate, shut. */
export function createConsentGate({ consent: option, gpc, dnt }: Options, signal: AbortSignal): ConsentGate {
  const refusal = dnt && hasDoNotTrack() ? 'all' : hasGlobalPrivacyControl() && (gpc ?? 'shared')
  let decided: Consent = {}
  let consent: Consent
  let said: string
  let known: string | undefined
  let ready = false
  let since = 0
  const become = (next: Consent): void => {
    consent = next
    // Made once for each change, not for each event.
    said = writeConsent(next)
  }
  become(startConsent(option, refusal))
  const isAny = (...states: readonly (ConsentState | undefined)[]): boolean => states.includes(consent.analytics)
  return {
    isAny,
    isGranted: () => isAny('granted'),
    admit: (isReady) => void (ready = isReady),
    gate(type = 'track') {
      // Who consents to be counted only, does not say who it is.
      const mode = consent.analytics
      if (signal.aborted || mode === 'denied' || (mode === 'anonymous' && !/^(track|page|reset)$/.test(type))) return false
      return (ready && mode !== 'pending') || undefined
    },
    place: () => (isAny('session') ? 'sessionStorage' : isAny('anonymous') ? undefined : 'localStorage'),
    since: () => since,
    consent: () => consent,
    decided: () => decided,
    said: () => said,
    decide(choices) {
      const wasShut = isAny('pending', 'denied')
      decided = { ...decided, ...choices }
      become({ ...consent, ...choices })
      if (wasShut && isAny('granted')) since = Date.now()
    },
    learn(earlier) {
      known ??= JSON.stringify(earlier ?? {})
      decided = { ...earlier, ...decided }
      become(startConsent(option, refusal, decided))
    },
    unlearn() {
      decided = {}
      known = undefined
    },
    isNews() {
      const before = known
      if (before) known = JSON.stringify(decided)
      return known !== before
    },
  }
}
