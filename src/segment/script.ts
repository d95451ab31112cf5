// The file that the snippet of analytics.js loads: takes over `window.analytics` and what it has recorded.
// Writes that one global; the snippet stays as it is but for the address of the file.

import { createAnalytics } from './analytics.js'
import type { Analytics } from './analyticsTypes.js'
import type { LoadOptions } from './readSettings.js'

type Recorded = unknown[][] & { readonly _writeKey?: string; readonly _loadOptions?: LoadOptions }
type Methods = { readonly [method: string]: ((...args: unknown[]) => unknown) | undefined }

const { dataset } = (document.currentScript ?? {}) as HTMLScriptElement
const name = dataset?.globalSegmentAnalyticsKey ?? 'analytics'
const page = window as unknown as { [name: string]: Recorded | Analytics | undefined }
const before = page[name]

if (!Array.isArray(before)) console.warn('throughline: there is no snippet of analytics.js before this file, or it has been loaded twice.')
else {
  const analytics = createAnalytics()
  const run = ([method, ...args]: unknown[]): unknown => (analytics as unknown as Methods)[method as string]?.(...args)
  const recorded = before.splice(0)
  // What listens and changes comes first: it was meant for all that follows.
  const isFirst = ([method]: unknown[]): boolean => /^(on|once|addSourceMiddleware|setAnonymousId)$/.test(method as string)
  for (const call of recorded.filter(isFirst)) run(call)
  const writeKey = before._writeKey ?? dataset?.writeKey ?? ''
  analytics.load(writeKey, { ...before._loadOptions, ...(dataset?.collector && { collector: dataset.collector }) })
  for (const call of recorded) if (!isFirst(call)) run(call)
  page[name] = Object.assign(analytics, { initialized: true, push: run })
  // For code that has kept the array.
  before.push = (call: unknown[]) => (run(call), 0)
}
