// Page views as the script tag takes them by itself: the first load, and each change of the URL within the page.
// The short form of pageViews.ts, because every byte of the script tag is loaded by everybody.

import { onUrlChange } from '../page/navigation.js'
import type { Capture } from '../types.js'

/**
 * Records a `page` at the start and after each navigation within the page, once for each URL; a hash counts if it begins with
 * `#/` or `#!`. At the end of the task: routers set the title after the URL, and what they redirect at once nobody has seen.
 */
export function tagPageViews(): Capture {
  const viewOf = (): string => location.href.replace(/#(?![/!]).*/, '')
  return (tracker) => {
    let view = viewOf()
    tracker.page()
    return onUrlChange(() => queueMicrotask(() => view === (view = viewOf()) || tracker.page()))
  }
}
