// Which view belongs to which address.
// Must not touch history or the DOM.

import { homeView } from './homeView.js'
import { ordersView } from './ordersView.js'
import { rewardsView } from './rewardsView.js'
import { settingsView } from './settingsView.js'

/** @typedef {import('./member.js').Member} Member */
/** @typedef {{ title: string, html: (member: Member) => string }} Route */

const home = { title: 'Home', html: homeView }

/** @type {{ [path: string]: Route }} */
const routes = {
  '/': home,
  '/orders': { title: 'Orders', html: ordersView },
  '/rewards': { title: 'Rewards', html: rewardsView },
  '/settings': { title: 'Settings', html: settingsView },
}

/** @param {string} path */
export const routeOf = (path) => routes[path] ?? home

/** @param {string} path */
export const isRoute = (path) => Object.hasOwn(routes, path)
