// A person who is deleted: what is gone, what stays, and that nothing brings them back.
import http from 'node:http'
import { expect, test } from 'vitest'
import { alias, at, day, identify, item, link, unlink } from './collectorClient.js'
import { useCollector } from './useCollector.js'

const { collector, sender } = useCollector()

const alices = () => [
  item({ event: 'Looked', messageId: 'a0', ...day(1), ...at('s1', 0) }),
  identify('v1', 'alice', { messageId: 'a1', traits: { email: 'alice@shop.example' }, ...day(2), ...at('s1', 1) }),
  link('loyalty', 'L-1', { messageId: 'a2', userId: 'alice', ...day(3) }),
  item({ event: 'Bought', messageId: 'a3', userId: 'alice', ...day(4), ...at('s1', 2) }),
]
const bobs = () => [identify('v2', 'bob', { messageId: 'b1', ...day(5), ...at('s1', 3) }), item({ event: 'Looked', anonymousId: 'v2', userId: 'bob', messageId: 'b2', ...day(6), ...at('s1', 4) })]
const people = async () => (await sender.get('/people')).people.map(({ key, events }: any) => [key, events])

test('events and links are gone, by any of their names, and nobody else is touched', async () => {
  await sender.send([...alices(), ...bobs()])
  expect(await sender.delete('loyalty:L-1')).toMatchObject({ status: 200, body: { events: 4, deleted: [
    { namespace: 'anonymous', value: 'v1' }, { namespace: 'loyalty', value: 'L-1' }, { namespace: 'user', value: 'alice' },
  ] } })
  expect(await people()).toEqual([['user:bob', 2]])
  for (const name of ['alice', 'v1', 'L-1', 'user:alice']) expect((await sender.get(`/people/${name}`)).error).toContain('Nobody')
  expect(JSON.stringify(await sender.get('/events'))).not.toMatch(/alice|L-1|v1"/)
})

test.each([
  ['before the deletion', async () => (await sender.send([...alices(), ...bobs()]), await sender.delete('alice'))],
  ['after it', async () => {
    await sender.send(alices())
    await sender.delete('alice')
    await sender.send([...bobs(), ...alices(), ...alices().map((event) => ({ ...event, messageId: `${event['messageId'] as string} again` }))])
  }],
  ['around it', async () => {
    await sender.send(alices().slice(0, 3))
    await sender.delete('alice')
    await sender.delete('alice')
    await sender.send([...alices(), ...bobs()].toReversed())
    await sender.delete('user:alice')
  }],
])('what comes %s makes the same people', async (_, story) => {
  await story()
  await sender.send([identify('v9', 'alice'), link('loyalty', 'L-1', { anonymousId: 'v1' }), item({ anonymousId: 'v1' }), unlink('loyalty', 'L-1', { userId: 'bob' })])
  expect(await people()).toEqual([['user:bob', 2]])
  expect((await collector.stored()).map(({ id }) => id).sort()).toEqual(['b1', 'b2'])
  expect((await sender.get('/people')).conflicts).toEqual([])
})

test('who is named exactly is kept away before the first event has come', async () => {
  expect((await sender.delete('alice')).status).toBe(404)
  expect(await sender.delete('user:alice')).toMatchObject({ status: 200, body: { events: 0, deleted: [{ namespace: 'user', value: 'alice' }] } })
  const { body } = await sender.send([identify('v7', 'alice'), item({ anonymousId: 'v7', event: 'Seen' })])
  expect(body).toMatchObject({ received: 2, stored: 1, repeated: 0, erased: 1, results: {} })
  expect(await people()).toEqual([['anonymous:v7', 1]])
})

test("the sender is told to forget a deleted person's events, and their pages do not seem to have lost any", async () => {
  await sender.send([...alices(), ...bobs()], { throughline: { ledger: [{ stream: 's1', length: 6 }, { stream: 's2', length: 1 }] } })
  await sender.delete('alice')
  expect((await sender.send([item({ userId: 'alice', ...at('s1', 5) }), item({ userId: 'alice', ...at('s2', 0) })])).status).toBe(200)
  const { streams } = await sender.get('/streams')
  expect(streams).toMatchObject([{ stream: 's1', count: 2, state: 'complete', missing: [] }])
})

test('a merge of a deleted customer and an unlink are gone with them', async () => {
  await sender.send([...alices(), ...bobs(), alias('alice', 'bob', { messageId: 'm1', ...at('s2', 0, { type: 'merge' }) }), unlink('order', 'O-1', { userId: 'alice' })])
  await sender.delete('alice')
  expect((await sender.decide('/merges', { merge: 'm1', verdict: 'verified' })).status).toBe(404)
  expect(await people()).toEqual([['user:bob', 2]])
})

test('no page deletes anybody', async () => {
  await sender.send(bobs())
  const preflight = await fetch(`${collector.url}/people/bob`, { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'DELETE' } })
  expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
  expect(preflight.headers.get('access-control-allow-methods')).toBeNull()
  expect((await fetch(`${collector.url}/v1/people/bob`, { method: 'DELETE' })).status).toBe(404)
  expect(await people()).toEqual([['user:bob', 2]])
})

test("a page whose name leads here by its owner's doing reads and decides nothing", async () => {
  await sender.send(bobs())
  const askAs = (host: string, method: string, path: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const request = http.request(`${collector.url}${path}`, { method, headers: { host } }, (answer) => (answer.resume(), resolve(answer.statusCode)))
      request.on('error', reject).end()
    })
  for (const [method, path] of [['GET', '/people'], ['DELETE', '/people/bob'], ['GET', '/events']] as const) {
    expect(await askAs('evil.example:4100', method, path)).toBe(403)
    expect(await askAs('127.0.0.1.evil.example', method, path)).toBe(403)
  }
  expect(await people()).toEqual([['user:bob', 2]])
  expect(await askAs(`localhost:${collector.port}`, 'GET', '/people')).toBe(200)
})
