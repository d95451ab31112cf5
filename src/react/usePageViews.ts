// Page views with any router: one for each route that is shown.
// In place of pageViews() in `capture`, which follows the address instead.

import { useEffect, useRef } from 'react'
import type { Properties } from '../types.js'
import { useTracker } from './TrackerProvider.js'

/** What a page view says besides its address. */
export type PageView = { readonly name?: string; readonly properties?: Properties }

/**
 * Records a page view whenever `route` is another than before: `usePageViews(useLocation().pathname)`, in Next.js
 * `usePageViews(usePathname())`. It is recorded after the route has been shown, with the title that it has then, once, also
 * in strict mode. While `route` is empty nothing is recorded.
 */
export function usePageViews(route: string | null | undefined, { name, properties }: PageView = {}): void {
  const tracker = useTracker()
  const shown = useRef<string | null | undefined>(undefined)
  useEffect(() => {
    if (!route || shown.current === route) return
    shown.current = route
    tracker.page(name, properties)
    // The name and the properties are those of the route: they alone make no page view.
  }, [tracker, route])
}
