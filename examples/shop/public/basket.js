// The basket: what lies in it, kept in localStorage so that it survives pages, tabs and being offline.
// Must not touch the DOM or the tracker.

import { currency, productById, products } from './products.js'

/** @typedef {{ product: import('./products.js').Product, quantity: number }} Line */

const key = 'tidewick.basket'
const freeShippingFrom = 80
const shippingFee = 4.9

/** @returns {{ [id: string]: number }} */
function read() {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}')
  } catch {
    return {} // somebody edited it by hand: an empty basket is better than a broken page
  }
}

/** @returns {Line[]} in the order of the catalogue */
export function basketLines() {
  const quantities = read()
  return products.flatMap((product) => {
    const quantity = Number(quantities[product.id])
    return quantity > 0 ? [{ product, quantity }] : []
  })
}

/** @returns {number} */
export const basketCount = () => basketLines().reduce((sum, line) => sum + line.quantity, 0)

/** @param {string} id @param {number} quantity negative to take out */
export function changeBasket(id, quantity) {
  if (!productById(id)) return
  const quantities = read()
  quantities[id] = Math.max(0, (quantities[id] ?? 0) + quantity)
  localStorage.setItem(key, JSON.stringify(quantities))
}

export const emptyBasket = () => localStorage.removeItem(key)

/** @param {readonly Line[]} lines */
export function totals(lines) {
  const subtotal = round(lines.reduce((sum, line) => sum + line.product.price * line.quantity, 0))
  const shipping = subtotal === 0 || subtotal >= freeShippingFrom ? 0 : shippingFee
  return { subtotal, shipping, total: round(subtotal + shipping), currency }
}

/** @param {number} amount cents only: floating point sums drift */
const round = (amount) => Math.round(amount * 100) / 100
