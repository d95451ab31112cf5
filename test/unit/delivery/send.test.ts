// One request: what is handed to fetch, and what counts as an answer.
import { beforeEach, expect, test, vi } from 'vitest'
import { createSender } from '../../../src/delivery/send.js'

const request = { url: 'https://collect.example/', contentType: 'text/plain', body: 'x' }
const signal = new AbortController().signal
const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>()
const init = (call = 0): RequestInit & { headers: Record<string, string> } => fetched.mock.calls[call]?.[1] as never

beforeEach(() => {
  fetched.mockReset().mockImplementation(async () => new Response('OK'))
  vi.stubGlobal('fetch', fetched)
})

test('it posts the body as it is, with the headers of the format', async () => {
  await createSender(1000, 'include')(
    { ...request, body: 'ä', headers: { Authorization: 'Basic x' } },
    false,
    signal,
  )
  expect(fetched.mock.calls[0]?.[0]).toBe(request.url)
  expect(init()).toMatchObject({ method: 'POST', credentials: 'include', redirect: 'error', keepalive: true })
  expect(init().headers).toEqual({ 'Content-Type': 'text/plain', Authorization: 'Basic x' })
  expect(Buffer.from(init().body as Uint8Array).toString()).toBe('ä')
})

test('the answer has the status, the body and what the collector says of waiting and gzip', async () => {
  fetched.mockImplementation(
    async () => new Response('busy', { status: 503, headers: { 'Retry-After': '7', 'Accept-Encoding': 'gzip, br' } }),
  )
  expect(await createSender(1000, 'omit')(request, false, signal)).toEqual({
    status: 503,
    body: 'busy',
    retryAfter: '7',
    takesGzip: true,
  })
})

test('an answer without a body is an answer', async () => {
  fetched.mockImplementation(async () => new Response(null, { status: 204 }))
  expect(await createSender(1000, 'omit')(request, false, signal)).toMatchObject({ status: 204, body: '' })
})

test.each([
  ['a failure of the network', async () => Promise.reject(new TypeError('failed'))],
  [
    'a body that breaks off',
    async () => new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })),
  ],
  ['a body too long for a collector', async () => new Response('x'.repeat(70_000))],
])('%s is no answer', async (_, answer) => {
  fetched.mockImplementation(answer as never)
  expect(await createSender(1000, 'omit')(request, false, signal)).toMatchObject({ status: 0, body: '' })
})

test('a body without an end is not waited for beyond the time-out', async () => {
  fetched.mockImplementation(async (_, { signal: ends }) => {
    const endless = new ReadableStream({
      start: (controller) => ends?.addEventListener('abort', () => controller.error(new Error('aborted'))),
    })
    return new Response(endless)
  })
  expect((await createSender(1, 'omit')(request, false, signal))?.status).toBe(0)
})

test('of a body that is too long no more is read than what shows it, and it is no answer', async () => {
  let read = 0
  const endless = () => new ReadableStream<Uint8Array>({ pull: (controller) => (read++, controller.enqueue(new Uint8Array(10_000).fill(120))) })
  fetched.mockImplementation(async () => new Response(endless()))
  expect(await createSender(1000, 'omit')(request, false, signal)).toMatchObject({ status: 0, body: '' })
  expect(read).toBeLessThan(12)
  expect(init().signal?.aborted).toBe(true)
})

test('what is answered too late is no answer, and the request is ended', async () => {
  fetched.mockImplementation(
    (_, { signal: ends }) =>
      new Promise((_resolve, reject) => ends?.addEventListener('abort', () => reject(new Error('aborted')))),
  )
  expect((await createSender(1, 'omit')(request, false, signal))?.status).toBe(0)
})

test('after the signal there is no answer; what may outlive the page goes on, the rest is ended', async () => {
  const ended: number[] = []
  fetched.mockImplementation((_, { signal: ends, body }) => {
    ends?.addEventListener('abort', () => ended.push((body as Uint8Array).length))
    return new Promise(() => {})
  })
  const send = createSender(60_000, 'omit')
  const leaving = new AbortController()
  const answers = [
    send(request, false, leaving.signal),
    send({ ...request, body: 'x'.repeat(40_000) }, false, leaving.signal),
  ]
  await Promise.resolve()
  leaving.abort()
  expect((await Promise.all(answers)).map((answer) => answer?.status)).toEqual([0, 0])
  expect(ended).toEqual([40_000])
})

test('all requests together that may outlive the page have 32 kB, counted in bytes and given back', async () => {
  const send = createSender(1000, 'omit')
  const answers: (() => void)[] = []
  fetched.mockImplementation(() => new Promise((resolve) => answers.push(() => resolve(new Response('OK')))))
  const first = send({ ...request, body: 'ä'.repeat(10_000) }, false)
  expect(send({ ...request, body: 'x'.repeat(12_001) }, false)).toBeUndefined()
  const second = send({ ...request, body: 'x'.repeat(12_000) }, false)
  expect(second).toBeDefined()
  expect(send(request, false)).toBeUndefined()
  for (const answer of answers) answer()
  await Promise.all([first, second])
  expect(send({ ...request, body: 'x'.repeat(32_000) }, false)).toBeDefined()
  expect(send(request, false)).toBeUndefined()
})

test('what finds no room is sent all the same while the page stays, only not to outlive it', async () => {
  const send = createSender(1000, 'omit')
  await send({ ...request, body: 'x'.repeat(32_001) }, false, signal)
  await send({ ...request, body: 'x'.repeat(32_000) }, false, signal)
  expect([init(0).keepalive, init(1).keepalive]).toEqual([false, true])
})

test('gzip is for large bodies, and can be read again', async () => {
  const send = createSender(1000, 'omit')
  const body = '{"a":1}'.repeat(1000)
  await send({ ...request, body }, true, signal)
  expect(init().headers['Content-Encoding']).toBe('gzip')
  const unzipped = new Response(
    new Blob([init().body as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip')),
  )
  expect(await unzipped.text()).toBe(body)
  await send(request, true, signal)
  expect(init(1).headers).not.toHaveProperty('Content-Encoding')
})

test('where nothing can compress, bodies go plain', async () => {
  vi.stubGlobal('CompressionStream', undefined)
  await createSender(1000, 'omit')({ ...request, body: 'x'.repeat(5000) }, true, signal)
  expect(init().headers).not.toHaveProperty('Content-Encoding')
})
