// @vitest-environment happy-dom
// An element as a person would name it, and never what that person typed or chose.
import { beforeEach, expect, test } from 'vitest'
import { describe } from '../../../src/capture/describe.js'

/** The description of what `#it` or else the first element of the HTML is. */
const describeIn = (html: string, selector?: string) => {
  document.body.innerHTML = html
  const element = document.body.querySelector(selector ?? '[it]') ?? document.body.firstElementChild
  if (!element) throw new Error(`nothing in ${html}`)
  return describe(element)
}

// happy-dom has a text where browsers have none.
Object.defineProperty(Element.prototype, 'role', {
  configurable: true,
  get(this: Element) {
    return this.getAttribute('role')
  },
})

beforeEach(() => {
  document.body.innerHTML = ''
})

test.each([
  ['its text', '<button>Add to  cart\n now</button>', 'Add to cart now'],
  ['text in parts', '<button><b>Add</b> <i>to cart</i></button>', 'Add to cart'],
  ['aria-label before text', '<button aria-label="Close">x</button>', 'Close'],
  ['data-track before all', '<button data-track="Checkout" aria-label="Close">x</button>', 'Checkout'],
  [
    'aria-labelledby',
    '<span id="a">Blue</span><span id="b">shoes</span><button it aria-labelledby="a b">x</button>',
    'Blue shoes',
  ],
  ['aria-labelledby of nothing', '<button aria-labelledby="gone">Buy</button>', 'Buy'],
  ['its label', '<label for="c">Newsletter</label><input it id="c" type="checkbox">', 'Newsletter'],
  ['the label around it', '<label>Express <input it type="radio"></label>', 'Express'],
  ['the caption of a submit', '<input type="submit" value="Order now">', 'Order now'],
  ['the caption of a button', '<input type="button" value="More">', 'More'],
  ['its title', '<button title="Search"></button>', 'Search'],
  ['alt of an image', '<a href="/"><img alt="Home"></a>', 'Home'],
  ['alt of itself', '<input type="image" alt="Go">', 'Go'],
  ['the title of an icon', '<button><svg><title>Basket</title><path/></svg></button>', 'Basket'],
  ['its title, where all there is of text is gaps', '<button title="Sort">\n <svg><path/></svg> </button>', 'Sort'],
  ['parts that follow each other, with gaps', '<button><span>GET</span><!-- x --><span>/lamps</span></button>', 'GET /lamps'],
  ['parts within a word, without', '<button><b>W</b>ord</button>', 'Word'],
  ['nothing, whatever value a button has', '<button type="button" value="s3cret"></button>', undefined],
  ['nothing', '<button></button>', undefined],
])('it is called by %s', (_, html, name) => {
  expect(describeIn(html).name).toBe(name)
})

test('a long name is cut', () => {
  expect(describeIn(`<button>${'word '.repeat(100)}</button>`).name).toHaveLength(80)
})

test.each([
  ['<a href="/x">x</a>', 'link'],
  ['<button>x</button>', 'button'],
  ['<input type="checkbox">', 'checkbox'],
  ['<input type="radio">', 'radio'],
  ['<input type="submit">', 'button'],
  ['<select></select>', 'listbox'],
  ['<div role="tab">x</div>', 'tab'],
  ['<div onclick="">x</div>', 'button'],
])('%s has the role of a %s', (html, role) => {
  expect(describeIn(html).role).toBe(role)
})

const secrets: [what: string, html: string, selector: string][] = [
  ['a text', '<input it type="text" value="s3cret">', 'input'],
  ['a password', '<input it type="password" value="s3cret">', 'input'],
  ['an e-mail', '<label>E-mail <input it type="email" value="s3cret"></label>', 'input'],
  ['a search', '<input it type="search" value="s3cret" name="q">', 'input'],
  ['a hidden field', '<button it><input type="hidden" value="s3cret">Buy</button>', 'button'],
  ['a checkbox', '<label it>Yes<input type="checkbox" value="s3cret"></label>', 'input'],
  ['a radio', '<label it>Yes<input type="radio" value="s3cret"></label>', 'input'],
  ['a text area', '<textarea it>s3cret</textarea>', 'textarea'],
  ['a text area in a label', '<label it>Note <textarea>s3cret</textarea></label>', 'label'],
  ['a text area in a button', '<div role="button" it>Note <textarea>s3cret</textarea></div>', 'div'],
  ['a select', '<select it><option selected>s3cret</option></select>', 'select'],
  ['a select in a label', '<label it>Illness <select><option selected>s3cret</option></select></label>', 'label'],
  ['an editable part', '<div role="button" it>Note <p contenteditable="true">s3cret <b>s3cret</b></p></div>', 'div'],
  ['an editable button', '<button it contenteditable>s3cret</button>', 'button'],
  ['a field that is a label', '<input id="f" value="s3cret"><button it aria-labelledby="f"></button>', 'button'],
  ['an editable label', '<p id="f" contenteditable>s3cret</p><button it aria-labelledby="f"></button>', 'button'],
]
test.each(secrets)('what somebody typed or chose is never told: %s', (_, html, selector) => {
  document.body.innerHTML = html
  for (const field of document.querySelectorAll<HTMLInputElement>('input,textarea'))
    if (field.type !== 'hidden') field.value ||= 's3cret'
  for (const element of [document.body.querySelector(selector), document.body.querySelector('[it]')]) {
    expect(JSON.stringify(describe(element as Element))).not.toContain('s3cret')
  }
})

test('the selector stands on the nearest name of its own and finds the element again', () => {
  const html = '<main id="content"><ul><li><a href="/a">a</a></li><li><a it href="/b">b</a></li></ul></main>'
  const { selector } = describeIn(html)
  expect(selector).toBe('#content>ul>li:nth-of-type(2)>a')
  expect(document.querySelectorAll(selector as string)).toHaveLength(1)
  expect(document.querySelector(selector as string)).toBe(document.querySelector('[it]'))
})

test('an id made by a tool is no name: the selector outlives the next release', () => {
  const at = (id: string) => describeIn(`<div id="${id}"><button it>x</button></div>`).selector
  expect(at('radix-17')).toBe(at('radix-18'))
  expect(at('menu')).toBe('#menu>button')
})

test('a selector is short, however deep the page', () => {
  const depth = 60
  const { selector } = describeIn(
    `${'<div class="a b c">'.repeat(depth)}<button it>x</button>${'</div>'.repeat(depth)}`,
  )
  expect(selector?.split('>')).toHaveLength(5)
})

test.each([
  ['its origin and path', 'https://shop.example/a/b?email=jane#token', 'https://shop.example/a/b'],
  [
    'of a path without what it names',
    'https://shop.example/reset/a1B2c3D4e5F6g7H8i9J0k1L2',
    'https://shop.example/reset/[id]',
  ],
  ['nobody to write to', 'mailto:jane@mail.example?subject=x', 'mailto:'],
  ['no number', 'tel:+491701234567', 'tel:'],
  ['no code', 'javascript:alert(1)', 'javascript:'],
])('of a link it tells %s', (_, href, told) => {
  expect(describeIn(`<a href="${href}">x</a>`).href).toBe(told)
})

test('what is no link has no target', () => {
  expect(describeIn('<button>x</button>').href).toBeUndefined()
  expect(describeIn('<a>x</a>').href).toBeUndefined()
})
