// Contents that break databases, parsers and pages.
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { at, item } from './collectorClient.js'
import { useCollector } from './useCollector.js'

const { collector, sender } = useCollector()

test('NUL and half surrogates, which PostgreSQL refuses, are replaced and lose no event', async () => {
  const properties = { 'a\u0000b': 'c\u0000d', '\uD800': ['\uDC00', '😀'] }
  const bad = item({ messageId: 'bad', event: 'A\u0000B', userId: 'u\u0000', properties })
  const { body } = await sender.send([bad, item()])
  expect(body).toMatchObject({ stored: 2, results: {} })
  const [event] = await collector.stored()
  expect(event?.name).toBe('A\uFFFDB')
  expect(event?.userId).toBeNull()
  expect(event?.properties).toEqual({ 'a\uFFFDb': 'c\uFFFDd', '\uFFFD': ['\uFFFD', '😀'] })
})

test('an id with control characters is rejected, since changing it would break the deduplication', async () => {
  const { body } = await sender.send([item({ messageId: 'a\u0000' }), item()])
  expect(body).toMatchObject({ stored: 1, results: { '#0': { status: 'rejected' } } })
})

test('JSON nested 10,000 levels deep is rejected alone', async () => {
  const deep = `{"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`
  const [first, second] = [item({ messageId: 'deep' }), item()].map((each) => JSON.stringify(each))
  const text = `{"writeKey":"k","batch":[${first?.slice(0, -1)},"properties":${deep}},${second}]}`
  expect((await sender.post(text)).body).toMatchObject({ stored: 1, results: { deep: { status: 'rejected' } } })
})

test('4 MB of brackets are refused', async () => {
  const headers = { 'content-encoding': 'gzip' }
  expect((await sender.post(gzipSync('['.repeat(3_999_999)), { headers })).status).toBe(400)
  const closed = '['.repeat(1_900_000) + ']'.repeat(1_900_000)
  expect((await sender.post(gzipSync(`{"writeKey":"k","batch":${closed}}`), { headers })).status).toBe(400)
})

test('__proto__ and constructor are keys like any other', async () => {
  const event = JSON.stringify(item({ properties: 'HERE' }))
  const properties = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'
  await sender.post(`{"writeKey":"k","__proto__":{"batch":[]},"batch":[${event.replace('"HERE"', properties)}]}`)
  const [stored] = await collector.stored()
  expect(JSON.stringify(stored?.properties)).toBe(properties)
  expect(({} as any).polluted).toBeUndefined()
})

test('numbers out of all range do not fail the batch', async () => {
  const event = JSON.stringify(item({ properties: 'HERE', ...at('s', 1e300) }))
  const properties = '{"huge":1e999,"big":1.7e308,"small":5e-324,"long":1267650600228229401496703205376}'
  const { body } = await sender.post(`{"writeKey":"k","sentAt":9e99,"batch":[${event.replace('"HERE"', properties)}]}`)
  expect(body.stored).toBe(1)
  const [stored] = await collector.stored()
  expect(stored?.properties).toEqual({ huge: null, big: 1.7e308, small: 5e-324, long: 2 ** 100 })
  expect([stored?.stream, stored?.n]).toEqual([null, null])
})

test('markup and SQL come out as they went in', async () => {
  const event = `<script>alert(1)</script>'); DROP TABLE events; --`
  await sender.send([item({ event, anonymousId: event })])
  expect((await collector.stored())[0]?.name).toBe(event)
  expect((await sender.get(`/people/${encodeURIComponent(event)}`)).id).toBe(`anonymous:${event}`)
})

test('wrong types in every field do not fail the batch', async () => {
  const odd = { name: {}, event: 'Odd', userId: [], groupId: 1, properties: 'text', traits: 1, context: [1] }
  const strange = { page: 'x', throughline: { stream: {}, n: '1', channel: [], type: 5 }, externalIds: { id: 1 } }
  expect((await sender.send([item(odd), item({ ...odd, context: strange })])).body.stored).toBe(2)
  expect((await sender.get('/people/v1')).timeline).toHaveLength(2)
  expect((await sender.get('/streams')).streams).toEqual([])
})

test('bad questions are answered with a reason', async () => {
  for (const path of ['/events?after=x', '/events?limit=0', '/events?limit=-1']) {
    expect((await sender.get(path)).error).toContain('whole numbers')
  }
  expect((await fetch(`${collector.url}/people/nobody`)).status).toBe(404)
  expect((await fetch(`${collector.url}/nothing`)).status).toBe(404)
  expect((await fetch(`${collector.url}/%2e%2e/start.js`)).status).toBe(404)
})
