// Makes elements. The only way in which this page puts text on the screen.
// Text is set as text: nothing that came with an event can become HTML.

/**
 * @param {string} tag
 * @param {{ class?: string, text?: string | number | null, title?: string, href?: string, current?: boolean }} [about]
 * @param {(Node | string | null)[]} children
 */
export function element(tag, about = {}, ...children) {
  const node = document.createElement(tag)
  if (about.class) node.className = about.class
  if (about.title) node.title = about.title
  if (about.href) node.setAttribute('href', about.href)
  if (about.current) node.setAttribute('aria-current', 'true')
  if (about.text !== undefined && about.text !== null) node.textContent = String(about.text)
  node.append(...children.filter((child) => child !== null))
  return node
}

/**
 * @param {string} text
 * @param {{ title: string, click: () => void, isBad?: boolean }} about `isBad` takes something away
 */
export function toButton(text, { title, click, isBad = false }) {
  const button = element('button', { text, title, ...(isBad && { class: 'bad' }) })
  button.addEventListener('click', click)
  return button
}

/**
 * The element of the page with this id.
 * @param {string} id
 */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id))

/**
 * A time of day, with the date where that is not today.
 * @param {string} iso
 */
export function timeElement(iso) {
  const date = new Date(iso)
  const isToday = date.toDateString() === new Date().toDateString()
  const text = date.toLocaleTimeString() + (isToday ? '' : ` · ${date.toLocaleDateString()}`)
  const node = element('time', { text, title: iso })
  node.setAttribute('datetime', iso)
  return node
}

/**
 * An id short enough to read: the end differs, the beginning of a UUIDv7 is only its time.
 * @param {string} id
 */
export const shortId = (id) => (id.length > 20 ? `…${id.slice(-8)}` : id)
