// OneTrust's dialog, by its documented events and names.
// https://developer.onetrust.com/onetrust/docs/javascript-events-guide

import type { Capture, Choices } from '../types.js'
import { consentFrom } from './consentFrom.js'
import { notAgainstGpc } from './notAgainstGpc.js'

export type OneTrustOptions = {
  /** Which groups a purpose needs, all of them. Default: `analytics` C0002, `personalization` C0003, `marketing` C0004. */
  readonly groups?: { readonly [purpose: string]: readonly string[] }
}

type OneTrustWindow = {
  readonly OnetrustActiveGroups?: unknown
  readonly OneTrust?: { readonly IsAlertBoxClosed?: () => unknown }
}

const usual = { analytics: ['C0002'], personalization: ['C0003'], marketing: ['C0004'] }

/** Follows OneTrust. Until the visitor has closed its banner, only what is granted without asking counts, and not against Global Privacy Control. */
export function oneTrust({ groups = usual }: OneTrustOptions = {}): Capture {
  return consentFrom({
    events: ['OneTrustGroupsUpdated', 'OTConsentApplied'],
    read: () => {
      const { OnetrustActiveGroups: active, OneTrust } = window as unknown as OneTrustWindow
      // An element of that name is no list of groups.
      if (typeof active !== 'string') return undefined
      const activeGroups = active.split(',')
      const choices: Choices = Object.fromEntries(
        Object.entries(groups).map(([purpose, ids]) => [purpose, ids.every((id) => activeGroups.includes(id))]),
      )
      if (OneTrust?.IsAlertBoxClosed?.() === true) return choices
      return notAgainstGpc(Object.fromEntries(Object.entries(choices).filter(([, is]) => is)))
    },
  })
}
