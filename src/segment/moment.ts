// When and where a call was made: it may be run later.
// Reads only.

import type { Moment } from '../page/context.js'
import { hasNoPage } from '../page/signals.js'

/** The page as it is now. */
function momentNow(): Moment | undefined {
  if (hasNoPage()) return
  const { URL, title, referrer, readyState } = document
  return { time: Date.now(), URL, title, referrer, readyState }
}

/** What the snippet of analytics.js puts behind the arguments of a call that it records: the page of that moment. */
type RecordedPage = { readonly __t: 'bpc'; readonly u: string; readonly t: string; readonly r: string }

/** The arguments without the page that a snippet has recorded, the moment of the call, and whether it is over. */
export function momentIn(args: readonly unknown[]): readonly [args: readonly unknown[], moment: Moment | undefined, isOver: boolean] {
  const last = args.at(-1) as RecordedPage | undefined
  const now = momentNow()
  if (last?.__t !== 'bpc' || !now) return [args, now, false]
  const { u: URL, t: title, r: referrer } = last
  return [args.slice(0, -1), { ...now, URL, title, referrer }, true]
}
