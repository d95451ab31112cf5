// Page views: the first load, each change of the URL within the page, and each return from the back/forward cache.
// Knows the tracker by its type only.

import { whenActivated } from '../page/lifecycle.js'
import type { Capture } from '../types.js'
import { redactUrl } from './describe.js'
import { onRoute } from './onRoute.js'
import { restores } from './restores.js'

/** Options of {@link pageViews}. */
export type PageViewsOptions = {
  /** Counts a change of the hash as a new page: for routers that keep their route there. Default: only if it begins with `#/` or `#!`. */
  readonly hash?: boolean
}

/**
 * Records a `page` at the start (of a prerendered page: once somebody looks at it) and after each navigation within the page,
 * once for each URL: a `replaceState` of the same URL is no page view. It is recorded at the end of the task: routers set the
 * title after the URL, and what they redirect at once nobody has seen.
 *
 * `kind` is `route` for a navigation within the page, with the page before it as `referrer`, and `restored` for a page that
 * comes back out of the back/forward cache; the first view of a document has none. `context.page.referrer` stays what the visitor
 * came from to this document.
 */
export function pageViews({ hash }: PageViewsOptions = {}): Capture {
  const viewOf = (): string => (hash ?? /#[/!]/.test(location.hash) ? location.href : location.href.replace(/#.*/, ''))
  return (tracker) => {
    let view = viewOf()
    let isStopped = false
    whenActivated(() => isStopped || tracker.page())
    const look = (): void => {
      const before = view
      view = viewOf()
      if (view !== before && !isStopped) tracker.page(undefined, { kind: 'route', referrer: redactUrl(before) })
    }
    const undo = [
      onRoute(tracker, () => queueMicrotask(look)),
      restores()(tracker),
      () => (isStopped = true),
    ]
    return () => undo.forEach((stop) => stop())
  }
}
