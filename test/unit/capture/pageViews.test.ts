// @vitest-environment happy-dom
// One page view for each URL that somebody has seen.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { pageViews } from '../../../src/capture/pageViews.js'
import type { Tracker } from '../../../src/types.js'

let seen: string[]
let stop = (): void => {}
const start = (options?: Parameters<typeof pageViews>[0]): void => {
  stop = pageViews(options)({
    page: () => (seen.push(location.pathname + location.search + location.hash), ''),
  } as unknown as Tracker)
}
const task = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

beforeEach(() => {
  vi.stubGlobal('navigation', undefined)
  history.replaceState(null, '', '/')
  seen = []
})
afterEach(() => stop())

test('the first page is told at once', () => {
  start()
  expect(seen).toEqual(['/'])
})

test('each new URL is told once, at the end of the task', async () => {
  start()
  history.pushState(null, '', '/a')
  expect(seen).toEqual(['/'])
  await task()
  history.pushState(null, '', '/a?page=2')
  await task()
  history.replaceState(null, '', '/b')
  await task()
  expect(seen).toEqual(['/', '/a', '/a?page=2', '/b'])
})

test('the same URL again is no page view', async () => {
  start()
  history.replaceState({ scroll: 5 }, '', '/')
  history.pushState(null, '', '/')
  await task()
  expect(seen).toEqual(['/'])
})

test.each([
  [undefined, '#section', false],
  [undefined, '#/route', true],
  [undefined, '#!route', true],
  [true, '#section', true],
  [false, '#/route', false],
])('with hash: %s the hash %s counts: %s', async (hash, to, isView) => {
  start(hash === undefined ? undefined : { hash })
  history.pushState(null, '', to)
  await task()
  expect(seen).toEqual(isView ? ['/', `/${to}`] : ['/'])
})

test('after stop nothing is told, and the patch is gone', async () => {
  const { pushState, replaceState } = history
  start()
  stop()
  expect([history.pushState === pushState, history.replaceState === replaceState]).toEqual([true, true])
  history.pushState(null, '', '/after')
  await task()
  expect(seen).toEqual(['/'])
})
