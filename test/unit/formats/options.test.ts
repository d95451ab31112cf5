// What a site can set wrong, and what it may have set that must not be in a page.
// Must not repeat the contract, which is about options that are missing.
import { describe, expect, test } from 'vitest'
import { cloudEvents, custom, ga4, matomo, mixpanel, ndjson, otlp, reports, snowplow, umami } from '../../../src/formats/index.js'
import type { LedgerEntry } from '../../../src/types.js'
import { event, sentAt } from '../../support/formats/events.js'

const ledger: LedgerEntry[] = [{ stream: 's1', length: 3 }, { stream: 's1', reason: 'evicted', lost: [[0, 1], [2]] }]

describe('addresses', () => {
  test.each([
    [snowplow({ url: 'https://sp.example', appId: 'a' }), 'https://sp.example/com.snowplowanalytics.snowplow/tp2'],
    [snowplow({ url: 'https://sp.example/mine/track', appId: 'a' }), 'https://sp.example/mine/track'],
    [matomo({ url: 'https://m.example/', siteId: 1 }), 'https://m.example/matomo.php'],
    [otlp({ url: '/', serviceName: 's' }), '/v1/logs'],
    [umami({ url: '/stats/batch', website: 'w' }), '/stats/batch'],
    [mixpanel({ token: 't', url: 'https://shop.example/mp/' }), 'https://shop.example/mp/track?verbose=1&ip=1'],
  ])('get the path of the system unless they have one', (format, expected) => {
    expect(format.encode([event()], sentAt).url).toBe(expected)
  })
})

test('secrets are refused', () => {
  expect(() => ga4({ url: '/ga?api_secret=x' })).toThrow('and be your own')
  expect(() => ga4({ url: 'https://www.google-analytics.com/mp/collect' })).toThrow('and be your own')
  expect(() => matomo({ url: 'https://m.example/matomo.php?token_auth=x', siteId: 1 })).toThrow('token_auth is a secret')
})

describe('the ledger', () => {
  test('travels with the formats that have a place for it', () => {
    const read = (format: ReturnType<typeof reports>) => format.encode([event()], sentAt, ledger).body
    expect(JSON.parse(read(cloudEvents({ url: '/', source: '/shop' })))).toMatchObject([{}, { type: 'throughline.ledger', id: 's1/3', data: ledger[0] }, { id: 's1/evicted-0,1-2', data: ledger[1] }])
    expect(JSON.parse(read(reports({ url: '/' })))[2]).toMatchObject({ type: 'throughline-ledger', body: ledger[1] })
    expect(JSON.parse(read(otlp({ url: '/', serviceName: 's' }))).resourceLogs[0].scopeLogs[0].logRecords[1].eventName).toBe('throughline.ledger')
    expect(read(ndjson({ url: '/', ledger: true })).trim().split('\n')).toHaveLength(3)
    expect(read(ndjson({ url: '/' })).trim().split('\n')).toHaveLength(1)
  })
})

describe('custom', () => {
  const answer = { status: 200, body: '' }
  const read = (verdict: () => unknown) => custom({ url: '/', encode: () => '', verdict: verdict as never }).verdict?.(answer, [event()])

  test('fills in what is missing', () => {
    const format = custom({ url: '/in', encode: (events) => `${events.length}`, headers: { 'X-Key': '1' } })
    expect(format).toMatchObject({ maxEvents: 100, maxBytes: 400_000 })
    expect(format.encode([event()], sentAt)).toEqual({ url: '/in', contentType: 'text/plain;charset=UTF-8', headers: { 'X-Key': '1' }, body: '1' })
  })
  test('lets encode say the whole request, and gets the time and the ledger', () => {
    const format = custom({ url: '/in', encode: (_, now, entries) => ({ url: `/in/${now}`, contentType: 'a/b', body: JSON.stringify(entries) }) })
    expect(format.encode([event()], 7, ledger)).toMatchObject({ url: '/in/7', contentType: 'a/b', body: JSON.stringify(ledger) })
  })
  test.each([[undefined], [{}], [3], [{ body: 3 }], [null]])('says so when encode returns %j', (made) => {
    const format = custom({ url: '/', encode: (() => made) as never })
    expect(() => format.encode([event()], sentAt)).toThrow('encode must return a text')
  })
  test('takes a verdict as a word or whole', () => {
    expect(read(() => 'retry')).toEqual({ batch: 'retry' })
    expect(read(() => ({ batch: 'accepted', events: { a: 'rejected' } }))).toEqual({ batch: 'accepted', events: { a: 'rejected' } })
    expect(read(() => undefined)).toBeUndefined()
  })
  test('deletes nothing on the word of a verdict that fails', () => {
    expect(read(() => { throw new Error('oops') })).toEqual({ batch: 'pause', reason: 'verdict has thrown: Error: oops' })
    expect(read(() => 'fine')).toMatchObject({ batch: 'pause', reason: expect.stringContaining('verdict must return one of accepted') })
    expect(read(() => ({}))).toMatchObject({ batch: 'pause' })
  })
  test('says at once what cannot be', () => {
    expect(() => custom({ url: '/', encode: 'x' as never })).toThrow('throughline: custom: encode must be a function')
    expect(() => custom({ url: '/', encode: () => '', maxEvents: 0 })).toThrow('maxEvents and maxBytes must be 1 or more')
  })
})

test('ids with control characters are refused where the format has no place for them', () => {
  const odd = event({ identity: { ...event().identity, userId: 'a\nb' } })
  expect(() => cloudEvents({ url: '/', source: '/shop' }).encode([odd], sentAt)).toThrow('CloudEvents takes no control characters')
})
