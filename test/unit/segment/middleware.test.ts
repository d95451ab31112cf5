// The line of source middlewares: order, dropping, and what waits.
import { expect, test, vi } from 'vitest'
import { createMiddlewares } from '../../../src/segment/middleware.js'
import type { Message } from '../../../src/segment/readArguments.js'

const message = (event: string): Message => ({ type: 'track', event, properties: {}, context: {}, integrations: {} })

test('what comes behind a middleware that thinks waits for it, so that who is here stays in order', async () => {
  const line = createMiddlewares(() => {})
  const seen: string[] = []
  let goOn = (): void => {}
  line.add(({ payload, next }) => (payload.event() === 'A' ? new Promise<void>((resolve) => (goOn = () => resolve(next(payload)))) : next(payload)))
  line.pass(() => message('A'), (last) => seen.push(`${last?.event}`))
  line.behind(() => seen.push('reset'))
  line.pass(() => message('B'), (last) => seen.push(`${last?.event}`))
  expect(seen).toEqual([])
  goOn()
  await vi.waitFor(() => expect(seen).toEqual(['A', 'reset', 'B']))
})

test('without next the message is dropped, and what follows is not', () => {
  const line = createMiddlewares(() => {})
  const seen: unknown[] = []
  line.add(({ payload, next }) => payload.event() === 'B' && next(payload))
  for (const name of ['A', 'B']) line.pass(() => message(name), (last) => seen.push(last?.event))
  expect(seen).toEqual([undefined, 'B'])
})

test('one that throws is reported and skipped', () => {
  const failed = vi.fn<(cause: unknown) => void>()
  const line = createMiddlewares(failed)
  const seen: unknown[] = []
  line.add(() => {
    throw new Error('mine')
  })
  line.add(({ payload, next }) => ((payload.obj.event = 'changed'), next(payload)))
  line.pass(() => message('A'), (last) => seen.push(last?.event))
  expect(seen).toEqual(['changed'])
  expect(failed).toHaveBeenCalledOnce()
})
