// Why this is one person: the links that hold it together, each of which can be undone, and those that were refused.
// Draws what /people answers; undoing is handed in.
import { element, shortId, timeElement } from './element.js'

const maxLinks = 50
const maxConflicts = 5

/**
 * @param {{ links: any[], conflicts: any[] }} person
 * @param {{ isOpen: boolean, undo: (link: string) => void }} how
 */
export function showLinks({ links, conflicts }, { isOpen, undo }) {
  const box = element('div', { class: 'links' }, ...conflicts.slice(0, maxConflicts).map(toRefusal))
  if (conflicts.length > maxConflicts) box.append(element('p', { class: 'quiet', text: `and ${conflicts.length - maxConflicts} more` }))
  if (links.length === 0) return box
  const details = /** @type {HTMLDetailsElement} */ (element('details', {},
    element('summary', { class: 'quiet', text: `held together by ${links.length} ${links.length === 1 ? 'link' : 'links'}` }),
    element('ul', {}, ...links.slice(0, maxLinks).map((link) => toLink(link, undo))),
  ))
  details.open = isOpen
  box.append(details)
  return box
}

/** @type {(link: any, undo: (link: string) => void) => HTMLElement} */
function toLink(link, undo) {
  const button = element('button', { text: 'undo', title: `Takes ${sayLink(link)} out for good` })
  button.addEventListener('click', () => undo(link.id))
  return element('li', {}, element('span', { class: 'type', text: link.reason }), ` ${sayLink(link)} `,
    timeElement(new Date(link.time).toISOString()), ' ', button)
}

/** @type {(conflict: { link: any, reason: string, against: any[] }) => HTMLElement} */
const toRefusal = ({ link, reason, against }) =>
  element('p', {
    class: 'refusal',
    text: `Not joined: ${sayLink(link)}, ${reason}.`,
    ...(against.length > 0 && { title: `Against it: ${against.map(sayLink).join('; ')}` }),
  })

/** @param {{ a: { value: string }, b: { value: string } }} link */
const sayLink = ({ a, b }) => `${shortId(a.value)} with ${shortId(b.value)}`
