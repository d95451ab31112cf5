// Subpath `throughline/capture`: what can be captured by itself, each on its own.
// Re-exports only.
export { clicks } from './clicks.js'
export { pageViews } from './pageViews.js'
export type { PageViewsOptions } from './pageViews.js'
