// Subpath `throughline/identity`: who is whom, for browsers and servers.
// Re-exports only.
export { identifierKey, resolve } from './resolve.js'
export type { Conflict, Identifier, Link, Person, Resolution } from './resolve.js'
