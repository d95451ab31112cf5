// @vitest-environment happy-dom
// What a page leaves behind when IndexedDB has not answered.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readSpill, writeSpill } from '../../../src/page/spill.js'

const entry = (n: number) => [['event', 's', n], `[${n}]`]

beforeEach(() => localStorage.clear())
afterEach(() => vi.unstubAllGlobals())

test('what pages have spilled is found, whoever spilled it, and cleared when it is safe', () => {
  writeSpill('localStorage', 'shop', 'page-1', [entry(1), entry(2)])
  writeSpill('localStorage', 'shop', 'page-2', [entry(3)])
  const { entries, clear } = readSpill('localStorage', 'shop')
  expect(entries).toHaveLength(3)
  expect(entries).toEqual(expect.arrayContaining([entry(1), entry(2), entry(3)]))
  expect(readSpill('localStorage', 'shop').entries).toHaveLength(3)
  clear()
  expect(readSpill('localStorage', 'shop').entries).toEqual([])
  expect(localStorage).toHaveLength(0)
})

test('a page does not find what it has spilled itself: it still has that in memory', () => {
  writeSpill('localStorage', 'shop', 'page-1', [entry(1)])
  writeSpill('localStorage', 'shop', 'page-2', [entry(2)])
  const { entries, clear } = readSpill('localStorage', 'shop', 'page-2')
  expect(entries).toEqual([entry(1)])
  clear()
  expect(readSpill('localStorage', 'shop').entries).toEqual([entry(2)])
})

test('a second spill of the page replaces the first, and nothing to spill takes it away', () => {
  writeSpill('localStorage', 'shop', 'page-1', [entry(1)])
  writeSpill('localStorage', 'shop', 'page-1', [entry(2)])
  expect(readSpill('localStorage', 'shop').entries).toEqual([entry(2)])
  writeSpill('localStorage', 'shop', 'page-1', [])
  expect(localStorage).toHaveLength(0)
})

test('another tracker and the site itself are left alone', () => {
  localStorage.setItem('cart', '[1]')
  writeSpill('localStorage', 'shop-b', 'page-1', [entry(1)])
  writeSpill('localStorage', 'shop', 'page-1', [entry(2)])
  const { entries, clear } = readSpill('localStorage', 'shop')
  expect(entries).toEqual([entry(2)])
  clear()
  expect(localStorage.getItem('cart')).toBe('[1]')
  expect(readSpill('localStorage', 'shop-b').entries).toEqual([entry(1)])
})

test('what was spilled after reading is not cleared', () => {
  const { clear } = readSpill('localStorage', 'shop')
  writeSpill('localStorage', 'shop', 'page-1', [entry(1)])
  clear()
  expect(readSpill('localStorage', 'shop').entries).toEqual([entry(1)])
})

test('storage that is refused or full throws nothing', () => {
  const refuse = (): never => {
    throw new DOMException('denied', 'SecurityError')
  }
  vi.stubGlobal('localStorage', new Proxy({}, { get: refuse, ownKeys: refuse }))
  expect(() => writeSpill('localStorage', 'shop', 'page-1', [entry(1)])).not.toThrow()
  expect(readSpill('localStorage', 'shop').entries).toEqual([])
  expect(() => readSpill('localStorage', 'shop').clear()).not.toThrow()
})

test('what may live as long as the tab is there only, and where nothing may be kept nothing is', () => {
  sessionStorage.clear()
  writeSpill('sessionStorage', 'shop', 'a', [['event', 'a']])
  writeSpill(undefined, 'shop', 'b', [['event', 'b']])
  expect([localStorage.length, sessionStorage.length]).toEqual([0, 1])
  expect(readSpill('localStorage', 'shop').entries).toEqual([])
  expect(readSpill(undefined, 'shop').entries).toEqual([])
  const { entries, clear } = readSpill('sessionStorage', 'shop')
  expect(entries).toEqual([['event', 'a']])
  clear()
  expect(sessionStorage.length).toBe(0)
})
