// Follows any consent dialog: reads what has been decided, and again whenever that may have changed.
// Says only what is new, never throws into the page, and knows the tracker by its type only.

import { hasNoPage } from '../page/signals.js'
import type { Capture, Choices } from '../types.js'
import { guard } from './guard.js'

/** Whatever else a dialog may hold is no choice. */
const choices: readonly unknown[] = [true, false, 'session', 'anonymous']

/** Where consent is decided. */
export type ConsentSource = {
  /** Events of the window after which it is read again. */
  readonly events?: readonly string[]
  /** Anything else that tells of a change: calls `changed` for each, and may return its undo. */
  readonly subscribe?: (changed: (detail?: unknown) => void) => unknown
  /** What has been decided so far, and nothing of what has not; `detail` is that of the event, if it was one. */
  readonly read: (detail?: unknown) => Choices | undefined
}

/**
 * Hands what is decided elsewhere to `tracker.consent()`: at the start, and after each change. It stands in `capture`, or is
 * called: `consentFrom(source)(tracker)` returns its undo. While nothing is decided it says nothing: begin with
 * `consent: 'pending'`.
 *
 *     consentFrom({ events: ['my-banner-closed'], read: () => readMyCookie() })
 */
export function consentFrom({ events = [], subscribe, read }: ConsentSource): Capture {
  return (tracker) => {
    if (hasNoPage()) return () => {}
    const said = new Map<string, Choices[string]>()
    let isStopped = false
    const look = (detail?: unknown): void =>
      guard(tracker, () => {
        const found = isStopped ? {} : (read(detail) ?? {})
        const news = Object.entries(found).filter(([purpose, is]) => choices.includes(is) && said.get(purpose) !== is)
        if (!news.length) return
        for (const [purpose, is] of news) said.set(purpose, is)
        tracker.consent(Object.fromEntries(news))
      })
    const listener = (event: Event): void => look((event as CustomEvent).detail)
    for (const type of events) addEventListener(type, listener)
    let undo: unknown
    guard(tracker, () => (undo = subscribe?.(look)))
    look()
    return () => {
      isStopped = true
      for (const type of events) removeEventListener(type, listener)
      guard(tracker, () => typeof undo === 'function' && undo())
    }
  }
}
