// The list of events as they come.
// Adds and removes rows; bounded, whatever comes.
import { byId, element, shortId, timeElement } from './element.js'

const maxRows = 200

/** @param {any} event */
export function showLive(event) {
  const list = byId('live')
  list.prepend(toRow(event))
  while (list.childElementCount > maxRows) list.lastElementChild?.remove()
}

/** @param {any} event */
function toRow(event) {
  const id = event.userId ?? event.anonymousId ?? 'nobody'
  const certainty = event.userId === null ? 'anonymous' : 'known'
  const who = element('span', { class: `who ${certainty}`, text: shortId(id), title: id })
  const about = element('p', { class: 'about' }, who, timeElement(event.time), toPath(event))
  return element('li', { class: 'event' }, toHead(event), about)
}

/**
 * The first line of an event: type, name, channel, and whether it came more than once.
 * @param {any} event
 */
export function toHead(event) {
  return element('p', { class: 'head' },
    element('span', { class: 'type', text: event.type }),
    event.name ? element('strong', { text: event.name }) : null,
    event.channel ? element('span', { class: 'chip', text: event.channel }) : null,
    event.deliveries > 1 ? element('span', { class: 'chip', text: `came ${event.deliveries}×, counts once` }) : null,
  )
}

/** @param {any} event */
export const toPath = ({ path }) => (path ? element('span', { class: 'path', text: path, title: path }) : null)
