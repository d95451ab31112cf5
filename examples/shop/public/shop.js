// The script of every page of the shop: the header, the footer's line, then what this page does.
// Must not hold a page's logic: that is in the file of the page.

import { basketCount } from './basket.js'
import { basketPage } from './basketPage.js'
import { byId } from './byId.js'
import { cataloguePage } from './cataloguePage.js'
import { loginPage } from './loginPage.js'
import { logoutPage } from './logoutPage.js'
import { orderPage } from './orderPage.js'
import { outboxLine } from './outboxLine.js'
import { productPage } from './productPage.js'
import { purchasesPage } from './purchasesPage.js'
import { currentCustomer } from './session.js'
import { thanksPage } from './thanksPage.js'
import { ownWorker } from './trusted.js'

/** @type {{ [page: string]: () => void }} */
const pages = {
  catalogue: cataloguePage,
  product: productPage,
  basket: basketPage,
  login: loginPage,
  order: orderPage,
  thanks: thanksPage,
  logout: logoutPage,
  purchases: purchasesPage,
}

function showHeader() {
  const count = basketCount()
  const badge = byId('basket-count')
  badge.textContent = String(count)
  badge.parentElement?.setAttribute('aria-label', `Basket, ${count} ${count === 1 ? 'thing' : 'things'}`)
  const account = /** @type {HTMLAnchorElement} */ (byId('account'))
  const customer = currentCustomer()
  byId('to-purchases').hidden = !customer
  account.textContent = customer ? `Log out ${customer.name.split(' ')[0]}` : 'Log in'
  account.href = customer ? '/logout' : '/login'
}

outboxLine(() => window.throughline, byId('outbox'))
pages[document.body.dataset.page ?? '']?.()
showHeader()
document.addEventListener('basket', showHeader)
addEventListener('storage', showHeader) // another tab changed the basket or the login
addEventListener('pageshow', showHeader) // this page comes back from the back/forward cache

// Pages only; see offline.js. A browser that refuses it has a shop that needs the network, nothing more.
navigator.serviceWorker?.register(ownWorker()).catch(() => {})
