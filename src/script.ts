// The script-tag entry: reads data-*, drains the stub, sets window.throughline; the only file that writes a global.
// What it captures is chosen by data-capture.

import { clicks } from './capture/clicks.js'
import { pageViews } from './capture/pageViews.js'
import { createTracker } from './tracker.js'
import type { Capture, ConsentState, Options, RecordedCall, Tracker } from './types.js'

const captures: { readonly [name: string]: () => Capture } = { pageViews, clicks }
const preset = 'pageViews clicks'

type Stub = RecordedCall[] & { push(call: RecordedCall): number }

/** Reads the options from the script tag; only what is there. */
function readTag({ dataset }: HTMLScriptElement): Options {
  const words = (text = ''): string[] => text.split(/[\s,]+/).filter(Boolean)
  const chosen = words(dataset.capture ?? preset).filter((name) => name !== 'none')
  for (const name of chosen) {
    if (!Object.hasOwn(captures, name)) throw new Error(`throughline: data-capture knows ${Object.keys(captures).join(', ')} and none, not "${name}"`)
  }
  const options: { -readonly [K in keyof Options]: Options[K] } = {
    collector: dataset.collector ?? '',
    capture: chosen.map((name) => captures[name]?.() as Capture),
  }
  if (dataset.writeKey) options.writeKey = dataset.writeKey
  if (dataset.channel) options.channel = dataset.channel
  if (dataset.touchpoint) options.touchpoint = dataset.touchpoint
  if (dataset.consent) options.consent = dataset.consent as ConsentState
  if (dataset.gpc) options.gpc = dataset.gpc as 'shared' | 'all' | 'ignore'
  if (dataset.compress) options.compress = dataset.compress === 'true'
  if (dataset.keepQuery) options.keepQuery = words(dataset.keepQuery)
  if (dataset.flushDelay) options.flushDelayMs = Number(dataset.flushDelay)
  if (dataset.name) options.name = dataset.name
  return options
}

const tag = document.currentScript
const page = window as unknown as { throughline?: Stub | Tracker }
const before = page.throughline

// An element named like it must not pass for a tag or a stub, and a second tag must not count everything twice.
if (!(tag instanceof HTMLScriptElement)) console.error('throughline: load it with a script tag, not as a module')
else if (before && 'track' in before && !Array.isArray(before)) console.warn('throughline: loaded twice, the second time does nothing')
else {
  const stub = Array.isArray(before) ? (before as Stub) : undefined
  const tracker = createTracker({ ...readTag(tag), replay: stub ? [...stub] : [] })
  page.throughline = tracker
  if (stub) {
    // For code that kept the stub.
    stub.push = ([method, args]) => {
      const call: unknown = tracker[method as keyof Tracker]
      if (typeof call === 'function') call(...args)
      return 0
    }
  }
}
