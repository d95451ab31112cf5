// The one tracker of the app, made outside of any component.
import { createTracker } from 'throughline'
import { clicks, pageViews } from 'throughline/capture'

export const tracker = createTracker({
  collector: import.meta.env.VITE_COLLECTOR ?? '/v1/batch',
  writeKey: 'example-svelte',
  capture: [pageViews(), clicks()],
})
