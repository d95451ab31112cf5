// The entry `throughline/devtools`: named re-exports and nothing else.
// Importing it has no effect; keep it out of what visitors get.

export { consoleMode } from './consoleMode.js'
export { devtools, type DevtoolsOptions } from './devtools.js'
export { type Validate, validate } from './validate.js'
