// @vitest-environment happy-dom
// When a visit ends besides after a long silence.
import { expect, test, vi } from 'vitest'
import { newSession } from '../../../src/capture/newSession.js'
import { touch } from '../../../src/identity/state.js'

const minute = 60_000
const state = (activeAt: number) => ({ anonymousId: 'a', sessionId: 's', activeAt, born: 0, version: 1 })
const midnight = new Date(2026, 10, 22).getTime()

test('at midnight of the visitor, also within the minute in which activity is not written down', () => {
  const isNew = newSession({ day: true })
  expect(touch(state(midnight - 10_000), midnight - 1, 30 * minute, () => 'new', isNew).sessionId).toBe('s')
  expect(touch(state(midnight - 10_000), midnight, 30 * minute, () => 'new', isNew)).toMatchObject({ sessionId: 'new', activeAt: midnight })
  expect(touch(state(midnight - 10_000), midnight, 30 * minute, () => 'new').sessionId).toBe('s')
})

test('with a campaign: once for each landing, as of the start, and not by a reload', () => {
  history.replaceState(null, '', '/?utm_source=mail')
  const isNew = newSession({ campaign: true })
  history.replaceState(null, '', '/')
  expect([isNew(1, 2), isNew(2, 3)]).toEqual([true, false])
  expect(newSession({ campaign: true })(1, 2)).toBe(false)
  history.replaceState(null, '', '/?gclid=1')
  vi.spyOn(performance, 'getEntriesByType').mockReturnValue([{ type: 'reload' } as never])
  expect(newSession({ campaign: true })(1, 2)).toBe(false)
  history.replaceState(null, '', '/')
})
