// Clicks on what can be clicked, named as a person would name it.
// One passive listener on the document; never reads the value of a form field.

import type { Capture } from '../types.js'
import { describe } from './describe.js'

/** What acts when it is clicked. */
const actors =
  'a[href],button,summary,label,select,input:is([type=button],[type=submit],[type=reset],[type=checkbox],[type=radio]),[role=button],[role=link],[role=menuitem],[role=tab],[role=option],[role=checkbox],[role=switch],[role=radio],[data-track]'

/**
 * Records `Element Clicked` with the name, role, tag, selector and target of the link or control that was clicked,
 * also when a key clicked it. A label and its control are one click. `data-track-ignore` on an element leaves out
 * everything in it.
 */
export function clicks(): Capture {
  return (tracker) => {
    const listener = (event: MouseEvent): void => {
      const path = event.composedPath()
      // Along the path, because what is clicked may be in a shadow root.
      const actor = path.find((node) => (node as Element).matches?.(actors)) as HTMLLabelElement | undefined
      if (!actor || path.some((node) => (node as Element).matches?.('[data-track-ignore],[contenteditable]'))) return
      // The browser clicks the control of a label by itself right afterwards.
      if (actor.control) return
      tracker.track('Element Clicked', describe(actor))
    }
    document.addEventListener('click', listener, { capture: true, passive: true })
    return () => document.removeEventListener('click', listener, { capture: true })
  }
}
