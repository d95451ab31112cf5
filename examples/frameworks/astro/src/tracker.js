// The one tracker of a page; imported by the scripts of pages and components, which run in the browser only.
import { createTracker } from 'throughline'
import { clicks, pageViews } from 'throughline/capture'

export const tracker = createTracker({
  collector: import.meta.env.PUBLIC_COLLECTOR ?? '/v1/batch',
  writeKey: 'example-astro',
  capture: [pageViews(), clicks()],
})
