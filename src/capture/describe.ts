// An element as a person would name it: name, role, tag, selector, link target.
// Reads attributes and text of controls, never what somebody typed, and causes no layout.

import { createUrlRedactor, redactText } from '../privacy/redactUrl.js'

/** Of a web address, where it leads; of `tel:` and the like, only that. */
export const redactUrl: (url: string) => string = createUrlRedactor([])
const maxName = 80
const maxDepth = 5
/** A field of a form can stand for its previous sibling, and the form for the one of the field: round and round. */
const maxSiblings = 1e4
/** Where people type or choose: what is in there is theirs. And what is no text for people. */
export const typed = 'input,textarea,select,option,[contenteditable],style,script'

const roles: { readonly [kind: string]: string } = { a: 'link', checkbox: 'checkbox', radio: 'radio', select: 'listbox' }

/** The description of an element, for the properties of an event. */
export function describe(element: Element): { [key: string]: string | undefined } {
  const { localName: tag, type, href, role } = element as HTMLInputElement & HTMLAnchorElement
  return {
    name: redactText(nameOf(element).replace(/\s+/g, ' ').trim()).slice(0, maxName) || undefined,
    role: role ?? roles[tag] ?? roles[type] ?? 'button',
    tag,
    selector: selectorOf(element),
    href: redactUrl(href) || undefined,
  }
}

/** What the element is called: its accessible name, but never what somebody typed or chose. */
export function nameOf(element: Element): string {
  const attribute = (name: string, of: Element | null = element): string => (of?.getAttribute(name) ?? '').trim()
  const byId = (id: string): string => textOf((element.getRootNode() as Document).getElementById(id))
  const { labels, value } = element as HTMLInputElement
  return (
    attribute('data-track') ||
    attribute('aria-label') ||
    attribute('aria-labelledby').split(/\s+/).map(byId).join(' ').trim() ||
    textOf(labels?.[0]) ||
    textOf(element, true).trim() ||
    // The caption of a button is the site's own text; the value of any other field is the visitor's.
    (element.matches('input:is([type=button],[type=submit],[type=reset])') && value) ||
    attribute('title') ||
    attribute('alt', element.querySelector('[alt]') ?? element)
  )
}

/** The text, but not of fields in it: a label may hold a text area or an editable part with what somebody typed. `isSeen`: only what is shown. */
export function textOf(node: Node | null | undefined, isSeen?: boolean): string {
  if (!node || (node as Element).matches?.(typed) || (isSeen && (node as Element).checkVisibility?.() === false)) return ''
  // Not by class: in a frame there are others.
  if (node.nodeType === 3) return (node as Text).data
  const inside = [...node.childNodes]
  // Between elements alone there is a gap that people see.
  return inside.map((each) => textOf(each, isSeen)).join(inside.some((each) => each.nodeType === 3 && (each as Text).data.trim()) ? '' : ' ')
}

/** Short, and as stable as the page allows: up to the nearest element with a name of its own. */
export function selectorOf(element: Element): string {
  const parts: string[] = []
  for (let at: Element | null = element; at && parts.length < maxDepth; at = at.parentElement) {
    const { id, localName } = at
    // With digits in it, it was made by a tool, and is another one at the next release.
    if (/^[a-z][a-z_-]*$/i.test(id)) return [`#${id}`, ...parts].join('>')
    let place = 1
    for (let before = at.previousElementSibling, left = maxSiblings; before && left--; before = before.previousElementSibling) if (before.localName === localName) place++
    // The first needs no number: it is what a search finds first.
    parts.unshift(place > 1 ? `${localName}:nth-of-type(${place})` : localName)
  }
  return parts.join('>')
}
