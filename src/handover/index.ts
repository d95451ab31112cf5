// Subpath `throughline/handover`: one person over domains, devices and counters.
// Re-exports only.
export type { CrossDomainOptions } from './createLinks.js'
export { crossDomain } from './crossDomain.js'
export { decorate } from './decorate.js'
export { acceptHandoff, handoff } from './handoff.js'
export type { Handoff, HandoffAnswer, HandoffOptions } from './handoff.js'
export { handoffFromUrl } from './handoffFromUrl.js'
export type { HandoffFromUrlOptions } from './handoffFromUrl.js'
