// The npm entry: named re-exports and nothing else.
// Importing it has no effect; only `createTracker` starts anything.

export { createTracker } from './tracker.js'
export type * from './types.js'
