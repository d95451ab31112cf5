// Whether a marked part of the page was seen: half of it, for a second.
// Looks at elements with data-track-view only; the browser says when they come into view.

import type { Capture } from '../types.js'
import { clean, declared } from './clean.js'
import { listen } from './listen.js'
import { onRoute } from './onRoute.js'
import { viewAddress } from './viewAddress.js'

/** Options of {@link impressions}. */
export type ImpressionsOptions = {
  /** So long it must be in view, in ms. Default 1,000. */
  readonly afterMs?: number
}

const marked = '[data-track-view]'

/**
 * Records `Element Viewed` once for each element with `data-track-view="Name"` and each page view, when half of it (or, of what is
 * taller than the window, so much that it fills half of the window) has been in a visible window for a second: its `name` and
 * its other `data-track-*`. Elements that come later are seen too.
 */
export function impressions({ afterMs = 1000 }: ImpressionsOptions = {}): Capture {
  return (tracker) => {
    let seen = new WeakSet<Element>()
    const waiting = new Map<Element, ReturnType<typeof setTimeout>>()
    const stopWaiting = (element: Element): void => {
      clearTimeout(waiting.get(element))
      waiting.delete(element)
    }
    const tell = (element: Element): void => {
      waiting.delete(element)
      if (seen.has(element) || document.hidden || !element.isConnected) return
      seen.add(element)
      const { view, ...more } = declared(element)
      tracker.track('Element Viewed', { ...more, name: view })
    }
    const sight = new IntersectionObserver(
      (entries) => {
        for (const { target, intersectionRatio, intersectionRect } of entries) {
          const isInView = intersectionRatio >= 0.5 || intersectionRect.height >= innerHeight / 2
          if (!isInView) stopWaiting(target)
          else if (!seen.has(target) && !waiting.has(target)) waiting.set(target, setTimeout(tell, afterMs, target))
        }
      },
      { threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1] },
    )
    const watch = (root: ParentNode): void => {
      for (const element of root.querySelectorAll(marked)) if (clean(element.getAttribute('data-track-view'))) sight.observe(element)
    }
    const arrivals = new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const { parentElement } of addedNodes) if (parentElement?.isConnected) watch(parentElement)
    })
    watch(document)
    arrivals.observe(document, { childList: true, subtree: true })
    // Another tab is in front: what was in view is not seen any more, and begins anew when the page is shown.
    const hidden = (): void => {
      waiting.forEach((_, element) => stopWaiting(element))
      if (!document.hidden) again()
    }
    const again = (): void => {
      sight.disconnect()
      watch(document)
    }
    const stopHidden = listen(tracker, 'visibilitychange', hidden)
    let view = viewAddress()
    const stopRoute = onRoute(tracker, () => {
      if (view === (view = viewAddress())) return
      seen = new WeakSet()
      again()
    })
    return () => {
      waiting.forEach((_, element) => stopWaiting(element))
      sight.disconnect()
      arrivals.disconnect()
      stopRoute()
      stopHidden()
    }
  }
}
