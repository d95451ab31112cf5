// The entry `throughline/vue`: named re-exports and nothing else.
// Importing it has no effect; Vue is a peer.

export { createThroughline, type RouteLike, type RouterLike, type ThroughlineOptions, useTracker } from './createThroughline.js'
export { useIdentity } from './useIdentity.js'
