// The tracker where there is no page: in server-side rendering it does nothing, so that the same code runs there.
// Touches nothing.

import type { FlushResult, Tracker } from '../types.js'

/** What a flush comes to where there is nothing. */
export const nothing: FlushResult = { delivered: 0, kept: 0, dropped: 0 }

/** A tracker that does nothing and promises everything at once. */
export function createIdleTracker(): Tracker {
  const noId = (): string => ''
  const undo = () => noId
  const nobody = { identifiers: {}, traits: {} }
  return {
    track: noId,
    page: noId,
    identify: noId,
    link: noId,
    unlink: noId,
    merge: noId,
    group: noId,
    reset: noId,
    forget: noId,
    consent: noId,
    identity: () => nobody,
    use: undo,
    on: undo,
    saved: async () => false,
    export: async () => ({ identity: nobody, consent: {}, stored: [] }),
    flush: async () => nothing,
    stop: noId,
  }
}
