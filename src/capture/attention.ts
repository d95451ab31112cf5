// How much attention a page gets: the time somebody is really there, and how far they scroll.
// Needs no timer: what is between two signs of life counts, up to a limit.

import type { Capture } from '../types.js'
import { seconds } from './clean.js'
import { redactUrl } from './describe.js'
import { listenAll } from './listen.js'
import { onRoute } from './onRoute.js'
import { viewAddress } from './viewAddress.js'

/** Options of {@link attention}. */
export type AttentionOptions = {
  /** After so long without mouse, key, touch or scroll nobody is taken to be there, in ms. Default 15,000. */
  readonly idleAfterMs?: number
}

const signs = 'pointermove pointerdown keydown wheel scroll touchstart'
/** More often than that a sign says nothing new. */
const signEveryMs = 250

/**
 * Records `Page Left` when the page is hidden or left and when a route changes: `engaged_seconds` (visible and active),
 * `seconds` (visible or not), both since the view began; `scroll_depth`, the deepest part seen, in percent of the page's height;
 * and `reason`: `hidden`, `left` or `route`. A page that is hidden, shown again and left says so twice, each time with
 * the totals of the view: the last one counts, and `view` is the number of the view in this document, from 1. It stands in the
 * context of the page on which it happened, a `route` in that of the next one, with the one it is about as `url`.
 */
export function attention({ idleAfterMs = 15_000 }: AttentionOptions = {}): Capture {
  return (tracker) => {
    let view = 1
    let url = viewAddress()
    let beganAt = performance.now()
    let signAt = beganAt
    let engagedMs = 0
    let depth = 0
    let isTold = false
    let reading = 0
    const look = (): void => {
      reading = 0
      const { scrollHeight } = document.documentElement
      depth = Math.max(depth, Math.min(100, Math.round(((scrollY + innerHeight) / Math.max(1, scrollHeight)) * 100)))
    }
    const idle = (globalThis as { requestIdleCallback?: (callback: () => void) => number }).requestIdleCallback
    const later = (callback: () => void): number => (idle ? idle(callback) : (setTimeout(callback, 100) as unknown as number))
    const cancel = (): void => {
      if (reading) ((globalThis as { cancelIdleCallback?: (id: number) => void }).cancelIdleCallback ?? clearTimeout)(reading)
      reading = 0
    }
    const count = (now: number): void => {
      if (!document.hidden) engagedMs += Math.min(idleAfterMs, Math.max(0, now - signAt))
      signAt = now
    }
    const live = ({ type }: Event): void => {
      const now = performance.now()
      isTold = false
      if (now - signAt > signEveryMs) count(now)
      // Where the page is scrolled to is asked for when there is time: the answer may need a layout.
      if (type === 'scroll') reading ||= later(look)
    }
    const tell = (reason: string): void => {
      if (isTold) return
      isTold = true
      const now = performance.now()
      // A page that is hidden already has been left to itself since.
      if (reason !== 'route' || !document.hidden) engagedMs += Math.min(idleAfterMs, Math.max(0, now - signAt))
      signAt = now
      cancel()
      look()
      tracker.track('Page Left', { reason, view, url: redactUrl(url), engaged_seconds: seconds(engagedMs), seconds: seconds(now - beganAt), scroll_depth: depth })
    }
    const undo = listenAll(
      tracker,
      {
        [signs]: live,
        visibilitychange() {
          if (document.hidden) tell('hidden')
          // Nobody was there while it was hidden.
          else [signAt, isTold] = [performance.now(), false]
        },
        pagehide: () => tell('left'),
        pageshow({ persisted }: PageTransitionEvent) {
          if (persisted) begin()
        },
      },
      onRoute(tracker, () => {
        if (viewAddress() === url) return
        isTold = false
        tell('route')
        begin()
      }),
      cancel,
    )
    const begin = (): void => {
      view++
      url = viewAddress()
      beganAt = signAt = performance.now()
      engagedMs = depth = 0
      isTold = false
    }
    // As much as can be seen without scrolling, once it is there.
    reading = later(look)
    return undo
  }
}
