// The entry `throughline/migrate`: named re-exports and nothing else.
// Importing it has no effect.

export { readOldIds, type OldId, type OldLibrary } from './readOldIds.js'
export { takeOver, type TakeOverOptions } from './takeOver.js'
