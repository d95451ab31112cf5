// @vitest-environment happy-dom
// Any element that can be clicked on, in any tree: its description is bounded, holds nothing that somebody typed, and takes no time.
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { describe as describeElement } from '../../../src/capture/describe.js'
import { toJson } from '../../../src/event/toJson.js'

const runs = Number(process.env.HOSTILE_RUNS ?? 1_250)
const seed = Number(process.env.HOSTILE_SEED ?? Date.now() % 2 ** 31)
const maxEventBytes = 32_768
const maxMs = 400
const typed = 'typed-by-a-person'
let cases = 0
let slowestMs = 0
afterAll(() => console.log(`hostile elements: ${cases} cases, seed ${seed}, slowest ${slowestMs.toFixed(0)} ms of processor time`))

type Tree = { readonly tag: string; readonly attributes: readonly (readonly [string, string])[]; readonly text: string; readonly children: readonly Tree[] }

const text = fc.oneof(
  fc.string({ maxLength: 20, unit: 'binary' }),
  fc.constantFrom('', ' ', 'Buy now', 'x'.repeat(100_000), '\u202e\u0000', '"><script>alert(1)</script>', 'a@b.example', '4111 1111 1111 1111', '\ud83d', '__proto__'),
)
const name = fc.constantFrom('id', 'name', 'class', 'href', 'src', 'alt', 'title', 'role', 'type', 'value', 'for', 'form', 'aria-label', 'aria-labelledby', 'data-track', 'data-track-ignore', 'contenteditable', 'style')
const value = fc.oneof(text, fc.constantFrom('parentElement', 'previousElementSibling', 'matches', 'getAttribute', 'labels', 'value', 'javascript:alert(1)', 'https://x.example/?token=1', 'a b c', 'tel:123', '//[', 'constructor'))
const tag = fc.constantFrom('a', 'button', 'div', 'form', 'input', 'label', 'span', 'select', 'option', 'textarea', 'svg', 'img', 'summary', 'x-odd', 'table', 'slot', 'template')
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    tag,
    text,
    attributes: fc.array(fc.tuple(name, value), { maxLength: 5 }),
    children: fc.oneof({ maxDepth: 5, depthIdentifier: 'tree' }, fc.constant([]), fc.array(tie('tree'), { maxLength: 4 })),
  }),
}))

/** What this DOM makes selectors of, which it cannot read then. */
const named = ['id', 'for', 'form', 'name']

const grow = ({ tag: tagName, attributes, text: data, children }: Tree): Element => {
  const element = document.createElement(tagName)
  for (const [key, of] of attributes) element.setAttribute(key, named.includes(key) ? of.replace(/[^\w ]/g, '').slice(0, 50) : of)
  element.append(data, ...children.map(grow))
  if (tagName === 'input' || tagName === 'textarea') (element as HTMLInputElement).value = typed
  if (tagName === 'textarea') element.textContent = typed
  return element
}

// happy-dom works out the style of every ancestor for each answer; browsers have it.
Object.defineProperty(Element.prototype, 'checkVisibility', { configurable: true, value: () => true })

test('generated: the description of any element is small, quick, and of the site', () => {
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), (trees) => {
      document.body.replaceChildren(...trees.map(grow))
      for (const element of document.body.querySelectorAll('*')) {
        cases++
        const before = process.cpuUsage()
        const description = describeElement(element)
        const { user, system } = process.cpuUsage(before)
        slowestMs = Math.max(slowestMs, (user + system) / 1_000)
        expect((description.name ?? '').length).toBeLessThanOrEqual(80)
        const json = toJson(description, []) ?? ''
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(maxEventBytes)
        // The caption of a button is the site's own.
        const isCaption = /^(button|submit|reset)$/.test((element as HTMLInputElement).type)
        expect(isCaption ? '' : json).not.toContain(typed)
        expect(description.name ?? '').not.toContain('a@b.example')
        expect(description.href ?? '').not.toContain('token=1')
      }
    }),
    { numRuns: runs, seed },
  )
  expect(cases).toBeGreaterThan(runs * 2)
  expect(slowestMs).toBeLessThan(maxMs)
}, 300_000)
