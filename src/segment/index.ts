// The entry `throughline/segment`: the names of @segment/analytics-next, and behind them a tracker of ours.
// Importing it has no effect.

import { createAnalytics } from './analytics.js'
import type { AnalyticsBrowser as Loaded } from './analyticsTypes.js'
import type { LoadOptions, LoadSettings } from './readSettings.js'

export { createAnalytics }
export type { Analytics, Group, User, Values } from './analyticsTypes.js'
export type { Payload, SourceMiddleware } from './middleware.js'
export type { LoadOptions, LoadSettings } from './readSettings.js'
export type { Callback, Context, Message } from './readArguments.js'

function create(): Loaded {
  const analytics = createAnalytics()
  // What it resolves to is not waited for a second time.
  const ready = analytics.ready().then(() => [{ ...analytics }, { id: '' }] as const)
  const then = ready.then.bind(ready) as Loaded['then']
  // oxlint-disable-next-line unicorn/no-thenable -- as the original is
  return Object.assign(analytics, { then })
}

/** What `AnalyticsBrowser.load()` returns. */
export type AnalyticsBrowser = Loaded
/** `AnalyticsBrowser.load({ writeKey }, options)`, or `new AnalyticsBrowser()` and `load()` later. */
export const AnalyticsBrowser: { new (): Loaded; load(settings: LoadSettings, options?: LoadOptions): Loaded } =
  // A function that returns an object can be called with `new`.
  Object.assign(function () { return create() } as unknown as new () => Loaded, {
    load: (settings: LoadSettings, options?: LoadOptions) => create().load(settings, options) as Loaded,
  })
