// Keeps the page of the experience in step with the collector. The wiring only; drawing is in showJourney.js and showBusiness.js.
// Chooses nobody by itself but the one who was active last.
import { byId, element } from './element.js'
import { showBusiness } from './showBusiness.js'
import { showJourney } from './showJourney.js'

const refreshMs = 1_000
const choice = /** @type {HTMLSelectElement} */ (byId('people'))

/** @param {string} path @returns {Promise<any>} */
const ask = async (path) => (await fetch(path)).json()
const chosen = () => decodeURIComponent(location.hash.slice(1))

/** @type {any} */
let shown
let isAsking = false
let isStale = false

async function refresh() {
  isStale = true
  if (isAsking) return
  isAsking = true
  while (isStale) {
    isStale = false
    await look().catch(() => (isStale = true)) // the collector is away: asked again
    // Many events come at once: one picture of them is enough.
    await new Promise((resolve) => setTimeout(resolve, refreshMs))
  }
  isAsking = false
}

async function look() {
  const [{ people }, business] = await Promise.all([ask('/people'), ask('/business')])
  const key = people.some((/** @type {any} */ each) => each.key === chosen()) ? chosen() : people[0]?.key
  byId('nobody').hidden = key !== undefined
  byId('content').hidden = key === undefined
  if (key === undefined) return
  choice.replaceChildren(...people.map((/** @type {any} */ each) => element('option', { text: each.key })))
  choice.value = key
  shown = { person: await ask(`/people/${encodeURIComponent(key)}/experience`), business }
  redraw()
}

function redraw() {
  if (!shown) return
  showJourney(shown.person)
  showBusiness(shown.business)
}

choice.addEventListener('change', () => (location.hash = encodeURIComponent(choice.value)))
addEventListener('hashchange', refresh)
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw)
const source = new EventSource('/live?last=1')
source.addEventListener('stored', refresh)
refresh()
