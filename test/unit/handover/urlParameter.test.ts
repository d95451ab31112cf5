// @vitest-environment happy-dom
// A parameter goes into any address and out again, and nothing else changes.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { putParameter, takeParameter } from '../../../src/handover/urlParameter.js'
import { arriveAt } from './page.js'

test.each([
  ['https://a.example/', 'https://a.example/#tl=v'],
  ['https://a.example/p?q=1', 'https://a.example/p?q=1#tl=v'],
  ['https://a.example/#reviews', 'https://a.example/?tl=v#reviews'],
  ['https://a.example/?q=1#/route?x=2', 'https://a.example/?q=1&tl=v#/route?x=2'],
  ['https://a.example/?tl=forged#tl=older', 'https://a.example/#tl=v'],
  ['https://a.example/?xtl=1', 'https://a.example/?xtl=1#tl=v'],
])('%s becomes %s', (plain, decorated) => {
  expect(putParameter(new URL(plain), 'tl', 'v')).toBe(decorated)
})

/** An empty query or fragment is a sign without meaning, and may go. */
const withoutEmpty = (url: string): string => url.replace(/#$/, '').replace(/^([^?#]*)\?(?=#|$)/, '$1')

test('what was put into any address is taken out of it, and the address is what it was', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (text) => {
      const plain = new URL(text)
      arriveAt(putParameter(plain, 'tl', 'v'))
      expect(takeParameter('tl')).toBe('v')
      expect(withoutEmpty(location.href)).toBe(withoutEmpty(plain.href))
      expect(takeParameter('tl')).toBeUndefined()
    }),
  )
})

test('the rest of a query keeps its spelling', () => {
  arriveAt('https://a.example/?flag&q=a%20b+c&tl=v&e=%7E')
  expect(takeParameter('tl')).toBe('v')
  expect(location.search).toBe('?flag&q=a%20b+c&e=%7E')
})

test('an address without it is not touched', () => {
  arriveAt('https://a.example/?q=1#x')
  history.pushState({ kept: 1 }, '')
  expect(takeParameter('tl')).toBeUndefined()
  expect(history.state).toEqual({ kept: 1 })
})

test('the state of the history entry stays', () => {
  arriveAt('https://a.example/')
  history.pushState({ kept: 1 }, '', '/#tl=v')
  expect(takeParameter('tl')).toBe('v')
  expect(history.state).toEqual({ kept: 1 })
})

test('a query that begins with a sign of its own keeps it', () => {
  arriveAt(putParameter(new URL('https://a.example/??#a'), 'tl', 'v'))
  expect(takeParameter('tl')).toBe('v')
  expect(location.href).toBe('https://a.example/??#a')
})
