// What takes an identifier off the present person, and what it says of it.
import { expect, test } from 'vitest'
import { createCallStage } from './callStage.js'

test('unlink takes off what is linked, whatever it is, and says what that was', () => {
  const { calls, keeper, appended } = createCallStage()
  calls.link('loyalty', 'L-778')
  calls.link('order', '7')
  expect(calls.unlink('loyalty')).not.toBe('')
  calls.track('A')
  expect(appended.slice(2)).toMatchObject([
    { type: 'unlink', name: 'loyalty', properties: { value: 'L-778' }, identity: { anonymousId: 'v1', identifiers: { order: '7' } } },
    { type: 'track', identity: { identifiers: { order: '7' } } },
  ])
  expect(appended[2]?.identity.identifiers).toEqual({ order: '7' })
  expect(keeper.current().identifiers).toEqual({ order: '7' })
})

test.each(['loyalty', 'constructor', '__proto__', 'toString'])('unlink of a %s that nobody has linked says nothing', (namespace) => {
  const { calls, appended, log } = createCallStage()
  expect(calls.unlink(namespace)).toBe('')
  expect([appended, log]).toEqual([[], []])
})

test('unlink of a value is said, also of one that another browser has linked, and leaves what is linked here', () => {
  const { calls, keeper, appended } = createCallStage()
  calls.link('loyalty', 'L-778')
  expect(calls.unlink('loyalty', 'L-1')).not.toBe('')
  expect(keeper.current().identifiers).toEqual({ loyalty: 'L-778' })
  expect(appended[1]).toMatchObject({ type: 'unlink', name: 'loyalty', properties: { value: 'L-1' } })
  calls.unlink('loyalty', ' L-778 ')
  expect(keeper.current().identifiers).toEqual({})
})

test('what is linked, unlinked and linked again while nobody knows comes in that order', () => {
  const { calls, page, keeper, appended } = createCallStage()
  page.isOpen = undefined
  calls.link('loyalty', '1')
  calls.unlink('loyalty')
  calls.link('loyalty', '2')
  calls.reset()
  calls.unlink('loyalty')
  page.isOpen = true
  calls.release()
  expect(appended.map(({ type, properties }) => [type, properties?.value])).toEqual([['link', '1'], ['unlink', '1'], ['link', '2']])
  expect(keeper.current().identifiers).toEqual({})
})

test('what has no namespace, or one that stands for nothing, is neither linked nor unlinked', () => {
  const { calls, appended, log } = createCallStage()
  for (const namespace of [undefined, '', 'null', 'guest', {}] as string[]) {
    expect([calls.link(namespace, '7'), calls.unlink(namespace), calls.unlink(namespace, '7')]).toEqual(['', '', ''])
  }
  expect([appended, log.length]).toEqual([[], 15])
})
