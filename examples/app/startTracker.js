// How the app sets its tracker up: this is all an app needs.
// Must not know the app's routes or views.

import { createTracker } from 'throughline'
import { clicks, pageViews } from 'throughline/capture'

/** @param {import('throughline').Step[]} [steps] */
export const startTracker = (steps = []) =>
  createTracker({
    collector: document.documentElement.dataset.collector ?? '',
    writeKey: 'club-app',
    channel: 'app',
    capture: [pageViews(), clicks()],
    steps,
  })
