// Who is logged in to the app, with points and preferences: one record in localStorage.
// Must not touch the DOM or the tracker.

import { customerById } from '../shop/public/customers.js'

/** @typedef {{ newsletter: boolean, measure: boolean, points: number }} Changeable */
/** @typedef {import('../shop/public/customers.js').Customer & Changeable} Member */

const key = 'club.member'

/** @returns {Member | undefined} */
export function currentMember() {
  try {
    const { id, ...changed } = JSON.parse(localStorage.getItem(key) ?? '{}')
    const customer = customerById(id)
    return customer && { newsletter: false, measure: true, ...customer, ...changed }
  } catch {
    return undefined // edited by hand: log in again
  }
}

/** @param {import('../shop/public/customers.js').Customer} customer */
export const startMembership = (customer) => localStorage.setItem(key, JSON.stringify({ id: customer.id }))

/** @param {Partial<Changeable>} change */
export function changeMember(change) {
  const record = JSON.parse(localStorage.getItem(key) ?? '{}')
  localStorage.setItem(key, JSON.stringify({ ...record, ...change }))
}

export const endMembership = () => localStorage.removeItem(key)
