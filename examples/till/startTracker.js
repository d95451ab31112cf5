// How the till sets its tracker up: this is all it needs.
// Must not know customers or products.

import { createTracker } from 'throughline'

/** @param {import('./desks.js').Desk} desk @param {import('throughline').Step[]} [steps] */
export const startTracker = ({ channel, touchpoint }, steps = []) =>
  createTracker({
    collector: document.documentElement.dataset.collector ?? '',
    writeKey: 'till',
    channel,
    touchpoint,
    steps,
  })
