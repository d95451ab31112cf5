// Owns how a step is done: looked for as a person looks, then with the driver's real mouse and keys.
// Must not call anything of the page's own: what a script clicks is not a click.

/** @typedef {import('../support/browser.js').Page} Page */
/** @typedef {import('./startApplications.js').Step} Step */

/**
 * Runs in the page. Where the thing is, once it stands still and nothing lies on it.
 * @param {Pick<Step, 'on' | 'text' | 'nth'>} step
 */
function locate({ on, text, nth = 0 }) {
  const page = /** @type {any} */ (window)
  /** @type {HTMLElement[]} */
  const found = []
  const look = (/** @type {any} */ root) => {
    for (const element of root.querySelectorAll('*')) {
      const { width, height } = element.getBoundingClientRect()
      const said = () => (element.innerText ?? element.textContent ?? '').replace(/\s+/g, ' ').trim()
      if (width && height && element.matches(on) && (text === undefined || said() === text)) found.push(element)
      if (element.shadowRoot) look(element.shadowRoot)
    }
  }
  look(document)
  const element = found[nth]
  if (!element) return
  const before = element.getBoundingClientRect()
  if (before.top < 0 || before.bottom > innerHeight || before.left < 0 || before.right > innerWidth) element.scrollIntoView({ block: 'center', behavior: 'instant' })
  const { left, top, width, height } = element.getBoundingClientRect()
  const [x, y] = [left + width / 2, top + height / 2]
  const place = `${left} ${top} ${width} ${height}`
  // What slides in or fades is not yet, or no longer, what people click.
  let isStill = page.lastPlace === place
  page.lastPlace = place
  for (let at = /** @type {any} */ (element); at; at = at.assignedSlot ?? at.parentElement ?? at.getRootNode().host) {
    if (at.getAnimations().some((/** @type {any} */ each) => each.playState === 'running' && each.effect.getTiming().iterations !== Infinity)) isStill = false
  }
  let hit = document.elementFromPoint(x, y)
  while (hit?.shadowRoot?.elementFromPoint(x, y) && hit.shadowRoot.elementFromPoint(x, y) !== hit) hit = hit.shadowRoot.elementFromPoint(x, y)
  const isAbove = (/** @type {any} */ upper, /** @type {any} */ lower) => {
    for (let at = lower; at; at = at.assignedSlot ?? at.parentElement ?? at.getRootNode().host) if (at === upper) return true
  }
  return isStill && (isAbove(element, hit) || isAbove(hit, element)) ? { x, y } : undefined
}

/** Runs in the page. @param {Pick<Step, 'on' | 'text' | 'nth'>} step */
function focus({ on, text, nth = 0 }) {
  /** @type {HTMLElement[]} */
  const found = []
  const look = (/** @type {any} */ root) => {
    for (const element of root.querySelectorAll('*')) {
      const said = () => (element.innerText ?? element.textContent ?? '').replace(/\s+/g, ' ').trim()
      if (element.matches(on) && (text === undefined || said() === text)) found.push(element)
      if (element.shadowRoot) look(element.shadowRoot)
    }
  }
  look(document)
  found[nth]?.focus()
  return Boolean(found[nth])
}

/** @param {Page} page @param {Step} step */
export async function doStep(page, { on, text, nth, key, types }) {
  const which = { on, ...(text !== undefined && { text }), ...(nth !== undefined && { nth }) }
  if (key) {
    await page.waitFor(focus, which)
    await page.press(key)
  } else {
    const { x, y } = /** @type {{ x: number, y: number }} */ (await page.waitFor(locate, which))
    await page.clickAt(x, y)
  }
  for (const each of types ?? '') await page.press(each)
}
