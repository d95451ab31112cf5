// Core Web Vitals, measured by the web-vitals package: handed in, or imported once the page has loaded.
// Measures nothing itself.

import type { Capture } from '../types.js'

type Metric = { readonly name: string; readonly value: number; readonly rating: string; readonly id: string; readonly navigationType?: string }
type On = (report: (metric: Metric) => void) => void
/** What is used of the package `web-vitals`, version 4 or later. */
export type WebVitals = { readonly onLCP?: On; readonly onINP?: On; readonly onCLS?: On; readonly onFCP?: On; readonly onTTFB?: On }

/**
 * Records `Web Vital` for each of LCP, INP, CLS, FCP and TTFB: `metric`, `value` (ms; CLS: a score), `rating` (`good`,
 * `needs-improvement`, `poor`), `metric_id` and `navigation`. Once each, LCP, INP and CLS when the page is hidden at the latest.
 *
 * `vitals(() => import('web-vitals'))` loads the package, an optional peer, when the browser is idle; `vitals(webVitals)` takes it as
 * it is; `vitals()` takes `window.webVitals`, which its build for script tags sets. Missing, it reports an `error` and does nothing.
 * Its own observers end with the page: after `stop()` nothing is recorded, but they cannot be taken back.
 */
export function vitals(from: WebVitals | (() => Promise<WebVitals>) = async () => (window as { webVitals?: WebVitals }).webVitals!): Capture {
  return (tracker, failed) => {
    let isStopped = false
    const start = (found: WebVitals | undefined): void => {
      const given = [found?.onLCP, found?.onINP, found?.onCLS, found?.onFCP, found?.onTTFB].filter((on) => !!on)
      if (!given.length) return failed?.('capture', 'vitals needs the package web-vitals: hand it in, or set window.webVitals')
      for (const on of given)
        on(({ name, value, rating, id, navigationType }) => {
          if (!isStopped) tracker.track('Web Vital', { metric: name, value: Math.round(value * 1e4) / 1e4, rating, metric_id: id, navigation: navigationType })
        })
    }
    const load = async (): Promise<void> => {
      try {
        if (!isStopped) start(typeof from === 'function' ? await from() : from)
      } catch (cause) {
        failed?.('capture', 'vitals could not load web-vitals', cause)
      }
    }
    if (typeof from !== 'function') void load()
    else if (document.readyState === 'complete') void load()
    else addEventListener('load', load, { once: true })
    return () => {
      isStopped = true
      removeEventListener('load', load)
    }
  }
}
