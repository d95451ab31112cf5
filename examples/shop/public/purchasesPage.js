// What the customer bought, in whatever place: in this shop, at the till, on the phone.
// Must not know how the collector came to know that it was one person.

import { byId } from './byId.js'
import { money } from './products.js'
import { currentCustomer } from './session.js'

/** @type {{ [channel: string]: string }} */
const places = { website: 'On the website', store: 'In the shop', phone_call: 'On the phone', app: 'In the app' }

export async function purchasesPage() {
  const customer = currentCustomer()
  if (!customer) return location.replace('/login')
  const hint = byId('hint')
  try {
    const response = await fetch(`/purchases/${customer.id}`)
    /** @type {import('../../demo/readPurchases.js').Purchase[]} */
    const purchases = await response.json()
    byId('purchases').replaceChildren(...purchases.map(item))
    const none = 'Nothing yet. What was bought a moment ago may still be on its way.'
    hint.textContent = purchases.length > 0 ? 'Wherever you bought it.' : none
  } catch {
    hint.textContent = 'They cannot be read without a network. Come back later.'
  }
}

/** @param {import('../../demo/readPurchases.js').Purchase} purchase */
function item({ id, time, channel, total, isReturn, things }) {
  const element = document.createElement('li')
  const at = new Date(time).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })
  element.append(
    text('purchase-place', places[channel] ?? channel),
    text('purchase-sum', money(isReturn ? -total : total)),
    text('soft purchase-about', `${isReturn ? 'Returned: ' : ''}${things.join(', ')}`),
    text('soft purchase-about', `${id}, ${at}`),
  )
  return element
}

/** @param {string} className @param {string} content */
const text = (className, content) => Object.assign(document.createElement('span'), { className, textContent: content })
