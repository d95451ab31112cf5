// The entry `throughline/react`: named re-exports and nothing else.
// Importing it has no effect; React is a peer.

export { TrackerProvider, useTracker } from './TrackerProvider.js'
export { useIdentity } from './useIdentity.js'
export { type PageView, usePageViews } from './usePageViews.js'
