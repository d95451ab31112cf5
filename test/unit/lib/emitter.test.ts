// Listeners by type.
import { expect, test, vi } from 'vitest'
import { createEmitter } from '../../../src/lib/emitter.js'

type Events = { ping: number; pong: string }

test('a listener hears its type only, with the detail, in the order of listening', () => {
  const heard: unknown[] = []
  const { on, emit } = createEmitter<Events>()
  on('ping', (n) => heard.push(['first', n]))
  on('pong', (text) => heard.push(text))
  on('ping', (n) => heard.push(['second', n]))
  emit('ping', 1)
  expect(heard).toEqual([
    ['first', 1],
    ['second', 1],
  ])
})

test('a listener that throws stops nobody else and is reported like any other mistake of the page', () => {
  const report = vi.fn<(cause: unknown) => void>()
  vi.stubGlobal('reportError', report)
  const after = vi.fn<(n: number) => void>()
  const { on, emit } = createEmitter<Events>()
  const cause = new Error('mine')
  on('ping', () => {
    throw cause
  })
  on('ping', after)
  emit('ping', 1)
  expect(report).toHaveBeenCalledExactlyOnceWith(cause)
  expect(after).toHaveBeenCalledOnce()
})

test('the undo ends one listener, also when the same function listens twice', () => {
  const listener = vi.fn<(n: number) => void>()
  const { on, emit } = createEmitter<Events>()
  const stop = on('ping', listener)
  on('ping', listener)
  stop()
  stop()
  emit('ping', 1)
  expect(listener).toHaveBeenCalledOnce()
})

test('a listener may stop itself while it listens', () => {
  const heard: number[] = []
  const { on, emit } = createEmitter<Events>()
  const stop = on('ping', (n) => {
    heard.push(n)
    stop()
  })
  emit('ping', 1)
  emit('ping', 2)
  expect(heard).toEqual([1])
})
