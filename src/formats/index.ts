// Subpath `throughline/formats`: the wire formats of the collectors people run.
// Re-exports only.
export { segment } from './segment.js'
export type { SegmentOptions } from './segment.js'
