// Where on the page an element is, for people: under which heading, in which landmark.
// Reads attributes and text that the site has written, within bounds, and causes no layout.

import { clean } from './clean.js'
import { nameOf, textOf, typed } from './describe.js'

const landmarks: { readonly [tag: string]: string } = {
  nav: 'navigation', main: 'main', aside: 'complementary', header: 'banner', footer: 'contentinfo', form: 'form', dialog: 'dialog',
}
const landmarkRoles = /^(navigation|main|complementary|banner|contentinfo|form|search|region|dialog|alertdialog|menu|tabpanel)$/
const heading = 'h1,h2,h3,h4,h5,h6,[role=heading],legend,caption,summary'
const maxLevels = 12
const maxSiblings = 20

/** One up, also out of a shadow root. */
const above = (element: Element): Element | undefined => element.parentElement ?? (element.getRootNode() as ShadowRoot).host

/** The nearest heading before the element and the nearest landmark around it; at most 12 levels up. */
export function placeOf(element: Element): { heading?: string | undefined; landmark?: string | undefined } {
  const place: ReturnType<typeof placeOf> = {}
  let at: Element | undefined = element
  for (let level = 0; at && level < maxLevels && !(place.heading && place.landmark); level++) {
    const role: string | undefined = at.getAttribute('role') ?? landmarks[at.localName]
    if (at !== element && !place.landmark && role && landmarkRoles.test(role)) {
      const label = at.getAttribute('aria-label') ?? (at.hasAttribute('aria-labelledby') ? nameOf(at) : undefined)
      place.landmark = [role, clean(label, 40)].filter(Boolean).join(' ')
      if (!place.heading && label) place.heading = clean(label)
    }
    let before: Element | null = at
    for (let n = 0; before && !place.heading && n < maxSiblings; n++, before = before.previousElementSibling) {
      if (before === element || before.matches(typed)) continue
      const found: Element | null | undefined = before.matches(heading) ? before : before === at ? null : [...before.querySelectorAll(heading)].at(-1)
      if (found) place.heading = clean(textOf(found))
    }
    at = above(at)
  }
  return place
}
