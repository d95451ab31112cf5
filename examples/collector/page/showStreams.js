// Per page of a visitor: is everything there, what is missing and why, did anything come twice.
// Draws what /streams answers.
import { byId, element, shortId, timeElement } from './element.js'

/** @param {{ events: number, repeats: number, streams: any[] }} answer */
export function showStreams({ events, repeats, streams }) {
  byId('total-events').textContent = events.toLocaleString()
  byId('total-repeats').textContent = repeats.toLocaleString()
  const missing = streams.reduce((sum, stream) => sum + stream.missingCount, 0)
  byId('total-missing').textContent = missing.toLocaleString()
  byId('total-missing').classList.toggle('bad', missing > 0)
  byId('no-streams').hidden = streams.length > 0
  byId('streams').replaceChildren(...streams.map(toRow))
}

/** @param {any} stream */
function toRow(stream) {
  const cell = (/** @type {string} */ label, /** @type {(Node | string)[]} */ ...children) => {
    const node = element('td', {}, ...children)
    node.dataset['label'] = label
    return node
  }
  const count = cell('events', stream.count.toLocaleString())
  count.className = 'number'
  const owners = stream.owners.slice(0, 3).map(shortId).join(', ')
  return element('tr', {},
    cell('page', element('code', { text: shortId(stream.stream), title: stream.stream }), ` ${stream.channel ?? ''}`),
    cell('who', element('span', { text: owners, title: stream.owners.join(', ') })),
    cell('last event', stream.last ? timeElement(stream.last) : 'none'),
    count,
    cell('missing', toMissing(stream)),
    cell('double', toDouble(stream)),
  )
}

/** @param {any} stream */
function toMissing({ state, missing, missingCount, length }) {
  if (state === 'complete') return element('span', { class: 'state good', text: `complete: all ${length.toLocaleString()}` })
  if (state === 'open') return element('span', { class: 'state', text: 'open, nothing missing so far' })
  const listed = missing.slice(0, 8).map(toRange).join(', ')
  const text = `${missingCount.toLocaleString()} missing: ${listed}${missing.length > 8 ? ' …' : ''}`
  return element('span', { class: 'state bad', text, title: missing.map(toRange).join(', ') })
}

/** @param {{ from: number, to: number, reason?: string }} range */
const toRange = ({ from, to, reason }) => (from < to ? `${from}–${to}` : `${from}`) + (reason ? ` ${reason}` : '')

/** @param {any} stream */
function toDouble({ repeats, doubled }) {
  const listed = doubled.slice(0, 8).join(', ')
  if (listed) return element('span', { class: 'state bad', text: `stored under two ids: ${listed}` })
  const text = repeats > 0 ? `none; ${repeats.toLocaleString()} came again and count once` : 'none'
  return element('span', { class: 'state good', text })
}
