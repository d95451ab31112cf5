// Why this is one person: the links that hold it together, each of which can be undone, and those that were refused.
// Draws what /people answers; what the reader decides is handed in.
import { element, shortId, timeElement, toButton } from './element.js'

const maxLinks = 50
const maxConflicts = 5

/** @typedef {{ undo: (link: string) => void, judge: (merge: string, verdict: 'verified' | 'refused') => void }} Decisions */

/**
 * @param {{ links: any[], conflicts: any[] }} person
 * @param {{ isOpen: boolean } & Decisions} how
 */
export function showLinks({ links, conflicts }, { isOpen, undo, judge }) {
  // First what waits for the reader.
  const waiting = conflicts.filter(isWaiting)
  const refused = conflicts.filter((each) => !isWaiting(each))
  const box = element('div', { class: 'links' },
    ...waiting.map((each) => toClaim(each, judge)), ...refused.slice(0, maxConflicts).map(toRefusal))
  if (refused.length > maxConflicts) box.append(element('p', { class: 'quiet', text: `and ${refused.length - maxConflicts} more` }))
  if (links.length === 0) return box
  const details = /** @type {HTMLDetailsElement} */ (element('details', {},
    element('summary', { class: 'quiet', text: `held together by ${links.length} ${links.length === 1 ? 'link' : 'links'}` }),
    element('ul', {}, ...links.slice(0, maxLinks).map((link) => toLink(link, undo))),
  ))
  details.open = isOpen
  box.append(details)
  return box
}

/** @type {(link: any, undo: Decisions['undo']) => HTMLElement} */
const toLink = (link, undo) =>
  element('li', {},
    element('span', { class: 'type', text: link.authority === 'verified' ? `verified ${link.reason}` : link.reason }),
    ` ${sayLink(link)} `, timeElement(new Date(link.time).toISOString()), ' ',
    toButton('undo', { title: `Takes ${sayLink(link)} out for good`, click: () => undo(link.id), isBad: true }))

/** What the reader can decide. @param {{ rule: string }} conflict */
export const isWaiting = ({ rule }) => rule === 'unverifiedMerge'

/** @type {(conflict: { link: any }, judge: Decisions['judge']) => HTMLElement} */
const toClaim = ({ link }, judge) =>
  element('p', { class: 'claim' },
    element('span', { text: `Is ${sayEnd(link.a)} also ${sayEnd(link.b)}? A page has claimed it, and it waits for verification.` }),
    element('span', { class: 'choices' },
      toButton('verify', { title: `Makes one person of ${link.a.value} and ${link.b.value}`, click: () => judge(link.id, 'verified') }),
      toButton('refuse', { title: 'They stay two, for good', click: () => judge(link.id, 'refused'), isBad: true })))

/** @type {(conflict: { link: any, reason: string, against: any[] }) => HTMLElement} */
const toRefusal = ({ link, reason, against }) =>
  element('p', {
    class: 'refusal',
    text: `Not joined: ${sayLink(link)}, ${reason}.`,
    ...(against.length > 0 && { title: `Against it: ${against.map(sayLink).join('; ')}` }),
  })

/** @param {{ value: string }} identifier */
const sayEnd = ({ value }) => shortId(value)

/** @param {{ a: { value: string }, b: { value: string } }} link */
const sayLink = ({ a, b }) => `${sayEnd(a)} with ${sayEnd(b)}`
