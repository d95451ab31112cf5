// @vitest-environment happy-dom
// The surroundings of an event, as they were at the call.
import { beforeEach, expect, test, vi } from 'vitest'
import { createContextReader } from '../../../src/page/context.js'
import { createUrlRedactor } from '../../../src/privacy/redactUrl.js'

const redact = createUrlRedactor([])
const past = (more: object = {}) => ({
  time: 1,
  URL: 'https://shop.example/a?utm_source=mail&utm_campaign=spring&email=jane@x.org#top',
  title: 'Shoes',
  referrer: 'https://search.example/?q=illness',
  readyState: 'complete' as const,
  ...more,
})
const parse = (text: string) => JSON.parse(`{${text}}`)

beforeEach(() => {
  document.title = 'Now'
})

test('channel, touchpoint and context are members of the JSON of an event', () => {
  const read = parse(createContextReader('store', 'till 4', redact)(past()))
  expect(Object.keys(read)).toEqual(['channel', 'touchpoint', 'context'])
  expect([read.channel, read.touchpoint]).toEqual(['store', 'till 4'])
  expect(read.context.page).toMatchObject({
    url: 'https://shop.example/a?utm_source=mail&utm_campaign=spring',
    path: '/a',
    title: 'Shoes',
    referrer: 'https://search.example/',
  })
  expect(read.context.campaign).toMatchObject({ source: 'mail' })
  expect(read.context.library).toEqual({ name: 'throughline', version: expect.stringMatching(/^\d+\.\d+\.\d+/) })
  expect(read.context.timezone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone)
})

test('what the page does not have is left out', () => {
  const read = parse(
    createContextReader('website', undefined, redact)(past({ URL: 'https://shop.example/', title: '', referrer: '' })),
  )
  expect(read).not.toHaveProperty('touchpoint')
  expect(read.context).not.toHaveProperty('campaign')
  expect(Object.keys(read.context.page)).toEqual(['url', 'path', 'title'])
})

test('no URL in it escapes redaction', () => {
  const text = createContextReader('website', undefined, redact)(past({ referrer: 'https://x.example/u/jane@x.org' }))
  expect(text).not.toContain('jane')
  expect(text).not.toContain('illness')
})

test('it is of now, and is made anew when the page has changed, not before', () => {
  const redactOften = vi.fn<typeof redact>(redact)
  const read = createContextReader('website', undefined, redactOften)
  const first = read()
  expect(parse(first).context.page.title).toBe('Now')
  expect(read()).toBe(first)
  const { length } = redactOften.mock.calls
  read()
  expect(redactOften.mock.calls.length).toBe(length)
  document.title = 'Later'
  expect(parse(read()).context.page.title).toBe('Later')
})

test('a call of the past gets its own page, and the next one that of now', () => {
  const read = createContextReader('website', undefined, redact)
  read()
  expect(parse(read(past())).context.page.title).toBe('Shoes')
  expect(parse(read()).context.page.title).toBe('Now')
})

test('while the page is being built the viewport is not asked for', () => {
  const read = createContextReader('website', undefined, redact)
  expect(parse(read(past({ readyState: 'loading' }))).context).not.toHaveProperty('viewport')
  expect(parse(read(past())).context.viewport).toEqual({ width: innerWidth, height: innerHeight })
})

test('surroundings that could not be read are read again, and are never empty', () => {
  let address = ''
  const read = createContextReader('website', undefined, () => address)
  expect(() => read()).toThrow(/URL/)
  expect(() => read()).toThrow(/URL/)
  address = 'https://shop.example/'
  expect(read()).toContain('"url":"https://shop.example/"')
})
