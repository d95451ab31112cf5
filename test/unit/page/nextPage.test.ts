// @vitest-environment happy-dom
// Whether the next page is ours and will find the outbox.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchNextPage } from '../../../src/page/nextPage.js'

let navigation: EventTarget
let ended: AbortController
const go = (url: string, sameDocument = false, timeStamp = performance.now()): void => {
  const event = new Event('navigate')
  Object.defineProperty(event, 'timeStamp', { value: timeStamp })
  navigation.dispatchEvent(Object.assign(event, { destination: { url, sameDocument } }))
}

beforeEach(() => {
  navigation = new EventTarget()
  ended = new AbortController()
  vi.stubGlobal('navigation', navigation)
})
afterEach(() => ended.abort())

const ours = () => `${location.origin}/next`

test('a navigation within the site is ours', () => {
  const isNextPageOurs = watchNextPage(ended.signal)
  expect(isNextPageOurs()).toBe(false)
  go(ours())
  expect(isNextPageOurs()).toBe(true)
})

test.each([
  ['to another site', () => go('https://other.example/')],
  ['to a site that only begins like ours', () => go(`${location.origin}.evil.example/`)],
  ['within the page', () => go(ours(), true)],
  ['that began long ago', () => go(ours(), false, performance.now() - 10_001)],
])('a navigation %s is not', (_, navigate) => {
  const isNextPageOurs = watchNextPage(ended.signal)
  navigate()
  expect(isNextPageOurs()).toBe(false)
})

test('the last navigation counts', () => {
  const isNextPageOurs = watchNextPage(ended.signal)
  go(ours())
  go('https://other.example/')
  expect(isNextPageOurs()).toBe(false)
})

test('without a Navigation API, and after the end, the answer is no', () => {
  const isNextPageOurs = watchNextPage(ended.signal)
  ended.abort()
  go(ours())
  expect(isNextPageOurs()).toBe(false)
  vi.stubGlobal('navigation', undefined)
  expect(watchNextPage(new AbortController().signal)()).toBe(false)
})
