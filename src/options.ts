// Validates the options and fills in the defaults: the only code that throws at the caller.
// A mistake is named together with its mend.

import { numbers } from './lib/numbers.js'
import type { Options } from './types.js'

/** The options as the tracker uses them. */
export type Settings = Options & typeof numbers & { readonly name: string }

/** Reads the options; throws an `Error` that says what to change. */
export function readOptions(options: Options): Settings {
  const { collector, writeKey, capture = [] } = options
  const settings = { ...numbers, name: `throughline-${writeKey ?? ''}`, ...options }
  const isUrl = typeof collector === 'string'
  if (isUrl ? !/^(https?:\/)?\//.test(collector) : !collector?.encode) fail('collector must be a web address or a format')
  if (isUrl && !writeKey) fail('writeKey is missing')
  if (!Array.isArray(capture)) fail('capture must be an array')
  for (const key in numbers) if (!Number.isFinite(settings[key as keyof typeof numbers])) fail(`${key} must be a number`)
  return settings
}

function fail(mistake: string): never {
  throw new Error(`throughline: ${mistake}`)
}
