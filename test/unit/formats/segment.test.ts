// The wire, as Segment's HTTP API documents it, and what the answers mean.
import { expect, test } from 'vitest'
import { segment } from '../../../src/formats/segment.js'
import type { Event, LedgerEntry } from '../../../src/types.js'

const url = 'https://collect.example/v1/batch'
const format = segment({ url, writeKey: 'shop-web' })
const time = Date.UTC(2026, 10, 21, 12, 0, 0, 5)
const page = {
  url: 'https://shop.example/a?utm_source=mail#/x',
  path: '/a',
  title: 'Shoes',
  referrer: 'https://search.example/',
}

const event = (more: Partial<Event> = {}): Event => ({
  id: '01934d2e-0000-7000-8000-000000000001',
  type: 'track',
  name: 'Product Viewed',
  properties: { price: 19.9 },
  time,
  identity: { anonymousId: 'v1', userId: 'alice', sessionId: 's1', identifiers: { loyalty: '7' } },
  channel: 'website',
  touchpoint: 'aisle',
  context: {
    page,
    campaign: { source: 'mail', campaign: 'spring' },
    locale: 'de-DE',
    timezone: 'Europe/Berlin',
    screen: { width: 1280, height: 800 },
    library: { name: 'throughline', version: '0.1.0' },
  },
  cut: ['f: Function'],
  stream: '01934d2e-0000-7000-8000-000000000000',
  n: 4,
  ...more,
})
const encode = (...events: Event[]) => {
  const request = format.encode(events, time + 60_000)
  return { ...request, json: JSON.parse(request.body) }
}
/** The one item, without what it has in common with all. */
const item = (more: Partial<Event>) => {
  const { context, messageId, timestamp, ...own } = encode(event(more)).json.batch[0]
  expect([messageId, timestamp]).toEqual([event().id, '2026-11-21T12:00:00.005Z'])
  return { ...own, context }
}

test('a request needs no preflight and carries the key, the time of sending and the batch in order', () => {
  const { contentType, headers, json, ...request } = encode(event(), event({ id: 'b' }))
  expect(request.url).toBe(url)
  expect(contentType).toMatch(/^text\/plain/)
  expect(headers ?? {}).toEqual({})
  expect([json.writeKey, json.sentAt]).toEqual(['shop-web', '2026-11-21T12:01:00.005Z'])
  expect(json.batch.map(({ messageId }: { messageId: string }) => messageId)).toEqual([event().id, 'b'])
})

test('a track says what, who and where', () => {
  expect(item({})).toMatchObject({
    type: 'track',
    event: 'Product Viewed',
    properties: { price: 19.9 },
    anonymousId: 'v1',
    userId: 'alice',
    context: {
      page,
      campaign: { source: 'mail', name: 'spring' },
      locale: 'de-DE',
      timezone: 'Europe/Berlin',
      screen: { width: 1280, height: 800 },
      library: { name: 'throughline', version: '0.1.0' },
      throughline: {
        stream: '01934d2e-0000-7000-8000-000000000000',
        n: 4,
        sessionId: 's1',
        channel: 'website',
        touchpoint: 'aisle',
        cut: ['f: Function'],
        identifiers: { loyalty: '7' },
      },
    },
  })
})

test('an anonymous visitor has no userId', () => {
  expect(item({ identity: { anonymousId: 'v1', sessionId: 's1' } })).not.toHaveProperty('userId')
})

test('a page has a name, or that of its title', () => {
  expect(item({ type: 'page', name: 'Home' })).toMatchObject({
    type: 'page',
    name: 'Home',
    properties: { price: 19.9 },
  })
  const { name: _, ...nameless } = event({ type: 'page' })
  expect(encode(nameless as Event).json.batch[0]).toMatchObject({ type: 'page', name: 'Shoes' })
})

test('identify carries both ids and the traits', () => {
  const { properties: _, ...rest } = event({ type: 'identify', traits: { plan: 'gold' } })
  const identified = encode(rest as Event).json.batch[0]
  expect(identified).toMatchObject({ type: 'identify', anonymousId: 'v1', userId: 'alice', traits: { plan: 'gold' } })
  expect(identified).not.toHaveProperty('properties')
})

test('group carries the group and its traits', () => {
  expect(item({ type: 'group', name: 'acme', traits: { name: 'Acme' } })).toMatchObject({
    type: 'group',
    groupId: 'acme',
    traits: { name: 'Acme' },
  })
})

test('link is an identify with an external id', () => {
  const linked = item({ type: 'link', name: 'loyalty', properties: { value: '7' } })
  expect(linked).toMatchObject({
    type: 'identify',
    anonymousId: 'v1',
    userId: 'alice',
    context: {
      externalIds: [{ id: '7', type: 'loyalty', collection: 'users', encoding: 'none' }],
      throughline: { type: 'link' },
    },
  })
  for (const key of ['traits', 'event', 'name', 'previousId']) expect(linked).not.toHaveProperty(key)
})

test('what is linked says how it is encoded', () => {
  const linked = item({ type: 'link', name: 'email', properties: { value: 'ab12', encoding: 'sha256' } })
  expect(linked.context.externalIds).toEqual([{ id: 'ab12', type: 'email', collection: 'users', encoding: 'sha256' }])
})

test('unlink is a track of it, and nothing in it would link what it takes off', () => {
  const unlinked = item({ type: 'unlink', name: 'loyalty', properties: { value: '8' } })
  expect(unlinked).toMatchObject({
    type: 'track',
    event: 'Identifier Unlinked',
    anonymousId: 'v1',
    userId: 'alice',
    properties: { namespace: 'loyalty', value: '8' },
    context: { throughline: { type: 'unlink' } },
  })
  expect(unlinked.context).not.toHaveProperty('externalIds')
})

test('merge is an alias from one customer to the other, never from the visitor', () => {
  const merged = item({ type: 'merge', properties: { from: 'customer-1', into: 'customer-2' } })
  expect(merged).toMatchObject({
    type: 'alias',
    previousId: 'customer-1',
    userId: 'customer-2',
    context: { throughline: { type: 'merge' } },
  })
  for (const key of ['traits', 'event', 'name']) expect(merged).not.toHaveProperty(key)
})

const read = (status: number, body: unknown) =>
  format.verdict?.({ status, body: typeof body === 'string' ? body : JSON.stringify(body) }, [event()])

test.each([199, 300, 302, 400, 401, 404, 408, 410, 413, 415, 429, 500, 503])(
  'of status %i the table decides',
  (status) => {
    if (status < 200) return
    expect(read(status, { success: true })).toBeUndefined()
  },
)

test.each([
  ['JSON', { success: true }],
  ['a plain OK', 'OK'],
  ['nothing', ''],
  ['half of something', '{"success":'],
  ['null', 'null'],
  ['an empty list of results', { results: {} }],
])('an answer of %s takes all', (_, body) => {
  const verdict = read(200, body)
  expect(verdict?.batch).toBe('accepted')
  expect(verdict?.events ?? {}).toEqual({})
})

test.each([
  ['a page', '<!DOCTYPE html><html>Log in to the hotel</html>'],
  ['a page after spaces', '\n  <html>'],
])('%s with status 200 is no collector', (_, body) => {
  expect(read(200, body)).toEqual({ batch: 'retry' })
})

test('of a partial answer only what it names as rejected or to be retried is an exception', () => {
  const results = {
    a: { status: 'rejected', reason: 'no name' },
    b: { status: 'retry', reason: 'busy' },
    c: { status: 'accepted' },
    d: { status: 'something new' },
  }
  expect(read(200, { success: false, results })).toEqual({
    batch: 'accepted',
    events: { a: 'rejected', b: 'retry' },
    reason: 'no name',
  })
})

test('the ledger stands beside the batch, and only when there is one', () => {
  const bodyWith = (ledger?: LedgerEntry[]) => JSON.parse(format.encode([event()], time, ledger).body)
  const ledger: LedgerEntry[] = [{ stream: 's', length: 3 }, { stream: 's', reason: 'evicted', lost: [[0, 1], [2]] }]
  expect(bodyWith(ledger)).toMatchObject({ throughline: { ledger }, batch: [{ messageId: event().id }] })
  expect(bodyWith([])).toEqual(bodyWith())
  expect(Object.keys(bodyWith())).toEqual(['writeKey', 'sentAt', 'batch'])
})
