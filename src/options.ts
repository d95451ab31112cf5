// Validates the options and fills in the defaults: the only code that throws at the caller.
// A mistake is named together with its mend.

import type { Options } from './types.js'

/** The options as the tracker uses them. */
export type Settings = Options & { readonly name: string }

/** Reads the options; throws an `Error` that says what to change. */
export function readOptions(options: Options): Settings {
  const { collector, writeKey } = options
  const settings = { name: `throughline-${writeKey ?? ''}`, ...options }
  const isUrl = typeof collector === 'string'
  if (isUrl ? !/^(https?:\/)?\//.test(collector) : !collector?.encode) fail('collector must be a URL or one format; for more, alsoTo()')
  if (isUrl && !writeKey) fail('writeKey is missing')
  return settings
}

function fail(mistake: string): never {
  throw new Error(`throughline: ${mistake}`)
}
