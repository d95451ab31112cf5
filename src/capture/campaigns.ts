// What brought the visitor here: campaign and click ids, taken once for each landing.
// Click ids are for sharing with who sold the click: under Global Privacy Control they are not even read.

import { hasGlobalPrivacyControl } from '../page/signals.js'
import { redactText } from '../privacy/redactUrl.js'
import type { Capture } from '../types.js'
import { redactUrl } from './describe.js'

const clickIds = ['gclid', 'gbraid', 'wbraid', 'dclid', 'fbclid', 'msclkid', 'ttclid', 'twclid', 'li_fat_id', 'yclid', 'epik', 'rdt_cid', 'ScCid', 'irclickid']

/** What kind of load this is: `navigate`, `reload`, `back_forward` or `prerender`. */
const kindOfLoad = (): string | undefined => (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined)?.type

/** Whether the document was reached by a campaign's link just now: not by a reload, not by going back. */
export const isLanding = (): boolean => {
  const names = [...new URL(location.href).searchParams.keys()]
  return !/^(reload|back_forward)$/.test(kindOfLoad() ?? '') && names.some((name) => name.startsWith('utm_') || clickIds.includes(name))
}

/**
 * Records `Campaign Landed` once for each landing with `utm_*` parameters or a click id in the address: `campaign` (the
 * `utm_*` without that prefix), `click_ids` (`gclid`, `fbclid`, `msclkid` ... as they are) and the `referrer` without query. A
 * reload or going back is no landing. Click ids are left out under Global Privacy Control, and with `clickIds: false`.
 */
export function campaigns(options: { readonly clickIds?: boolean } = {}): Capture {
  return (tracker) => {
    if (!isLanding()) return () => {}
    const campaign: { [name: string]: string } = {}
    const ids: { [name: string]: string } = {}
    for (const [name, value] of new URL(location.href).searchParams) {
      if (name.startsWith('utm_')) campaign[name.slice(4)] = redactText(value)
      else if (clickIds.includes(name) && options.clickIds !== false && !hasGlobalPrivacyControl()) ids[name] = value.slice(0, 200)
    }
    tracker.track('Campaign Landed', { campaign, click_ids: ids, referrer: redactUrl(document.referrer) || undefined })
    return () => {}
  }
}
