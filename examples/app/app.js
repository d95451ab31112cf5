// The app's frame: shows the view of the present address, follows links without a page load.
// Must not know what a view's buttons do: that is in actions.js.

import { outboxLine } from '../shop/public/outboxLine.js'
import { ownHtml } from '../shop/public/trusted.js'
import { actions } from './actions.js'
import { loginView } from './loginView.js'
import { currentMember } from './member.js'
import { isRoute, routeOf } from './routes.js'

/** @param {() => import('throughline').Tracker} startTracker */
export function startApp(startTracker) {
  const main = /** @type {HTMLElement} */ (document.getElementById('main'))
  const tabs = /** @type {HTMLElement} */ (document.getElementById('tabs'))

  function show() {
    const member = currentMember()
    const route = routeOf(location.pathname)
    document.title = `${member ? route.title : 'Log in'} · Tidewick Club`
    // Safe: the views are made of this app's own constants, never of anything typed or received.
    main.innerHTML = ownHtml(member ? route.html(member) : loginView())
    tabs.hidden = !member
    for (const link of tabs.querySelectorAll('a')) {
      if (link.pathname === location.pathname) link.setAttribute('aria-current', 'page')
      else link.removeAttribute('aria-current')
    }
  }

  /** @param {string} path */
  function go(path) {
    if (path !== location.pathname) history.pushState(null, '', path)
    show()
    main.focus() // a screen reader learns that the content is new
    scrollTo(0, 0)
  }

  document.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target)
    const link = target.closest('a')
    const plainClick = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (link && plainClick && link.origin === location.origin && isRoute(link.pathname) && !link.hash) {
      event.preventDefault()
      go(link.pathname)
    }
  })
  addEventListener('popstate', show)
  show()
  // Once the first view stands, so that the first page view has its title.
  const tracker = startTracker()
  actions({ tracker, main, show, go })
  outboxLine(() => tracker, /** @type {HTMLElement} */ (document.getElementById('outbox')))
}
