// What the collector answers, and what it has stored afterwards.
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { item } from './collectorClient.js'
import { useCollector } from './useCollector.js'

const { collector, sender } = useCollector({ writeKeys: ['shop-web', 'basic'] })

const names = async () => (await collector.stored()).map((event) => event.name)

describe('a batch', () => {
  test('is stored before it is answered', async () => {
    const { status, body } = await sender.send([item({ event: 'A' }), item({ event: 'B' })])
    expect([status, body]).toEqual([200, { success: true, received: 2, stored: 2, repeated: 0, results: {} }])
    expect(await names()).toEqual(['A', 'B'])
  })

  test('that comes again is counted on its events and stored once', async () => {
    const batch = [item({ messageId: 'a' }), item({ messageId: 'b' })]
    await sender.send(batch)
    const { body } = await sender.send([...batch, item({ messageId: 'c' })])
    expect(body).toMatchObject({ received: 3, stored: 1, repeated: 2, results: {} })
    const stored = await collector.stored()
    expect(stored.map(({ id, deliveries }) => [id, deliveries])).toEqual([['a', 2], ['b', 2], ['c', 1]])
    expect(await sender.get('/health')).toEqual({ ok: true, events: 3, repeats: 2 })
  })

  test('with the same event twice stores it once', async () => {
    const twice = item({ messageId: 'a' })
    expect((await sender.send([twice, twice])).body).toMatchObject({ received: 2, stored: 1, repeated: 1 })
    expect((await collector.stored())[0]?.deliveries).toBe(2)
  })

  test('sent ten times at once is stored once', async () => {
    const batch = Array.from({ length: 20 }, (_, index) => item({ messageId: `m${index}` }))
    const answers = await Promise.all(Array.from({ length: 10 }, () => sender.send(batch)))
    expect(answers.reduce((sum, { body }) => sum + body.stored, 0)).toBe(20)
    expect((await collector.stored()).map(({ deliveries }) => deliveries)).toEqual(Array(20).fill(10))
  })

  test('keeps the first contents when an id comes again with others', async () => {
    await sender.send([item({ messageId: 'a', event: 'First' })])
    await sender.send([item({ messageId: 'a', event: 'Forged', type: 'identify', userId: 'mallory' })])
    expect(await names()).toEqual(['First'])
    expect((await sender.get('/people')).people.map((person: any) => person.key)).toEqual(['anonymous:v1'])
  })

  test('with some bad events stores the good ones and says which were rejected and why', async () => {
    const { status, body } = await sender.send([
      item({ messageId: 'good' }),
      item({ messageId: 'type', type: 'dance' }),
      item({ messageId: 'nameless', event: '' }),
      item({ messageId: 'nobody', anonymousId: undefined, userId: 'null' }),
      item({ messageId: 'when', timestamp: 'yesterday' }),
      item({ messageId: '__proto__', type: 'dance' }),
      item({ messageId: 7 }),
      'not an object',
    ])
    expect([status, body.received, body.stored]).toEqual([200, 8, 1])
    const results = Object.entries<any>(body.results)
    expect(results.map(([id]) => id)).toEqual(['type', 'nameless', 'nobody', 'when', '__proto__', '#6', '#7'])
    expect(results.every(([, { status, reason }]) => status === 'rejected' && reason.length > 10)).toBe(true)
  })

  test('merges its shared context under the context of each event', async () => {
    const context = { locale: 'en', page: { path: '/a' } }
    await sender.send([item({ context: { page: { path: '/b' } } }), item()], { context })
    expect((await collector.stored()).map((event) => event.context)).toEqual([
      { locale: 'en', page: { path: '/b' } },
      context,
    ])
  })
})

describe('a bad request', () => {
  const one = JSON.stringify({ writeKey: 'shop-web', batch: [item()] })
  test.each([
    ['is not JSON', 'not json', {}, 400],
    ['is empty', '', {}, 400],
    ['is a list', '[]', {}, 400],
    ['has no batch', '{"writeKey":"shop-web"}', {}, 400],
    ['has a batch that is no list', '{"writeKey":"shop-web","batch":{}}', {}, 400],
    ['has an empty batch', '{"writeKey":"shop-web","batch":[]}', {}, 400],
    ['has nothing valid', '{"writeKey":"shop-web","batch":[{},1,null]}', {}, 400],
    ['has no write key', '{"batch":[]}', {}, 401],
    ['has an unknown write key', '{"writeKey":"other","batch":[]}', {}, 401],
    ['says gzip and is not', one, { 'content-encoding': 'gzip' }, 400],
    ['is encoded in another way', one, { 'content-encoding': 'br' }, 415],
    ['is over 500 kB', ' '.repeat(500_001) + one, {}, 413],
    ['has over 10,000 events', `{"writeKey":"shop-web","batch":[${'1,'.repeat(10_000)}1]}`, {}, 413],
  ])('that %s is refused with a reason and changes nothing', async (_what, body, headers, status) => {
    const answer = await sender.post(body, { headers })
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ success: false, error: expect.stringMatching(/^.{20,}[.]$/) })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('accept-encoding')).toBe('gzip')
    expect(await collector.stored()).toEqual([])
  })

  test('leaves the connection usable, even when most of it was not read', async () => {
    for (let n = 1; n <= 5; n++) {
      expect((await sender.post('x'.repeat(n * 1_500_000))).status).toBe(413)
      expect((await sender.send([item()])).status).toBe(200)
    }
  })
})

describe('gzip', () => {
  const headers = { 'content-encoding': 'gzip' }
  // Before the collector starts: it takes seconds, in which a connection that is kept would end.
  const bomb = gzipSync(Buffer.alloc(300_000_000, ' '))
  test('is inflated', async () => {
    const body = gzipSync(JSON.stringify({ writeKey: 'shop-web', batch: [item({ event: 'Zipped' })] }))
    expect((await sender.post(body, { headers })).status).toBe(200)
    expect(await names()).toEqual(['Zipped'])
    expect(collector.requests.at(-1)).toMatchObject({ bytes: body.length, encoding: 'gzip', status: 200 })
  })

  test('is taken up to 4 MB of contents', async () => {
    const properties = { text: 'x'.repeat(3_900_000) }
    const body = gzipSync(JSON.stringify({ writeKey: 'shop-web', batch: [item({ properties })] }))
    expect((await sender.post(body, { headers })).status).toBe(200)
    expect((await collector.stored())[0]?.properties).toEqual(properties)
  })

  test('bombs end at the limit, not in the memory', async () => {
    expect(bomb.length).toBeLessThan(500_000)
    const before = process.memoryUsage().rss
    expect((await sender.post(bomb, { headers })).status).toBe(413)
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
    expect(await collector.stored()).toEqual([])
  })
})

describe('the paths of the Segment HTTP API', () => {
  test.each([
    ['track', 't', { event: 'Bought' }, 'Bought'],
    ['page', 'p', { name: 'Home' }, 'Home'],
    ['screen', 's', { name: 'Start' }, 'Start'],
    ['identify', 'i', { userId: 'u1' }, null],
    ['group', 'g', { groupId: 'g1' }, null],
    ['alias', 'a', { previousId: 'u0', userId: 'u1' }, null],
  ])('take one %s under its long and its short name', async (type, short, fields, name) => {
    for (const path of [`/v1/${type}`, `/v1/${short}`]) {
      const body = JSON.stringify({ writeKey: 'shop-web', anonymousId: 'v1', ...fields })
      expect((await sender.post(body, { path, headers: { 'content-type': 'application/json' } })).status).toBe(200)
    }
    const stored = await collector.stored()
    expect(stored.map((event) => [event.type, event.name])).toEqual([[type, name], [type, name]])
    expect(stored[0]?.payload).not.toHaveProperty('writeKey')
  })

  test('take a batch under /v1/b', async () => {
    const body = JSON.stringify({ writeKey: 'shop-web', batch: [item()] })
    expect((await sender.post(body, { path: '/v1/b' })).body.stored).toBe(1)
  })

  test('take the write key as the user of Basic authorization', async () => {
    const headers = { authorization: `Basic ${btoa('basic:')}` }
    expect((await sender.post(JSON.stringify({ batch: [item()] }), { headers })).status).toBe(200)
    expect((await collector.stored())[0]?.writeKey).toBe('basic')
  })

  test('are POST only, and no others', async () => {
    expect((await fetch(`${collector.url}/v1/batch`)).status).toBe(405)
    expect((await sender.post('{}', { path: '/v1/constructor' })).status).toBe(404)
  })
})

describe('another origin', () => {
  test('is allowed by the preflight to send compressed JSON with a key', async () => {
    const { status, headers } = await fetch(`${collector.url}/v1/batch`, { method: 'OPTIONS' })
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-allow-methods')).toBe('POST')
    expect(headers.get('access-control-allow-headers')).toBe('content-type, content-encoding, authorization')
    expect(headers.get('access-control-max-age')).toBe('7200')
  })

  test('may read the answer and its hints', async () => {
    const { headers } = await sender.send([item()])
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-expose-headers')).toBe('Accept-Encoding, Retry-After')
    expect(headers.get('accept-encoding')).toBe('gzip')
  })

  test('may not read who the visitors are', async () => {
    for (const path of ['/people', '/events', '/streams', '/live', '/']) {
      const { headers, body } = await fetch(collector.url + path)
      await body?.cancel()
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })
})

describe('the time of an event', () => {
  const distanceMs = (date: Date | undefined, ms: number) => Math.abs(Number(date) - ms)

  test('is put right by what the sending clock says about itself', async () => {
    const aYearOff = Date.now() - 365 * 86_400_000
    const timestamp = new Date(aYearOff - 60_000).toISOString()
    await sender.send([item({ timestamp })], { sentAt: new Date(aYearOff).toISOString() })
    const [event] = await collector.stored()
    expect(distanceMs(event?.time, Date.now() - 60_000)).toBeLessThan(1_000)
    expect(distanceMs(event?.receivedAt, Date.now())).toBeLessThan(1_000)
    expect(distanceMs(event?.sentAt, aYearOff)).toBe(0)
    expect(event?.payload['timestamp']).toBe(timestamp)
  })

  test('is taken as it is when the sender does not say when it sent', async () => {
    await sender.send([item({ timestamp: '2024-02-29T12:00:00.500Z' })])
    expect((await collector.stored())[0]?.time.toISOString()).toBe('2024-02-29T12:00:00.500Z')
  })

  test('is now when it was not given', async () => {
    await sender.send([item()])
    expect(distanceMs((await collector.stored())[0]?.time, Date.now())).toBeLessThan(1_000)
  })
})
