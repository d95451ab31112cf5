// The checkout: shows the order, places it, reports both.
// Must not let anybody order who is not logged in.

import { basketLines, emptyBasket, totals } from './basket.js'
import { byId } from './byId.js'
import { lineProperties } from './commerce.js'
import { showLines } from './linesList.js'
import { currentCustomer } from './session.js'

export function orderPage() {
  if (!currentCustomer()) return location.replace('/login#order')
  const lines = basketLines()
  showLines(lines)
  byId('empty').hidden = lines.length > 0
  byId('buyer').hidden = lines.length === 0
  byId('place').hidden = lines.length === 0
  if (lines.length === 0) return

  const { subtotal, shipping, total, currency } = totals(lines)
  const products = lineProperties(lines)
  window.throughline.track('Checkout Started', { value: total, currency, products })
  byId('place').addEventListener('submit', (event) => {
    event.preventDefault()
    const orderId = `T-${Date.now().toString(36).toUpperCase()}`
    window.throughline.track('Order Completed', { order_id: orderId, subtotal, shipping, total, currency, products })
    emptyBasket()
    sessionStorage.setItem('tidewick.order', orderId)
    location.assign('/thanks')
  })
}
