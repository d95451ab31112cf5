// @vitest-environment happy-dom
// Which clicks are an act, and that each is told once.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { clicks } from '../../../src/capture/clicks.js'
import type { Tracker } from '../../../src/types.js'

const track = vi.fn<Tracker['track']>(() => '')
let stop: () => void

// What browsers have and happy-dom has not: an event that a person made, and a role that is none.
Object.defineProperty(Event.prototype, 'isTrusted', { configurable: true, get: () => true })
Object.defineProperty(Element.prototype, 'role', {
  configurable: true,
  get(this: Element) {
    return this.getAttribute('role')
  },
})

beforeEach(() => {
  track.mockClear()
  stop = clicks()({ track } as unknown as Tracker)
})
afterEach(() => {
  stop()
  document.body.innerHTML = ''
})

/** What is told of a click on `#it`. */
const clickIn = (html: string): unknown[] => {
  document.body.innerHTML = html
  document.body.querySelector<HTMLElement>('#it')?.click()
  return track.mock.calls.map(([name, properties]) => (expect(name).toBe('Element Clicked'), properties?.tag))
}

test.each([
  ['a link', '<a id="it" href="#x">x</a>', 'a'],
  ['a button', '<button id="it" type="button">x</button>', 'button'],
  ['what is in a button', '<button type="button"><svg id="none"/><span id="it">x</span></button>', 'button'],
  ['a summary', '<details><summary id="it">x</summary></details>', 'summary'],
  ['a checkbox', '<input id="it" type="checkbox">', 'input'],
  ['a radio', '<input id="it" type="radio">', 'input'],
  ['a caption', '<input id="it" type="button" value="x">', 'input'],
  ['a role', '<div id="it" role="menuitem">x</div>', 'div'],
  ['what the site has marked', '<div data-track="Teaser"><p id="it">x</p></div>', 'div'],
])('a click on %s is told once', (_, html, tag) => {
  expect(clickIn(html)).toEqual([tag])
})

test.each([
  ['text', '<p id="it">x</p>'],
  ['a link that leads nowhere', '<a id="it">x</a>'],
  ['a text field', '<input id="it">'],
  ['a password', '<input id="it" type="password">'],
  ['a text area', '<textarea id="it"></textarea>'],
  ['an ignored button', '<button id="it" type="button" data-track-ignore>x</button>'],
  ['a button in an ignored part', '<div data-track-ignore><p><button id="it" type="button">x</button></p></div>'],
])('a click on %s is not told', (_, html) => {
  expect(clickIn(html)).toEqual([])
})

test.each([
  ['around it', '<label id="it">Yes <input type="checkbox"></label>'],
  ['beside it', '<label id="it" for="box">Yes</label><input id="box" type="checkbox">'],
])('a label and its control are one click: %s', (_, html) => {
  document.body.innerHTML = html
  // What a browser does: a click on the label, then by itself one on the control.
  document.body.querySelector('#it')?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  const control = document.body.querySelector('input') as HTMLInputElement
  if (!track.mock.calls.length) control.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  expect(track).toHaveBeenCalledOnce()
  expect(track.mock.calls[0]?.[1]).toMatchObject({ tag: 'input', role: 'checkbox', name: 'Yes' })
})

test('a label of a text field is no act', () => {
  document.body.innerHTML = '<label id="it">Name <input value="s3cret"></label>'
  for (const target of document.querySelectorAll('label,input'))
    target.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  expect(track).not.toHaveBeenCalled()
})

test('it hears clicks that the page keeps to itself, and stands in no way', () => {
  document.body.innerHTML = '<a id="it" href="#x">x</a>'
  const link = document.querySelector('a') as HTMLElement
  link.addEventListener('click', (event) => event.stopPropagation())
  const event = new MouseEvent('click', { bubbles: true, cancelable: true })
  link.dispatchEvent(event)
  expect(track).toHaveBeenCalledOnce()
  expect(event.defaultPrevented).toBe(false)
})

/** What is told of a key on `#it`, as its name. */
const pressOn = (html: string, key: string): unknown[] => {
  document.body.innerHTML = html
  document.querySelector('#it')!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  return track.mock.calls.map(([, properties]) => properties?.name)
}

test.each([
  ['the item of a list and not the list', '<div style="cursor:pointer"><p class="menu-item">One</p><p class="menu-item" id="it">Two</p></div>', ['Two']],
  ['the whole card', '<div style="cursor:pointer"><p id="it">Lamp</p><p>40 EUR</p></div>', ['Lamp 40 EUR']],
  ['a link without an address that takes the focus', '<a tabindex="0" id="it">Day</a>', ['Day']],
  ['what could be edited and cannot be now', '<div style="cursor:pointer" id="it"><b contenteditable="false">s3cret</b></div>', ['it']],
  ['not what is being edited', '<div style="cursor:pointer"><b contenteditable id="it">s3cret</b></div>', []],
])('what shows a hand: %s', (_, html, names) => {
  expect(clickIn(html).length).toBe(names.length)
  expect(track.mock.calls.map(([, properties]) => properties?.name)).toEqual(names)
})

test.each([
  ['Enter', '<div style="cursor:pointer" tabindex="0" id="it">Sort</div>', ['Sort']],
  ['Enter', '<div tabindex="0" id="it">Text</div>', []],
  ['a', '<div style="cursor:pointer" tabindex="0" id="it">Sort</div>', []],
  ['Enter', '<div style="cursor:pointer"><input tabindex="0" id="it"></div>', []],
  ['Enter', '<button type="button" id="it">The browser makes a click of it</button>', []],
])('%s on %s is told as %s', (key, html, names) => {
  expect(pressOn(html, key)).toEqual(names)
})

test.each([
  ['the icon', '<i class="fas fa-search fa-sm"></i>', 'search'],
  ['an icon by reference', '<svg><use href="#icon-shopping-cart"></use></svg>', 'shopping cart'],
  ['an icon that has no name', '<svg class="fa-icon"></svg>', undefined],
  ['a sign that everybody knows', '×', 'close'],
  ['a number, for want of better', '3', '3'],
])('without a name it is called by %s', (_, inside, name) => {
  clickIn(`<button type="button" id="b1">${inside}<i id="it"></i></button>`)
  expect(track.mock.calls[0]?.[1]?.name).toBe(name)
})

test.each([
  ['id="sidebarToggle"', 'sidebar toggle'],
  ['data-testid="save_to_list"', 'save to list'],
  ['id="x7f3"', undefined],
  ['data-user-name="Jane" data-user-id="jane"', undefined],
  [`id="${'a'.repeat(1000)}7"`, undefined],
  ['class="modal-close"', 'close'],
])('or by what its makers called it: %s', (attribute, name) => {
  clickIn(`<button type="button" ${attribute}><i id="it"></i></button>`)
  expect(track.mock.calls[0]?.[1]?.name).toBe(name)
})

test('after stop nothing is heard', () => {
  stop()
  expect(clickIn('<button id="it" type="button">x</button>')).toEqual([])
})
