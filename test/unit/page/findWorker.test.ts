// @vitest-environment happy-dom
// How a page asks for the service worker: at once, and never with an error, whatever the browser has or refuses.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { findWorker } from '../../../src/page/findWorker.js'

const uncaught = vi.fn<(cause: unknown) => void>()
beforeEach(() => void process.on('unhandledRejection', uncaught))
afterEach(() => {
  process.off('unhandledRejection', uncaught)
  uncaught.mockClear()
})
const settle = () => new Promise((resolve) => setImmediate(resolve))

/** A browser whose service workers answer like this. */
const stub = (serviceWorker: unknown) => vi.stubGlobal('navigator', { serviceWorker })

test('asks under the name given, within the task in which the page leaves', async () => {
  const register = vi.fn<(tag: string) => Promise<void>>().mockResolvedValue()
  stub({ ready: Promise.resolve({ sync: { register } }) })
  const callWorker = findWorker('shop')
  await settle()
  expect(register).not.toHaveBeenCalled()
  callWorker()
  for (let turn = 0; turn < 3; turn++) await undefined
  expect(register.mock.calls).toEqual([['shop']])
})

test('asks as soon as the site has its worker', async () => {
  const register = vi.fn<(tag: string) => Promise<void>>().mockResolvedValue()
  let haveWorker: (worker: object) => void = () => {}
  stub({ ready: new Promise((resolve) => (haveWorker = resolve)) })
  findWorker('shop')()
  await settle()
  haveWorker({ sync: { register } })
  await settle()
  expect(register.mock.calls).toEqual([['shop']])
})

const throwing = {
  get ready(): never {
    throw new DOMException('sandboxed', 'SecurityError')
  },
}
test.each<[string, () => unknown]>([
  ['there are no service workers', () => undefined],
  ['the page may not use them', () => throwing],
  ['they are refused', () => ({ ready: Promise.reject(new DOMException('denied', 'SecurityError')) })],
  ['there is no Background Sync', () => ({ ready: Promise.resolve({}) })],
  ['Background Sync is denied', () => ({ ready: Promise.resolve({ sync: { register: () => Promise.reject(new Error('denied')) } }) })],
])('nothing happens where %s', async (_, serviceWorker) => {
  stub(serviceWorker())
  const callWorker = findWorker('shop')
  await settle()
  expect(callWorker).not.toThrow()
  await settle()
  expect(uncaught).not.toHaveBeenCalled()
})
