// @vitest-environment happy-dom
// One listener per type for all captures of a tracker, and none when the last has stopped.
import { expect, test, vi } from 'vitest'
import { listen } from '../../../src/capture/listen.js'
import { onRoute } from '../../../src/capture/onRoute.js'
import type { Tracker } from '../../../src/types.js'

test('two captures share one passive listener, and the last to stop takes it away', () => {
  const add = vi.spyOn(window, 'addEventListener')
  const remove = vi.spyOn(window, 'removeEventListener')
  const tracker = {} as Tracker
  const heard: string[] = []
  const stopA = listen(tracker, 'click', () => heard.push('a'))
  const stopB = listen(tracker, 'click', () => heard.push('b'))
  expect(add.mock.calls.map(([type, , options]) => [type, options])).toEqual([['click', { capture: true, passive: true }]])
  dispatchEvent(new Event('click'))
  stopA()
  dispatchEvent(new Event('click'))
  expect(remove).not.toHaveBeenCalled()
  stopB()
  dispatchEvent(new Event('click'))
  expect(heard).toEqual(['a', 'b', 'b'])
  expect(remove).toHaveBeenCalledOnce()
})

test('one that throws keeps nobody else from hearing, and throws nothing into the page', () => {
  const tracker = {} as Tracker
  const errors = vi.fn<() => void>()
  const heard = vi.fn<() => void>()
  addEventListener('error', errors)
  const undo = [
    listen(tracker, 'click', () => {
      throw new Error('x')
    }),
    listen(tracker, 'click', heard),
  ]
  expect(() => dispatchEvent(new Event('click'))).not.toThrow()
  for (const stop of undo) stop()
  removeEventListener('error', errors)
  expect([heard.mock.calls.length, errors.mock.calls.length]).toEqual([1, 0])
})

test('routes: one patch of history for all, taken back by the last in whatever order', () => {
  vi.stubGlobal('navigation', undefined)
  const { pushState } = history
  const tracker = {} as Tracker
  const heard: string[] = []
  const stopA = onRoute(tracker, () => heard.push('a'))
  const stopB = onRoute(tracker, () => heard.push('b'))
  history.pushState(null, '', '/one')
  stopA()
  history.pushState(null, '', '/two')
  stopB()
  expect(history.pushState).toBe(pushState)
  history.pushState(null, '', '/three')
  expect(heard).toEqual(['a', 'b', 'b'])
})
