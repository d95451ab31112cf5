// What is meant to hurt: bombs, depth, wrong types, slow and silent clients. Each ends in a clear 4xx or a time-out, and
// the memory of the process stays where it was.
import { connect, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCollector } from '../../../examples/collector/start.js'
import { createSender, item } from '../collector/collectorClient.js'

const requestMs = 700
let collector: Awaited<ReturnType<typeof startCollector>>
/** Of this one nobody may take long. */
let strict: typeof collector
let sender: ReturnType<typeof createSender>
beforeAll(async () => {
  collector = await startCollector({ port: 0, storage: ':memory:' })
  strict = await startCollector({ port: 0, storage: ':memory:', requestMs })
  sender = createSender(collector.url)
}, 120_000)
afterAll(() => Promise.all([collector.close(), strict.close()]))

const metricOf = async ({ url }: typeof collector, name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(await (await fetch(`${url}/metrics`)).text())?.[1])
const metric = (name: string) => metricOf(collector, name)
const bomb = gzipSync(Buffer.alloc(300_000_000, ' '))
const deep = (length: number) => `{"writeKey":"k","batch":[{"type":"track","event":"E","anonymousId":"v","properties":${'{"a":'.repeat(length)}1${'}'.repeat(length)}}]}`
const gzip = { 'content-encoding': 'gzip' }

describe('memory', () => {
  test('stays flat under many bombs, deep JSON and oversized bodies at once', async () => {
    const hurt = async () => {
      const all = await Promise.all([
        ...Array.from({ length: 8 }, () => sender.post(bomb, { headers: gzip })),
        ...Array.from({ length: 8 }, () => sender.post('x'.repeat(2_000_000))),
        ...Array.from({ length: 8 }, () => sender.post(gzipSync(deep(300_000)), { headers: gzip })),
      ])
      return all.map(({ status }) => status)
    }
    expect(new Set(await hurt())).toEqual(new Set([400, 413]))
    const before = await metric('process_resident_memory_bytes')
    for (let round = 0; round < 2; round++) await hurt()
    expect((await metric('process_resident_memory_bytes')) - before).toBeLessThan(200_000_000) // sixteen bombs are 4,800 MB
    expect(await metric('throughline_held_bytes')).toBe(0)
    expect((await sender.send([item()])).status).toBe(200)
  }, 60_000)
})

describe('a client that', () => {
  const sockets: Socket[] = []
  afterAll(() => sockets.forEach((socket) => socket.destroy()))
  /** Says this, and resolves with all that was answered once the collector has ended the connection. */
  const say = (...parts: string[]) =>
    new Promise<{ text: string; ms: number }>((resolve) => {
      const start = performance.now()
      const socket = connect(strict.port, '127.0.0.1', () => parts.forEach((part) => socket.write(part)))
      sockets.push(socket)
      let text = ''
      socket.on('data', (data) => (text += String(data)))
      socket.on('error', () => {})
      socket.on('close', () => resolve({ text, ms: performance.now() - start }))
    })
  const head = 'POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n'

  test.each([
    ['connects and says nothing', []],
    ['stops in the middle of its headers', [head]],
    ['stops in the middle of its body', [`${head}\r\n`, '{"writeKey":']],
  ])('%s is answered 408 and ended', async (_, parts) => {
    const { text, ms } = await say(...parts)
    expect(text).toContain('HTTP/1.1 408')
    expect(ms).toBeLessThan(15_000)
  })

  test('sends a byte now and then is ended too', async () => {
    const socket = connect(strict.port, '127.0.0.1')
    sockets.push(socket)
    socket.on('error', () => {})
    socket.write(`${head}\r\n`)
    const timer = setInterval(() => socket.write(' '), 50)
    await new Promise((resolve) => socket.once('close', resolve))
    clearInterval(timer)
    await expect.poll(() => metricOf(strict, 'throughline_held_bytes')).toBe(0)
  })

  test('vanishes in the middle of its body leaves nothing behind', async () => {
    const gone = Array.from({ length: 50 }, () => {
      const socket = connect(strict.port, '127.0.0.1')
      socket.on('error', () => {})
      socket.write(`${head}\r\n{"writeKey":`)
      return socket
    })
    await Promise.all(gone.map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
    for (const socket of gone) socket.resetAndDestroy()
    await expect.poll(() => metricOf(strict, 'throughline_held_bytes')).toBe(0)
    expect((await createSender(strict.url).send([item()])).status).toBe(200)
  })

  test('speaks no HTTP is answered 400', async () => {
    expect((await say('\u0016\u0003\u0001\u0002 hello\r\n\r\n')).text).toContain('HTTP/1.1 400')
  })

  test('sends headers without end is answered 431', async () => {
    expect((await say(`${head}X: ${'x'.repeat(100_000)}\r\n\r\n`)).text).toContain('HTTP/1.1 431')
  })
})

describe('wrong types', () => {
  const values = [null, true, 7, -1.5, 1e308, '', 'x', [], [[]], {}, { a: 1 }]
  const fields = ['type', 'event', 'messageId', 'anonymousId', 'userId', 'timestamp', 'context', 'properties', 'traits']
  test.each(fields)('in %s are stored or refused, never a failure', async (field) => {
    for (const value of values) {
      const { status, body } = await sender.send([item({ [field]: value })])
      expect([200, 400], `${field} ${JSON.stringify(value)}: ${JSON.stringify(body)}`).toContain(status)
    }
  })
  test.each(['writeKey', 'sentAt', 'batch', 'context', 'throughline'])('in %s of the batch too', async (field) => {
    for (const value of values) expect([200, 400, 401]).toContain((await sender.send([item()], { [field]: value })).status)
  })
})
