// The thank-you page: names the order.
// Must not report it: the order was reported where it was placed, once.

import { byId } from './byId.js'

export function thanksPage() {
  byId('order-id').textContent = sessionStorage.getItem('tidewick.order') ?? ''
}
