// What the buttons and fields of the views do, and what of it is reported.
// Must not draw: it calls show() or go() when something has changed.

import { experience } from './experience.js'
import { customerByEmail } from '../shop/public/customers.js'
import { changeMember, currentMember, endMembership, startMembership } from './member.js'
import { rewards } from './rewardsView.js'

/**
 * @param {object} app
 * @param {import('throughline').Tracker} app.tracker
 * @param {HTMLElement} app.main
 * @param {() => void} app.show
 * @param {(path: string) => void} app.go
 */
export function actions({ tracker, main, show, go }) {
  const { sendBack } = experience(tracker)

  main.addEventListener('submit', (event) => {
    event.preventDefault()
    const form = /** @type {HTMLFormElement} */ (event.target)
    if (form.dataset.return) {
      void sendBack(form.dataset.return, String(new FormData(form).get('reason')))
      const note = /** @type {HTMLElement} */ (form.querySelector('[role=status]'))
      note.textContent = 'The label is on its way. You get your money back within three days.'
      return
    }
    const field = /** @type {HTMLInputElement} */ (main.querySelector('#email'))
    const customer = customerByEmail(field.value)
    if (!customer) {
      const error = /** @type {HTMLElement} */ (main.querySelector('#login-error'))
      error.textContent = 'Nobody here has that e-mail. Use one of the three above.'
      field.setAttribute('aria-invalid', 'true')
      return field.focus()
    }
    startMembership(customer)
    // The same customer id as in the shop: this is what makes one person of the two visits.
    tracker.identify(customer.id, { name: customer.name, plan: customer.plan })
    tracker.link('loyalty', customer.card)
    go('/')
  })

  main.addEventListener('click', (event) => {
    const button = /** @type {Element} */ (event.target).closest('button')
    const member = currentMember()
    if (!button || !member) return
    if (button.id === 'logout') {
      endMembership()
      tracker.reset()
      return go('/')
    }
    const reward = rewards.find(({ id }) => id === button.dataset.reward)
    if (!reward || reward.points > member.points) return
    changeMember({ points: member.points - reward.points })
    tracker.track('Reward Redeemed', { reward_id: reward.id, name: reward.name, points: reward.points })
    show()
    const note = /** @type {HTMLElement} */ (main.querySelector('#redeemed'))
    note.textContent = `${reward.name} is yours.`
    main.focus()
  })

  main.addEventListener('change', (event) => {
    const box = /** @type {HTMLInputElement} */ (event.target)
    if (box.id === 'newsletter') {
      changeMember({ newsletter: box.checked })
      tracker.track('Preference Changed', { preference: 'newsletter', value: box.checked })
    }
    if (box.id === 'measure') {
      changeMember({ measure: box.checked })
      // Saying no deletes what waits here and the identity, and stops measuring until there is a yes.
      tracker.consent({ analytics: box.checked })
    }
  })

  main.addEventListener('toggle', reportOrder, true) // `toggle` does not bubble

  /** @param {globalThis.Event} event */
  function reportOrder(event) {
    const details = /** @type {HTMLDetailsElement} */ (event.target)
    if (details.open) tracker.track('Order Opened', { order_id: details.dataset.order })
  }
}
