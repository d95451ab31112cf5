// One bill: what is on it and what it comes to, as a sale or as a return.
// Must not touch the DOM or the tracker.

import { currency, products } from '../shop/public/products.js'
import { lineProperties } from '../shop/public/commerce.js'

/** @typedef {import('../shop/public/basket.js').Line} Line */
/** @typedef {ReturnType<typeof createBill>} Bill */

export function createBill() {
  /** @type {Map<string, number>} */
  const quantities = new Map()
  let isReturn = false

  /** @returns {Line[]} in the order of the shelf */
  const lines = () =>
    products.flatMap((product) => {
      const quantity = quantities.get(product.id) ?? 0
      return quantity > 0 ? [{ product, quantity }] : []
    })
  // In cents, because floating point sums drift.
  const cents = () => lines().reduce((sum, { product, quantity }) => sum + Math.round(product.price * 100) * quantity, 0)
  const total = () => cents() / 100

  return {
    lines,
    total,
    isReturn: () => isReturn,
    /** @param {boolean} wanted */
    setReturn: (wanted) => void (isReturn = wanted),
    /** @param {string} id @param {number} quantity negative to take off */
    change: (id, quantity) => void quantities.set(id, Math.max(0, (quantities.get(id) ?? 0) + quantity)),
    clear() {
      quantities.clear()
      isReturn = false
    },
    /** The event that this bill is. @param {string} orderId */
    report: (orderId) => ({
      name: isReturn ? 'Order Refunded' : 'Order Completed',
      properties: { order_id: orderId, total: total(), currency, products: lineProperties(lines()) },
    }),
  }
}
