// Clicks on what can be clicked, named as a person would name it.
// Hears clicks and keys only; never reads the value of a form field.

import type { Capture } from '../types.js'
import { actorOf } from './actor.js'
import { clean, declared } from './clean.js'
import { describe, nameOf, selectorOf } from './describe.js'
import { hintOf } from './hintOf.js'
import { listenAll } from './listen.js'
import { placeOf } from './place.js'

const maxHref = 120

/**
 * Records `Element Clicked` when somebody clicks or presses a link or control, with a mouse, a finger or keys: its `name`
 * (at most 80 characters), `role`, `tag`, `selector` (at most 5 steps; into a shadow root with `>>>`), of a link its `href`
 * without query and hash (of one to a place on the same page none), and where it is: the nearest `heading` and `landmark`. That
 * is a link, a button, a form control, a widget with an ARIA role, and whatever shows a hand. What a script clicks is not
 * recorded, and a label and its control are one click. Open shadow roots are looked into; for frames of the same origin add
 * `frames()`. What shows nothing but an icon is called by what its makers called it.
 *
 * `data-track="Name"` on an element makes it recorded under that name, `data-track-plan="gold"` adds the property `plan`, and
 * `data-track-ignore` leaves out everything in it. Never: what was typed or chosen, and text of editable parts.
 */
export function clicks(): Capture {
  return (tracker) => {
    const hear = (event: Event): void => {
      const actor = actorOf(event)
      if (!actor) return
      const { href, selector, ...properties } = describe(actor)
      const { host } = actor.getRootNode() as ShadowRoot
      // What people read on a button of a design system stands in its slot, outside.
      if (host) properties.name ??= clean(host.getAttribute('label') || nameOf(host))
      // A number or a sign alone, such as the count on a bell, is no name.
      if (!/\p{L}/u.test(properties.name ?? '')) properties.name = clean(hintOf(actor)) ?? properties.name
      tracker.track('Element Clicked', {
        ...declared(actor),
        ...properties,
        role: actor.getAttribute('role') ?? properties.role,
        selector: host ? `${selectorOf(host)}>>>${selector}` : selector,
        // A place on this page: its address is the page's, which the event has.
        href: actor.getAttribute('href')?.startsWith('#') ? undefined : href?.slice(0, maxHref),
        ...placeOf(actor),
      })
    }
    return listenAll(tracker, { 'click keydown': hear })
  }
}
