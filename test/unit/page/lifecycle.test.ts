// @vitest-environment happy-dom
// The life of a page, event by event.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { onLifecycle, whenActivated } from '../../../src/page/lifecycle.js'

let heard: string[]
let ended: AbortController

const setHidden = (hidden: boolean): void => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden)
  document.dispatchEvent(new Event('visibilitychange'))
}
const show = (persisted: boolean) => dispatchEvent(Object.assign(new Event('pageshow'), { persisted }))

beforeEach(() => {
  heard = []
  ended = new AbortController()
  onLifecycle(
    ended.signal,
    () => heard.push('hidden'),
    () => heard.push('left'),
    (isRestored) => heard.push(isRestored ? 'restored' : 'back'),
  )
})
afterEach(() => ended.abort())

test('hiding and showing', () => {
  setHidden(true)
  setHidden(false)
  expect(heard).toEqual(['hidden', 'back'])
})

test('leaving tells left before hidden, so that nothing is left open', () => {
  dispatchEvent(new Event('pagehide'))
  expect(heard).toEqual(['left', 'hidden'])
})

test('out of the back/forward cache is restored; a first load is nothing', () => {
  show(false)
  show(true)
  expect(heard).toEqual(['restored'])
})

test('out of the back/forward cache, what is shown before that is told is restored by then', () => {
  dispatchEvent(new Event('pagehide'))
  setHidden(true)
  setHidden(false)
  show(true)
  setHidden(true)
  setHidden(false)
  expect(heard).toEqual(['left', 'hidden', 'hidden', 'restored', 'restored', 'hidden', 'back'])
})

test('online again is back', () => {
  dispatchEvent(new Event('online'))
  expect(heard).toEqual(['back'])
})

test('after the signal nothing is heard', () => {
  ended.abort()
  setHidden(true)
  for (const type of ['pagehide', 'pageshow', 'online']) dispatchEvent(new Event(type))
  expect(heard).toEqual([])
})

test('nothing keeps the page out of the back/forward cache', () => {
  const listen = vi.spyOn(window, 'addEventListener')
  onLifecycle(
    ended.signal,
    () => {},
    () => {},
    () => {},
  )
  expect(listen.mock.calls.map(([type]) => type).filter((type) => /unload/.test(type))).toEqual([])
})

test('a page that is looked at is activated at once, a prerendered one when somebody looks at it', () => {
  const callback = vi.fn<() => void>()
  whenActivated(callback)
  expect(callback).toHaveBeenCalledOnce()
  Object.assign(document, { prerendering: true })
  whenActivated(callback)
  expect(callback).toHaveBeenCalledOnce()
  document.dispatchEvent(new Event('prerenderingchange'))
  document.dispatchEvent(new Event('prerenderingchange'))
  expect(callback).toHaveBeenCalledTimes(2)
  Object.assign(document, { prerendering: false })
})
