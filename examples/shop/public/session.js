// Who is logged in, as far as this fake shop is concerned: one id in localStorage.
// Must not touch the tracker: the login and logout pages do, so that a reader finds it there.

import { customerById } from './customers.js'

const key = 'tidewick.customer'

export const currentCustomer = () => customerById(localStorage.getItem(key))

/** @param {import('./customers.js').Customer} customer */
export const startSession = (customer) => localStorage.setItem(key, customer.id)

export const endSession = () => localStorage.removeItem(key)
