// The script-tag entry: reads data-*, drains the stub, sets window.throughline; the only file that writes a global.
// What it captures is chosen by data-capture.

import { tagClicks as clicks } from './capture/tagClicks.js'
import { tagPageViews as pageViews } from './capture/tagPageViews.js'
import { readOptions } from './options.js'
import type { Moment } from './page/context.js'
import { startTracker } from './tracker.js'
import type { Capture, Options, Tracker } from './types.js'

const captures: { readonly [name: string]: () => Capture } = { pageViews, clicks, none: () => (() => {}) as unknown as Capture }
/** A classic script finds it beside itself, wherever it is served from. */
const beside = './throughline-capture.js'

/** A call as the stub records it. */
type RecordedCall = readonly [method: string, args: readonly unknown[], time: number, url: string, title: string, referrer: string]

/** What is not in this file: the one beside it is loaded where the tag asks for it. */
const other =
  (name: string): Capture =>
  (tracker, failed) => {
    const started = import(beside)
      .then((file: { [name: string]: () => Capture }) => file[name]!()(tracker, failed))
      .catch((cause: unknown) => failed!('capture', `no ${name} in ${beside}`, cause))
    return async () => (await started)?.()
  }

/** Reads the options from the script tag, only what is there; `first` starts before what the tag wants captured. */
function readTag({ dataset }: HTMLScriptElement, first: Capture): Options {
  const words = (text = ''): string[] => text.match(/[^\s,]+/g) ?? []
  const { capture = 'pageViews clicks', compress, cookie, flushDelay, keepQuery } = dataset
  return {
    ...(dataset as { [name: string]: string; collector: string }),
    capture: [first, ...words(capture).map((name) => captures[name]?.() ?? other(name))],
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
  const replay = (tracker: Tracker): void => {
    for (const call of calls) {
      const [, , time, url, title, referrer] = call
      moment = { time, URL: url, title, referrer, readyState: 'loading' }
      run(tracker, call)
    }
    moment = undefined
    // For code that has kept the stub.
    calls.push = (call: RecordedCall) => run(tracker, call) as number
  }
  page.throughline = startTracker(readOptions(readTag(tag, replay as unknown as Capture)), () => moment)
}
