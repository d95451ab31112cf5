// IAB Transparency and Consent Framework 2.x: what the dialog of the page writes into the TC string, as purposes.
// Asks the page's own CMP through `__tcfapi`, decodes nothing, and never installs a CMP or a stub.
// https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework

import type { Capture, Choices } from '../types.js'
import { consentFrom } from './consentFrom.js'
import { followIab } from './followIab.js'
import { notAgainstGpc } from './notAgainstGpc.js'

export type TcfOptions = {
  /**
   * Which purposes of the TCF a purpose of the tracker needs, all of them. Default: `analytics` 1, 8, 9;
   * `personalization` 1, 5, 6; `marketing` 1, 2, 3, 4, 7.
   */
  readonly purposes?: { readonly [purpose: string]: readonly number[] }
  /** Id of the vendor in the Global Vendor List who must be allowed too. Left out: the purposes alone decide. */
  readonly vendor?: number
  /**
   * Purposes of the TCF for which a legitimate interest that was not objected to will do. Default: none. For 1, 3, 4, 5 and 6
   * the TCF knows consent only, whatever stands here.
   */
  readonly legitimateInterest?: readonly number[]
  /**
   * What holds where the GDPR does not apply. Default: analytics and personalization are granted, but not against Global
   * Privacy Control, and of the rest nothing is said. `{}`: say nothing, another bridge does.
   */
  readonly otherwise?: Choices
}

type Flags = { readonly [id: number]: boolean | undefined } | undefined
type Bases = { readonly consents?: Flags; readonly legitimateInterests?: Flags; readonly disclosedVendors?: Flags }
type TcData = {
  readonly eventStatus?: string
  readonly gdprApplies?: boolean
  readonly listenerId?: number
  readonly purpose?: Bases
  readonly vendor?: Bases
  readonly publisher?: { readonly restrictions?: { readonly [purpose: number]: { readonly [vendor: number]: number } | undefined } }
}

const usual = { analytics: [1, 8, 9], personalization: [1, 5, 6], marketing: [1, 2, 3, 4, 7] }
const consentOnly = [1, 3, 4, 5, 6]
/** The dialog is open at `cmpuishown`: what it says then is not what the visitor is about to say. */
const decided = ['tcloaded', 'useractioncomplete']

/** Follows the TCF dialog of this page, whether it has loaded already, is a stub yet, or comes later. */
export function tcf(options: TcfOptions = {}): Capture {
  return (tracker) => {
    let last: TcData = {}
    return consentFrom({
      read: () => readTcData(last, options),
      subscribe: (changed) => followIab<TcData>(tracker, { name: '__tcfapi', version: [2], hear: (data) => changed((last = data)) }),
    })(tracker)
  }
}

function readTcData(data: TcData, { purposes = usual, otherwise, ...bases }: TcfOptions): Choices | undefined {
  if (data.gdprApplies === false) return otherwise ?? notAgainstGpc({ analytics: true, personalization: true })
  if (!decided.includes(data.eventStatus ?? '')) return undefined
  return Object.fromEntries(Object.entries(purposes).map(([purpose, ids]) => [purpose, ids.every((id) => isAllowed(data, id, bases))]))
}

function isAllowed({ purpose, vendor: vendors, publisher }: TcData, id: number, { vendor, legitimateInterest = [] }: TcfOptions): boolean {
  const has = (flags: Flags, key: number): boolean => flags?.[key] === true
  const both = (basis: 'consents' | 'legitimateInterests'): boolean =>
    has(purpose?.[basis], id) && (vendor === undefined || has(vendors?.[basis], vendor))
  // 0: not at all; 1: by consent only; 2: by legitimate interest only.
  const restriction = vendor === undefined ? undefined : publisher?.restrictions?.[id]?.[vendor]
  if (restriction === 0) return false
  if (restriction !== 2 && both('consents')) return true
  if (restriction === 1 || consentOnly.includes(id) || !legitimateInterest.includes(id)) return false
  // Whom the dialog has not named nobody could object to.
  return both('legitimateInterests') && (vendor === undefined || vendors?.disclosedVendors?.[vendor] !== false)
}
