// What is held while nobody knows, what steps may do, and that no order of calls ties two customers.
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { createCallStage, startTime } from './callStage.js'

test('what the caller changes later does not reach the event', () => {
  const { calls, page, appended } = createCallStage()
  const properties = { items: [1] }
  page.isOpen = undefined
  calls.track('A', properties)
  properties.items.push(2)
  page.isOpen = true
  calls.release()
  expect(appended[0]?.properties).toEqual({ items: [1] })
})

test('while nobody knows, calls are held; then they come in their order, with their time', () => {
  const { calls, page, appended } = createCallStage()
  page.isOpen = undefined
  const ids = [calls.track('A')]
  page.time += 1000
  ids.push(calls.identify('alice'))
  page.time += 1000
  calls.reset()
  ids.push(calls.track('B'))
  expect(appended).toEqual([])
  expect(ids.every((id) => id !== '')).toBe(true)
  page.time += 60_000
  page.isOpen = true
  calls.release()
  expect(appended.map(({ id }) => id)).toEqual(ids)
  expect(appended.map((event) => event.time - startTime)).toEqual([0, 1000, 2000])
  expect(appended.map(({ identity }) => [identity.anonymousId!, identity.userId])).toEqual([
    ['v1', undefined],
    ['v1', 'alice'],
    ['v2', undefined],
  ])
  calls.release()
  expect(appended).toHaveLength(3)
})

test('what was held when consent is refused is dropped and counted; so is what comes later', () => {
  const { calls, page, appended, log } = createCallStage()
  page.isOpen = undefined
  calls.track('A')
  calls.track('B')
  page.isOpen = false
  calls.release()
  calls.track('C')
  expect(log).toEqual(['dropped consent', 'dropped consent', 'dropped consent'])
  page.isOpen = true
  calls.release()
  expect(appended).toEqual([])
})

test('what is held is bounded, and what does not fit is counted', () => {
  const { calls, page, appended, log } = createCallStage()
  page.isOpen = undefined
  for (let i = 0; i < 5003; i++) calls.track('A')
  expect(log).toEqual(Array(3).fill('dropped evicted'))
  page.isOpen = true
  calls.release()
  expect(appended).toHaveLength(5000)
})

test('a step may look, change or drop, but neither the id, the moment nor the person', () => {
  const { calls, steps, appended, log } = createCallStage()
  const looked = vi.fn<(name?: string) => void>()
  steps.add((event) => looked(event.name) as never)
  steps.add((event) => (event.name === 'Drop' ? null : event))
  steps.add((event) => ({
    ...event,
    name: 'Changed',
    id: 'mine',
    time: 0,
    identity: { anonymousId: 'eve', sessionId: 'x' },
  }))
  calls.track('Drop')
  const id = calls.track('A')
  expect(looked.mock.calls).toEqual([['Drop'], ['A']])
  expect(log).toEqual(['dropped step'])
  expect(appended).toMatchObject([{ id, name: 'Changed', time: startTime, identity: { anonymousId: 'v1' }, n: 0 }])
})

test('a step that throws is skipped and reported', () => {
  const { calls, steps, appended, log } = createCallStage()
  steps.add(() => {
    throw new Error('mine')
  })
  steps.add((event) => ({ ...event, name: 'B' }))
  calls.track('A')
  expect(log).toEqual(['failed step a step threw'])
  expect(appended.map(({ name }) => name)).toEqual(['B'])
})

test('no two customers ever share a visitor, whatever is called in which order and however long it is held', () => {
  type Stage = ReturnType<typeof createCallStage>
  const user = fc.constantFrom('alice', 'bob', 'carol')
  const act = fc.oneof(
    user.map(
      (name) =>
        ({ calls }: Stage) =>
          void calls.identify(name),
    ),
    fc.constant(({ calls }: Stage) => calls.reset()),
    fc.constant(({ calls }: Stage) => void calls.link('loyalty', '7')),
    fc.constant(({ calls }: Stage) => void calls.group('acme')),
    fc.constant(({ calls }: Stage) => void calls.track('A')),
    fc.integer({ min: 0, max: 4_000_000 }).map(
      (ms) =>
        ({ page }: Stage) =>
          void (page.time += ms),
    ),
    fc.constantFrom(true, undefined).map((isOpen) => ({ page, calls }: Stage) => {
      page.isOpen = isOpen
      calls.release()
    }),
  )
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const stage = createCallStage()
      const { calls, page, appended } = stage
      for (const one of acts) one(stage)
      page.isOpen = true
      calls.release()
      for (const key of ['anonymousId', 'sessionId'] as const) {
        const owner = new Map<string, string>()
        for (const { identity } of appended) {
          if (identity.userId === undefined) continue
          expect(owner.get(identity[key]!) ?? identity.userId).toBe(identity.userId)
          owner.set(identity[key]!, identity.userId)
        }
      }
      expect(appended.map(({ n }) => n)).toEqual(appended.map((_, i) => i))
      expect(new Set(appended.map(({ id }) => id)).size).toBe(appended.length)
    }),
    { numRuns: 300 },
  )
})
