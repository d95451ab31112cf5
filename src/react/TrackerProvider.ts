// Hands one tracker down a tree of components, and back out of it.
// Creates none: the site does, once, outside of any component.

import { createContext, createElement, type ReactElement, type ReactNode, useContext, type Context } from 'react'
import type { Tracker } from '../types.js'

const TrackerContext: Context<Tracker | null> = createContext<Tracker | null>(null)
TrackerContext.displayName = 'Tracker'

/** `<TrackerProvider tracker={tracker}>`, around whatever tracks. */
export function TrackerProvider({ tracker, children }: { tracker: Tracker; children?: ReactNode }): ReactElement {
  return createElement(TrackerContext.Provider, { value: tracker, children })
}

/** The tracker of the provider above; the same object at every render. */
export function useTracker(): Tracker {
  const tracker = useContext(TrackerContext)
  if (!tracker) throw new Error('throughline: useTracker() needs a <TrackerProvider tracker={tracker}> above it')
  return tracker
}
