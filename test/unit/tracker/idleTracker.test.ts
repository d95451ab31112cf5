// The tracker of server-side rendering.
import { expect, test } from 'vitest'
import { createIdleTracker } from '../../../src/tracker/idleTracker.js'

test('it takes every call and does nothing', async () => {
  const tracker = createIdleTracker()
  const stop = tracker.on('error', () => expect.fail('nothing can go wrong'))
  const drop = tracker.use(() => null)
  expect([
    tracker.track('A'),
    tracker.page(),
    tracker.identify('a'),
    tracker.link('b', 'c'),
    tracker.unlink('b'),
    tracker.merge('a', 'b'),
    tracker.group('g'),
  ]).toEqual(Array(7).fill(''))
  tracker.consent({ analytics: true })
  tracker.reset()
  expect(tracker.identity()).toEqual({ identifiers: {}, traits: {} })
  await tracker.saved()
  expect(await tracker.flush()).toEqual({ delivered: 0, kept: 0, dropped: 0 })
  stop()
  drop()
  tracker.stop()
})
