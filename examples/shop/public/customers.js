// Who can log in: invented customers, as plain data for the shop and for the app.
// Must not touch the DOM or the tracker. There is no password: this login is a prop.

/** @typedef {{ id: string, email: string, name: string, plan: string, card: string, points: number }} Customer */

/** @type {readonly Customer[]} */
export const customers = [
  { id: 'customer-1001', email: 'ada@example.com', name: 'Ada Fern', plan: 'gold', card: 'L-77801', points: 1240 },
  { id: 'customer-1002', email: 'ben@example.com', name: 'Ben Ito', plan: 'silver', card: 'L-77802', points: 610 },
  { id: 'customer-1003', email: 'chi@example.com', name: 'Chi Marsh', plan: 'basic', card: 'L-77803', points: 90 },
]

/** @param {string} email @returns {Customer | undefined} */
export const customerByEmail = (email) => customers.find((customer) => customer.email === email.trim().toLowerCase())

/** @param {string | null | undefined} id @returns {Customer | undefined} */
export const customerById = (id) => customers.find((customer) => customer.id === id)
