// The identity of a page: what it adopts, what it stamps, and when it tells.
import { beforeEach, expect, test, vi } from 'vitest'
import { createIdentityKeeper } from '../../../src/identity/keeper.js'
import { identify, type IdentityState } from '../../../src/identity/state.js'
import type { Identity } from '../../../src/types.js'

const visitor: IdentityState = { anonymousId: 'v1', sessionId: 's1', activeAt: 0, born: 0, version: 3 }
const save = vi.fn<(state: IdentityState) => void>()
const changed = vi.fn<(identity: Identity) => void>()
const mint = vi.fn<() => string>(() => 'minted')
const create = () => createIdentityKeeper(1_800_000, mint, save, changed)

beforeEach(() => {
  vi.clearAllMocks()
})

test('it knows nobody, mints nothing and saves nothing before it has adopted somebody', () => {
  const keeper = create()
  expect(keeper.change((state) => ({ ...state, userId: 'alice' }))).toBe(false)
  expect(keeper.stamp(5)).toBe('{}')
  expect(keeper.current()).toEqual({ identifiers: {}, traits: {} })
  expect(keeper.state()).toBeUndefined()
  expect([save, changed, mint].map((fn) => fn.mock.calls.length)).toEqual([0, 0, 0])
})

test('the stamp has the ids and neither the traits nor the bookkeeping', () => {
  const keeper = create()
  keeper.adopt({ ...visitor, userId: 'alice', traits: { secret: 1 }, identifiers: { loyalty: '7' } })
  expect(JSON.parse(keeper.stamp(5))).toEqual({
    anonymousId: 'v1',
    sessionId: 's1',
    userId: 'alice',
    identifiers: { loyalty: '7' },
  })
})

test('a change raises the version, is saved once, and is told', () => {
  const keeper = create()
  keeper.adopt(visitor)
  changed.mockClear()
  expect(keeper.change((state) => ({ ...state, userId: 'alice' }))).toBe(true)
  expect(save).toHaveBeenCalledExactlyOnceWith({ ...visitor, userId: 'alice', version: 4 })
  expect(changed).toHaveBeenCalledOnce()
  expect(keeper.current()).toMatchObject({ anonymousId: 'v1', userId: 'alice' })
})

test('what is no change is not saved and not told', () => {
  const keeper = create()
  keeper.adopt(visitor)
  changed.mockClear()
  expect(keeper.change((state) => state)).toBe(false)
  expect([save.mock.calls.length, changed.mock.calls.length]).toEqual([0, 0])
})

test('it adopts what is newer and keeps its own otherwise, without saving either', () => {
  const keeper = create()
  keeper.adopt(visitor)
  keeper.adopt({ ...visitor, userId: 'old', version: 2 })
  expect(keeper.current().userId).toBeUndefined()
  keeper.adopt({ ...visitor, userId: 'alice', version: 4 })
  expect(keeper.current().userId).toBe('alice')
  keeper.adopt(undefined)
  expect(keeper.current().userId).toBe('alice')
  expect(save).not.toHaveBeenCalled()
})

test('two keepers that tell each other of every change agree, also when both changed at once', () => {
  const a = create()
  const b = create()
  for (const keeper of [a, b]) keeper.adopt(visitor)
  const fresh = (): IdentityState => ({ anonymousId: 'v2', sessionId: 's2', activeAt: 0, born: 0, version: 1 })
  a.change((state) => identify(state, 'alice', {}, fresh))
  b.change((state) => identify(state, 'bob', {}, fresh))
  const [ofA, ofB] = [a.state(), b.state()]
  a.adopt(ofB)
  b.adopt(ofA)
  expect(a.state()).toEqual(b.state())
})

test('an event after a long silence begins a new session, which is saved', () => {
  const keeper = create()
  keeper.adopt(visitor)
  expect(JSON.parse(keeper.stamp(1_000)).sessionId).toBe('s1')
  expect(JSON.parse(keeper.stamp(1_900_000)).sessionId).toBe('minted')
  expect(save).toHaveBeenCalledOnce()
})

test('the stamp of an event is text: what changes later does not reach it', () => {
  const keeper = create()
  keeper.adopt(visitor)
  const before = keeper.stamp(1)
  keeper.change((state) => ({ ...state, userId: 'alice' }))
  expect(JSON.parse(before)).toEqual({ anonymousId: 'v1', sessionId: 's1' })
})

test('forget leaves nobody', () => {
  const keeper = create()
  keeper.adopt({ ...visitor, userId: 'alice' })
  keeper.forget()
  expect(keeper.state()).toBeUndefined()
  expect(keeper.current()).toEqual({ identifiers: {}, traits: {} })
  expect(changed).toHaveBeenLastCalledWith({ identifiers: {}, traits: {} })
})
