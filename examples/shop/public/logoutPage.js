// The logout: ends the session, empties the basket, and starts a new anonymous visitor.
// Must not do so twice: coming back to this page is not another logout.

import { emptyBasket } from './basket.js'
import { currentCustomer, endSession } from './session.js'

export function logoutPage() {
  if (!currentCustomer()) return
  endSession()
  emptyBasket()
  window.throughline.reset()
}
