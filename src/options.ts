// Validates the options and fills in the defaults: the only code that throws at the caller.
// A mistake is named together with its mend.

import { segment } from './formats/segment.js'
import type { Bounds } from './outbox/retention.js'
import type { Format, Options } from './types.js'

/** The options as the tracker uses them. */
export type Settings = Omit<Options, 'collector' | 'outbox'> & {
  readonly format: Format
  readonly name: string
  readonly channel: string
  readonly gpc: 'shared' | 'all' | 'ignore'
  readonly flushDelayMs: number
  readonly timeoutMs: number
  readonly credentials: 'omit' | 'same-origin' | 'include'
  readonly sessionTimeoutMs: number
  readonly outbox: Bounds
}

const example = "createTracker({ collector: 'https://collect.example.com/v1/batch', writeKey: 'shop-web' })"

/** Reads the options; throws an `Error` that says what to change. */
export function readOptions(options: Options): Settings {
  if (typeof options !== 'object' || options === null) fail(`createTracker needs options, such as ${example}`)
  const { collector, writeKey = '', name } = options
  const times = {
    flushDelayMs: options.flushDelayMs ?? 5000,
    timeoutMs: options.timeoutMs ?? 15_000,
    sessionTimeoutMs: options.sessionTimeoutMs ?? 1_800_000,
  }
  const outbox = { maxBytes: 10_000_000, maxEvents: 20_000, maxAgeMs: 30 * 86_400_000, ...options.outbox }
  for (const [key, value] of Object.entries({ ...times, ...outbox })) {
    if (typeof value !== 'number' || !(value >= 0)) fail(`${key} is ${String(value)}: it must be a number, 0 or more`)
  }
  for (const key of ['capture', 'steps', 'keepQuery', 'replay'] as const) {
    if (options[key] !== undefined && !Array.isArray(options[key])) fail(`${key} must be an array, as in ${key}: []`)
  }
  return {
    ...options,
    ...times,
    outbox,
    format: typeof collector === 'string' ? segment({ url: readUrl(collector), writeKey: readKey(writeKey) }) : readFormat(collector),
    name: name ?? (writeKey ? `throughline-${writeKey}` : 'throughline'),
    channel: options.channel ?? 'website',
    gpc: options.gpc ?? 'shared',
    credentials: options.credentials ?? 'omit',
  }
}

function readUrl(text: string): string {
  try {
    const url = new URL(text, globalThis.location?.href)
    if (/^https?:$/.test(url.protocol)) return url.href
  } catch {
    // Said below.
  }
  return fail(`collector is "${text}": it must be the full address of the collector, as in ${example}`)
}

function readKey(writeKey: unknown): string {
  if (typeof writeKey === 'string' && writeKey) return writeKey
  return fail(`writeKey is missing: a collector given by its URL needs one, as in ${example}`)
}

function readFormat(format: Format | undefined): Format {
  if (typeof format?.encode === 'function' && format.maxEvents > 0 && format.maxBytes > 0) return format
  return fail(`collector must be a URL or a format from throughline/formats, as in ${example}`)
}

function fail(message: string): never {
  throw new Error(`throughline: ${message}`)
}
