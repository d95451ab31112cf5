// The script-tag entry: reads data-*, drains the stub, sets window.throughline; the only file that writes a global.
// What it captures is chosen by data-capture.

import { clicks } from './capture/clicks.js'
import { pageViews } from './capture/pageViews.js'
import { readOptions } from './options.js'
import type { Moment } from './page/context.js'
import { startTracker } from './tracker.js'
import type { Capture, Options, Tracker } from './types.js'

const captures: { readonly [name: string]: () => Capture } = { pageViews, clicks }
const preset = 'pageViews clicks'

/** A call as the stub records it. */
type RecordedCall = readonly [method: string, args: readonly unknown[], time: number, url: string, title: string, referrer: string]

/** Reads the options from the script tag, only what is there; `first` starts before what the tag wants captured. */
function readTag({ dataset }: HTMLScriptElement, first: Capture): Options {
  const words = (text = ''): string[] => text.split(/[\s,]+/).filter((word) => word && word !== 'none')
  const { capture, compress, cookie, flushDelay, keepQuery, ...texts } = dataset
  const chosen = words(capture ?? preset).map((name) => {
    const capture = captures[name]
    if (!capture) throw new Error(`throughline: no capture ${name}`)
    return capture()
  })
  return {
    ...(texts as { collector: string }),
    capture: [first, ...chosen],
    keepQuery: words(keepQuery),
    ...(cookie && { cookie: cookie !== 'false' && { domain: cookie } }),
    ...(compress && { compress: compress === 'true' }),
    ...(flushDelay && { flushDelayMs: +flushDelay }),
  }
}

const tag = document.currentScript
const page = window as unknown as { throughline?: RecordedCall[] | Tracker }
const before = page.throughline

// An element named like it must not pass for a tag or a stub, and a second tag must not count everything twice.
if (!(tag instanceof HTMLScriptElement) || (before && 'on' in before)) console.warn('throughline twice')
else {
  const calls = Array.isArray(before) ? before : []
  let moment: Moment | undefined
  const run = (tracker: Tracker, [method, args]: RecordedCall): unknown =>
    (tracker as unknown as { readonly [method: string]: ((...args: readonly unknown[]) => unknown) | undefined })[method]?.(...args)
  const replay: Capture = (tracker) => {
    for (const call of calls) {
      const [, , time, url, title, referrer] = call
      moment = { time, URL: url, title, referrer, readyState: 'loading' }
      run(tracker, call)
    }
    moment = undefined
    // For code that has kept the stub.
    calls.push = (call: RecordedCall) => run(tracker, call) as number
    return () => {}
  }
  page.throughline = startTracker(readOptions(readTag(tag, replay)), () => moment)
}
