// One source of "the URL has changed without a new page" for all captures of a tracker together.
// Where there is no Navigation API each source is a patch of `history`, and patches on top of each other cannot be taken back.

import { onUrlChange } from '../page/navigation.js'
import type { Tracker } from '../types.js'
import { type Heard, hubOf, listen } from './listen.js'

const type = ':route'

/** Calls back after each change of the URL within the page. Returns the undo. */
export function onRoute(tracker: Tracker, callback: () => void): () => void {
  const stop = listen(tracker, type, callback)
  const heard = hubOf(tracker)[type] as Heard & { undo?: (() => void) | undefined }
  heard.undo ??= onUrlChange(() => heard.handleEvent(undefined))
  return () => {
    stop()
    if (heard.size) return
    heard.undo?.()
    heard.undo = undefined
  }
}
