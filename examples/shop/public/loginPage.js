// The login: finds the customer, and tells the tracker who the visitor is.
// Must not send the e-mail anywhere: the customer's own id is what ties the visits together.

import { byId } from './byId.js'
import { customerByEmail } from './customers.js'
import { startSession } from './session.js'

export function loginPage() {
  const form = /** @type {HTMLFormElement} */ (byId('login'))
  const email = /** @type {HTMLInputElement} */ (byId('email'))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const customer = customerByEmail(email.value)
    byId('login-error').textContent = customer ? '' : 'Nobody here has that e-mail. Use one of the three above.'
    email.setAttribute('aria-invalid', String(!customer))
    if (!customer) return email.focus()
    startSession(customer)
    // Everything this visitor did before, on this browser, now belongs to this customer.
    window.throughline.identify(customer.id, { name: customer.name, plan: customer.plan })
    // The card as well: what is bought with it at the till is this customer's.
    window.throughline.link('loyalty', customer.card)
    // No waiting for the tracker: what was called is kept, whatever the page does next.
    location.assign(location.hash === '#order' ? '/order' : '/')
  })
}
