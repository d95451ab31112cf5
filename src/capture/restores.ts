// Page views of pages that come back out of the back/forward cache, where pageViews is the short form of the script tag.
// Part of pageViews elsewhere.

import type { Capture } from '../types.js'
import { listen } from './listen.js'

/** Records a `page` of the kind `restored` each time the page comes back out of the back/forward cache. Only for the script tag. */
export function restores(): Capture {
  return (tracker) => listen<PageTransitionEvent>(tracker, 'pageshow', ({ persisted }) => persisted && tracker.page(undefined, { kind: 'restored' }))
}
