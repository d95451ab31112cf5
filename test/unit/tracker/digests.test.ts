// Identifiers whose digest takes its time: their place among the calls, and that nothing waits for ever.
import { afterEach, expect, test, vi } from 'vitest'
import type { Facts } from '../../../src/tracker/calls.js'
import { createCallStage } from './callStage.js'

afterEach(() => void vi.unstubAllGlobals())

/** What goes through localStorage from one page to the next. */
const carried = (facts: readonly Facts[]): Facts[] => JSON.parse(JSON.stringify(facts)) as Facts[]
const saidBy = ({ appended }: ReturnType<typeof createCallStage>) => appended.map(({ type, name, identity }) => [name ?? type, identity.anonymousId])

test('what an earlier page has held is put in front of all, also while a digest is missing', async () => {
  const earlier = createCallStage({}, 'e')
  earlier.page.isOpen = undefined
  earlier.calls.identify('alice')
  earlier.calls.track('Earlier')
  earlier.calls.reset()

  const stage = createCallStage()
  const { calls, page } = stage
  page.isOpen = undefined
  calls.track('A')
  calls.link('email', 'jane@shop.example')
  calls.track('B')
  calls.held().unshift(...carried(earlier.calls.held()))
  await calls.digested()
  page.isOpen = true
  calls.release()
  expect(saidBy(stage)).toEqual([['identify', 'v1'], ['Earlier', 'v1'], ['A', 'v2'], ['email', 'v2'], ['B', 'v2']])
})

test('what leaves with the page while a digest is missing has nothing plain in it, and is said without that', async () => {
  const { calls, page } = createCallStage({}, 'e')
  page.isOpen = undefined
  calls.link('loyalty', '7')
  calls.link('email', 'jane@shop.example')
  calls.unlink('phone', '+491711234567')
  calls.unlink('loyalty')
  const left = carried(calls.held())
  expect(JSON.stringify(left)).not.toMatch(/jane|171/)

  const next = createCallStage()
  next.calls.link('phone', createDigest('a'))
  next.calls.held().unshift(...left)
  next.calls.release()
  expect(next.appended.slice(1).map(({ type, name }) => [type, name])).toEqual([['link', 'loyalty'], ['unlink', 'loyalty']])
  expect(next.keeper.current().identifiers).toEqual({ phone: createDigest('a') })
})

test('what was run already is not run again once the digest is there', async () => {
  const { calls, page, appended } = createCallStage()
  page.isOpen = undefined
  const ids = [calls.track('Run by an earlier page'), calls.track('Not yet')]
  calls.link('email', 'jane@shop.example')
  page.isOpen = true
  calls.release([ids[0]!])
  await calls.digested()
  expect(appended.map(({ name }) => name)).toEqual(['Not yet', 'email'])
})

test('a digest that fails is told, and what follows goes on', async () => {
  vi.stubGlobal('crypto', { subtle: { digest: async () => Promise.reject(new Error('no digest')) } })
  const { calls, appended, log, keeper } = createCallStage()
  calls.link('email', 'jane@shop.example')
  calls.track('A')
  await calls.digested()
  calls.track('B')
  expect(appended.map(({ name }) => name)).toEqual(['A', 'B'])
  expect(log).toEqual([expect.stringMatching(/^failed input .*no digest/)])
  expect([keeper.current().identifiers, calls.held()]).toEqual([{}, []])
})

const createDigest = (digit: string): string => digit.repeat(64)
