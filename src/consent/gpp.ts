// IAB Global Privacy Platform: opt-outs by the laws of the United States, as purposes.
// Asks the page's own CMP through `__gpp`, decodes nothing, and leaves Europe and Canada to `tcf`.
// https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform

import { hasGlobalPrivacyControl } from '../page/signals.js'
import type { Capture, Choices } from '../types.js'
import { consentFrom } from './consentFrom.js'
import { followIab } from './followIab.js'
import { notAgainstGpc } from './notAgainstGpc.js'

/** What a visitor can opt out of; `Gpc` is the browser's signal, as the dialog or the browser itself tells it. */
export type OptOut = 'Sale' | 'Sharing' | 'TargetedAdvertising' | 'Gpc'

export type GppOptions = {
  /** Which opt-outs deny a purpose, any one of them. Default: all deny `marketing`, none `analytics` and `personalization`. */
  readonly purposes?: { readonly [purpose: string]: readonly OptOut[] }
  /**
   * What holds where no law of the sections applies. Default: analytics and personalization are granted, but not against Global
   * Privacy Control, and of the rest nothing is said. `{}`: say nothing, another bridge does.
   */
  readonly otherwise?: Choices
}

type Section = { readonly [field: string]: unknown }
type Ping = {
  readonly signalStatus?: string
  readonly applicableSections?: readonly number[]
  /** A section is one object, or an array of its segments. */
  readonly parsedSections?: { readonly [name: string]: Section | readonly Section[] }
}
type GppEvent = { readonly listenerId?: number; readonly pingData?: Ping }

const all: readonly OptOut[] = ['Sale', 'Sharing', 'TargetedAdvertising', 'Gpc']
const usual = { analytics: [], personalization: [], marketing: all }
/** `uspv1`, the first of the American ones, and all that have come after it. */
const firstAmerican = 6
const none = -1

/** Follows the GPP dialog of this page, whether it has loaded already, is a stub yet, or comes later. */
export function gpp(options: GppOptions = {}): Capture {
  return (tracker) => {
    let last: GppEvent = {}
    return consentFrom({
      read: () => last.pingData && readPing(last.pingData, options),
      subscribe: (changed) => followIab<GppEvent>(tracker, { name: '__gpp', version: [], hear: (event) => changed((last = event)) }),
    })(tracker)
  }
}

function readPing({ signalStatus, applicableSections = [], parsedSections = {} }: Ping, { purposes = usual, otherwise }: GppOptions): Choices | undefined {
  // Until then the dialog may be open, and what it holds is what it held before.
  if (signalStatus !== 'ready') return undefined
  if (applicableSections.includes(none)) return otherwise ?? notAgainstGpc({ analytics: true, personalization: true })
  if (!applicableSections.some((id) => id >= firstAmerican)) return undefined
  const american = Object.entries(parsedSections).flatMap(([name, section]) => (name.startsWith('us') ? [section].flat() : []))
  const isOut = (optOut: OptOut): boolean =>
    optOut === 'Gpc'
      ? hasGlobalPrivacyControl() || american.some((section) => section.Gpc === true || section.Gpc === 1)
      : american.some((section) => section[`${optOut}OptOut`] === 1 || (optOut === 'Sale' && section.OptOutSale === 'Y'))
  return notAgainstGpc(Object.fromEntries(Object.entries(purposes).map(([purpose, optOuts]) => [purpose, !optOuts.some(isOut)])))
}
