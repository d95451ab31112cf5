// @vitest-environment happy-dom
// Changes of the URL, through the Navigation API where there is one and a patch of history where there is none.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { onUrlChange } from '../../../src/page/navigation.js'

const changed = vi.fn<() => void>()
let stop = (): void => {}

beforeEach(() => {
  vi.stubGlobal('navigation', undefined)
  history.replaceState(null, '', '/')
  changed.mockClear()
})
afterEach(() => stop())

test('pushState and replaceState are told, and still do what they did', () => {
  stop = onUrlChange(changed)
  history.pushState({ a: 1 }, '', '/a')
  expect([location.pathname, history.state, changed.mock.calls.length]).toEqual(['/a', { a: 1 }, 1])
  history.replaceState({ b: 1 }, '', '/b')
  expect([location.pathname, history.state, changed.mock.calls.length]).toEqual(['/b', { b: 1 }, 2])
})

test('going back and a changed hash, which comes as that, are told', () => {
  stop = onUrlChange(changed)
  const native = History.prototype.replaceState
  native.call(history, null, '', '/back')
  dispatchEvent(new PopStateEvent('popstate'))
  native.call(history, null, '', '/back#x')
  dispatchEvent(new PopStateEvent('popstate'))
  expect(changed).toHaveBeenCalledTimes(2)
})

test('the same URL is no change', () => {
  stop = onUrlChange(changed)
  history.replaceState(1, '', '/')
  dispatchEvent(new PopStateEvent('popstate'))
  expect(changed).not.toHaveBeenCalled()
})

test('somebody who patched on top keeps working after we have gone', () => {
  stop = onUrlChange(changed)
  const ours = history.pushState
  const theirs = vi.fn<History['pushState']>(function (this: History, ...args: Parameters<History['pushState']>) {
    ours.apply(this, args)
  })
  history.pushState = theirs
  stop()
  expect(history.pushState).toBe(theirs)
  history.pushState(null, '', '/theirs')
  expect(location.pathname).toBe('/theirs')
  expect(theirs).toHaveBeenCalledOnce()
  expect(changed).not.toHaveBeenCalled()
  history.pushState = History.prototype.pushState
})

test('where there is a Navigation API history is left alone', () => {
  const navigation = new EventTarget()
  vi.stubGlobal('navigation', navigation)
  const { pushState } = history
  stop = onUrlChange(changed)
  expect(history.pushState).toBe(pushState)
  navigation.dispatchEvent(new Event('currententrychange'))
  expect(changed).not.toHaveBeenCalled()
  history.pushState(null, '', '/a')
  navigation.dispatchEvent(new Event('currententrychange'))
  expect(changed).toHaveBeenCalledOnce()
  stop()
  history.pushState(null, '', '/b')
  navigation.dispatchEvent(new Event('currententrychange'))
  expect(changed).toHaveBeenCalledOnce()
})
