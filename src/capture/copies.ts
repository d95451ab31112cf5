// Text that visitors copy out of the page.
// Never tells the text, only how much of it and from where.

import type { Capture } from '../types.js'
import { pathOf } from './actor.js'
import { clean, declared } from './clean.js'
import { listenAll } from './listen.js'
import { placeOf } from './place.js'

/**
 * Records `Text Copied` with the number of `characters` and `words`, the nearest `heading` and `landmark`, and the name of the
 * nearest element with `data-track`, as for a coupon or an address. What is copied from fields and editable parts is left out.
 */
export function copies(): Capture {
  return (tracker) => {
    const hear = (event: Event): void => {
      const path = pathOf(event)
      const text = getSelection()?.toString().trim() ?? ''
      const [from] = path
      if (!text || !from || path.some((node) => node.matches('input,textarea,select,[contenteditable],[data-track-ignore]'))) return
      const marked = path.find((node) => node.hasAttribute('data-track'))
      tracker.track('Text Copied', {
        ...(marked && declared(marked)),
        name: clean(marked?.getAttribute('data-track')),
        characters: text.length,
        words: text.split(/\s+/).length,
        ...placeOf(from),
      })
    }
    return listenAll(tracker, { 'copy cut': hear })
  }
}
