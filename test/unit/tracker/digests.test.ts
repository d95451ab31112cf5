// Identifiers whose digest takes its time: their place among the calls, and that nothing waits for ever.
import { createHash } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import type { Facts } from '../../../src/tracker/calls.js'
import { createCallStage, startTime } from './callStage.js'

afterEach(() => void vi.unstubAllGlobals())

/** What goes through localStorage from one page to the next. */
const carried = (facts: readonly Facts[]): Facts[] => JSON.parse(JSON.stringify(facts)) as Facts[]
const saidBy = ({ appended }: ReturnType<typeof createCallStage>) => appended.map(({ type, name, identity }) => [name ?? type, identity.anonymousId])

test('of an e-mail address and a phone number only the digest is kept, in every spelling the same', async () => {
  const { calls, keeper, page, appended } = createCallStage()
  const digest = createHash('sha256').update('jane@shop.example').digest('hex')
  page.isOpen = undefined
  calls.link('email', ' Jane@Shop.Example ')
  calls.link('phone', '+49 (0) 171 1234567')
  expect(JSON.stringify(calls.held())).not.toMatch(/jane|171/i)
  await calls.digested()
  expect(JSON.stringify(calls.held())).not.toMatch(/jane|171/i)
  page.isOpen = true
  calls.release()
  expect(keeper.current().identifiers.email).toBe(digest)
  expect(appended[0]).toMatchObject({ type: 'link', name: 'email', properties: { value: digest, encoding: 'sha256' } })
  calls.link('email', 'jane@shop.example')
  await calls.digested()
  expect(appended, 'no news').toHaveLength(2)
  calls.reset()
  calls.unlink('email', 'JANE@shop.example')
  await calls.digested()
  expect(appended.at(-1)).toMatchObject({ type: 'unlink', identity: { anonymousId: 'v2' }, properties: { value: digest, encoding: 'sha256' } })
  expect(JSON.stringify([appended, keeper.state()])).not.toMatch(/jane|171123/i)
})

test('until a digest is there what follows is held: everything is said in the order of the calls, of the person of its time', async () => {
  const { calls, keeper, page, appended, log } = createCallStage()
  calls.track('Before')
  const id = calls.link('email', 'jane@shop.example')
  page.time += 1000
  calls.track('Between')
  calls.link('phone', '+491711234567')
  calls.reset()
  calls.track('Somebody else')
  expect([appended.length, calls.held().length]).toEqual([1, 5])
  calls.release() // storage has been read meanwhile
  await calls.digested()
  expect(appended.map(({ type, name }) => name ?? type)).toEqual(['Before', 'email', 'Between', 'phone', 'Somebody else'])
  expect([appended[1]?.id, appended[1]?.time]).toEqual([id, startTime])
  expect(appended.map(({ identity }) => identity.anonymousId)).toEqual(['v1', 'v1', 'v1', 'v1', 'v2'])
  expect(appended.at(-1)?.identity).not.toHaveProperty('identifiers')
  expect([keeper.current().identifiers, calls.held(), log]).toEqual([{}, [], []])
})

test('a refusal while a digest is missing drops what was to be said', async () => {
  const { calls, page, appended, log } = createCallStage()
  calls.link('email', 'jane@shop.example')
  page.isOpen = false
  calls.release()
  await calls.digested()
  expect([appended, calls.held(), log]).toEqual([[], [], ['dropped consent']])
})

test('without https there is no digest, and the plain value is refused', () => {
  vi.stubGlobal('crypto', {})
  const { calls, appended, log } = createCallStage()
  expect(calls.link('email', 'jane@shop.example')).toBe('')
  expect([appended, log]).toEqual([[], [expect.stringMatching(/https/)]])
})

test('a site can choose to keep them as they are', () => {
  const { calls, appended } = createCallStage({ hash: false })
  calls.link('email', ' Jane@Shop.Example ')
  expect(appended[0]?.properties).toEqual({ value: 'jane@shop.example' })
})

test('a phone number without its country code is refused, and says why without saying it', () => {
  const { calls, appended, log } = createCallStage()
  expect(calls.link('phone', '0171 1234567')).toBe('')
  expect([appended, log]).toEqual([[], [expect.stringMatching(/^failed input .*country code/)]])
  expect(log[0]).not.toContain('171')
})

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
