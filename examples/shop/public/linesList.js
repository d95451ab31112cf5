// The lines of a basket or an order, and their sums, as elements.
// Must not change the basket or call the tracker.

import { totals } from './basket.js'
import { byId } from './byId.js'
import { money } from './products.js'

/** @typedef {import('./basket.js').Line} Line */

/**
 * Draws into `#lines` and `#totals`.
 * @param {readonly Line[]} lines
 * @param {(line: Line) => void} [onRemove] with it, each line gets a button
 */
export function showLines(lines, onRemove) {
  byId('lines').replaceChildren(...lines.map((line) => lineItem(line, onRemove)))
  const { subtotal, shipping, total } = totals(lines)
  const sums = byId('totals')
  sums.hidden = lines.length === 0
  sums.replaceChildren(
    ...sum('Things', money(subtotal)),
    ...sum('Shipping', shipping === 0 ? 'free' : money(shipping)),
    ...sum('Total', money(total)),
  )
}

/** @param {Line} line @param {((line: Line) => void) | undefined} onRemove */
function lineItem(line, onRemove) {
  const { product, quantity } = line
  const item = document.createElement('li')
  const picture = Object.assign(new Image(88, 66), { src: `/art/${product.id}.svg`, alt: '' })
  picture.className = `art tint-${product.tint}`
  const name = Object.assign(document.createElement('a'), { href: `/product/${product.id}`, textContent: product.name })
  item.append(picture, name, text('soft', `${quantity} × ${money(product.price)}`))
  if (onRemove) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Take out' })
    button.className = 'quiet'
    button.setAttribute('aria-label', `Take one ${product.name} out`)
    button.addEventListener('click', () => onRemove(line))
    item.append(button)
  }
  return item
}

/** @param {string} term @param {string} value */
function sum(term, value) {
  return [
    Object.assign(document.createElement('dt'), { textContent: term }),
    Object.assign(document.createElement('dd'), { textContent: value }),
  ]
}

/** @param {string} className @param {string} content */
function text(className, content) {
  return Object.assign(document.createElement('span'), { className, textContent: content })
}
