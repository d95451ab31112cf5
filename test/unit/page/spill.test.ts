// @vitest-environment happy-dom
// What a page leaves behind when IndexedDB has not answered.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readSpill, writeSpill } from '../../../src/page/spill.js'

const entry = (n: number) => [['event', 's', n], `[${n}]`]

beforeEach(() => localStorage.clear())
afterEach(() => vi.unstubAllGlobals())

test('what pages have spilled is found, whoever spilled it, and cleared when it is safe', () => {
  writeSpill('shop', 'page-1', [entry(1), entry(2)])
  writeSpill('shop', 'page-2', [entry(3)])
  const { entries, clear } = readSpill('shop')
  expect(entries).toHaveLength(3)
  expect(entries).toEqual(expect.arrayContaining([entry(1), entry(2), entry(3)]))
  expect(readSpill('shop').entries).toHaveLength(3)
  clear()
  expect(readSpill('shop').entries).toEqual([])
  expect(localStorage).toHaveLength(0)
})

test('a page does not find what it has spilled itself: it still has that in memory', () => {
  writeSpill('shop', 'page-1', [entry(1)])
  writeSpill('shop', 'page-2', [entry(2)])
  const { entries, clear } = readSpill('shop', 'page-2')
  expect(entries).toEqual([entry(1)])
  clear()
  expect(readSpill('shop').entries).toEqual([entry(2)])
})

test('a second spill of the page replaces the first, and nothing to spill takes it away', () => {
  writeSpill('shop', 'page-1', [entry(1)])
  writeSpill('shop', 'page-1', [entry(2)])
  expect(readSpill('shop').entries).toEqual([entry(2)])
  writeSpill('shop', 'page-1', [])
  expect(localStorage).toHaveLength(0)
})

test('another tracker and the site itself are left alone', () => {
  localStorage.setItem('cart', '[1]')
  writeSpill('shop-b', 'page-1', [entry(1)])
  writeSpill('shop', 'page-1', [entry(2)])
  const { entries, clear } = readSpill('shop')
  expect(entries).toEqual([entry(2)])
  clear()
  expect(localStorage.getItem('cart')).toBe('[1]')
  expect(readSpill('shop-b').entries).toEqual([entry(1)])
})

test('what was spilled after reading is not cleared', () => {
  const { clear } = readSpill('shop')
  writeSpill('shop', 'page-1', [entry(1)])
  clear()
  expect(readSpill('shop').entries).toEqual([entry(1)])
})

test('storage that is refused or full throws nothing', () => {
  const refuse = (): never => {
    throw new DOMException('denied', 'SecurityError')
  }
  vi.stubGlobal('localStorage', new Proxy({}, { get: refuse, ownKeys: refuse }))
  expect(() => writeSpill('shop', 'page-1', [entry(1)])).not.toThrow()
  expect(readSpill('shop').entries).toEqual([])
  expect(() => readSpill('shop').clear()).not.toThrow()
})
