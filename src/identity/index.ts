// Subpath `throughline/identity`: who is whom, for browsers and servers.
// Re-exports only.
export { createIdentityGraph, type IdentityGraph } from './createIdentityGraph.js'
export type {
  BrokenRule, Conflict, Detach, Explanation, Forget, Identifier, Limit, Link, LinkReason, Person, Resolution, Rules, Statement, Unlink,
} from './graphTypes.js'
export { mergeConsent, mergeTraits, type TraitsStatement } from './mergeTraits.js'
export { resolve } from './resolve.js'
export { identifierKey } from './toPerson.js'
