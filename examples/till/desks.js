// Where this page can stand: at the till in the shop, or in front of a service agent.
// Must hold plain data only.

/**
 * @typedef {{ channel: string, touchpoint: string, title: string, ask: string, pay: string }} Desk
 */

/** @type {{ [path: string]: Desk }} */
const desks = {
  '/': {
    channel: 'store', touchpoint: 'till-2', title: 'Till 2',
    ask: 'Scan the card, or type its number or a code from the website.', pay: 'Take payment',
  },
  '/phone': {
    channel: 'phone_call', touchpoint: 'desk-5', title: 'Desk 5',
    ask: 'Ask for the number on the card, or for a code from the website.', pay: 'Place order',
  },
}

/** @param {string} path */
export const isDesk = (path) => Object.hasOwn(desks, path)

/** @param {string} path @returns {Desk} */
export const deskOf = (path) => /** @type {Desk} */ (desks[isDesk(path) ? path : '/'])
