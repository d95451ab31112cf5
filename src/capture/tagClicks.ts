// Clicks as the script tag takes them by itself: on links and controls.
// The short form of clicks.ts, because every byte of the script tag is loaded by everybody; with the same names and properties.

import type { Capture } from '../types.js'
import { describe } from './describe.js'

/** What acts when it is clicked: by what it is, */
const actors = 'a[href],button,summary,label,select,[type=button],[type=submit],[type=reset],[type=checkbox],[type=radio],[data-track]'
/** or by what it says that it is. */
const roles = /^(button|link|menuitem|tab$|option|checkbox|switch|radio)/

/** Records `Element Clicked` with the name, role, tag, selector and target of the link or control that somebody clicked. */
export function tagClicks(): Capture {
  return (tracker) => {
    const listener = (event: MouseEvent): void => {
      // Along the path, because what is clicked may be in a shadow root.
      const path = event.composedPath().filter((node) => (node as Element).matches?.call) as (HTMLLabelElement & { role: string })[]
      const actor = path.find((node) => node.matches(actors) || roles.test(node.role))
      // The browser clicks the control of a label by itself right afterwards, and what a script clicks nobody does.
      if (!event.isTrusted || !actor || actor.control || path.some((node) => node.matches('[data-track-ignore],[contenteditable]'))) return
      tracker.track('Element Clicked', describe(actor))
    }
    addEventListener('click', listener, true)
    return () => removeEventListener('click', listener, true)
  }
}
