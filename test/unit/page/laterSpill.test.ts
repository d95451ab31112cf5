// @vitest-environment happy-dom
// What another page leaves while this one is open.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { onLaterSpill } from '../../../src/page/laterSpill.js'
import { writeSpill } from '../../../src/page/spill.js'

const left = vi.fn<() => void>()
let ended: AbortController

/** What this page hears when another one has written the item; happy-dom has no other page. */
const hear = (key: string | null, newValue: string | null) =>
  window.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }))

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  left.mockClear()
  ended = new AbortController()
  onLaterSpill('shop', ended.signal, left)
})
afterEach(() => {
  ended.abort()
  vi.useRealTimers()
})

test('what another page spills is told once that page has had time to take it back', () => {
  writeSpill('shop', 'page-2', [[['event', 's', 0], '[1]']])
  const key = localStorage.key(0)
  hear(key, localStorage.getItem(`${key}`))
  expect(left).not.toHaveBeenCalled()
  vi.runAllTimers()
  expect(left).toHaveBeenCalledOnce()
})

test('a spill taken back, another tracker and the site itself are no reason to look', () => {
  hear('shop:spill:page-2', null)
  hear('shop-b:spill:page-2', '[]')
  hear('cart', '[1]')
  hear(null, null) // everything was cleared
  expect(vi.getTimerCount()).toBe(0)
})

test('nothing is heard after the end', () => {
  ended.abort()
  hear('shop:spill:page-2', '[]')
  expect(vi.getTimerCount()).toBe(0)
})
