// Page views: the first load, and each change of the URL within the page.
// Knows the tracker by its type only.

import { onUrlChange } from '../page/navigation.js'
import type { Capture } from '../types.js'

/** Options of {@link pageViews}. */
export type PageViewsOptions = {
  /** Counts a change of the hash as a new page: for routers that keep their route there. Default: only if it begins with `#/` or `#!`. */
  readonly hash?: boolean
}

/**
 * Records a `page` at the start and after each navigation within the page, once for each URL: a `replaceState` of
 * the same URL is no page view. It is recorded at the end of the task: routers set the title after the URL, and what
 * they redirect at once nobody has seen.
 */
export function pageViews({ hash }: PageViewsOptions = {}): Capture {
  const viewOf = (): string => (hash ?? /#[/!]/.test(location.hash) ? location.href : location.href.replace(/#.*/, ''))
  return (tracker) => {
    let view = viewOf()
    tracker.page()
    const look = (): void => {
      if (viewOf() === view) return
      view = viewOf()
      tracker.page()
    }
    return onUrlChange(() => queueMicrotask(look))
  }
}
