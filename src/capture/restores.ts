// Page views of pages that come back out of the back/forward cache; a part of pageViews, and for the script tag on its own.
// Listens after the tracker does, which first has to find out who is here now.

import type { Capture } from '../types.js'

/** Records a `page` of the kind `restored` each time the page comes back out of the back/forward cache. Only for the script tag. */
export function restores(): Capture {
  return (tracker) => {
    const hear = ({ persisted }: PageTransitionEvent): void => {
      if (persisted) tracker.page(undefined, { kind: 'restored' })
    }
    addEventListener('pageshow', hear)
    return () => removeEventListener('pageshow', hear)
  }
}
