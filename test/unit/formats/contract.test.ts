// What every wire format keeps, whatever its system: every export of throughline/formats is held to it.
// Must not look at what only one system asks for: that is in the file of its format.
import { describe, expect, it, test } from 'vitest'
import { judge } from '../../../src/delivery/judge.js'
import * as formats from '../../../src/formats/index.js'
import type { Event, EventType, Format } from '../../../src/types.js'
import { event, events, kinds, sentAt, time } from '../../support/formats/events.js'
import { offer } from '../../support/formats/offer.js'
import { subjects } from '../../support/formats/subjects.js'

const bytes = (text: string): number => new TextEncoder().encode(text).length
/** The numbers in the names of the events in a text: `Event 17`, `event_17`, `Event%2017`. */
const numbersIn = (text: string): number[] => [...new Set([...text.matchAll(/event(?: |_|%20|\+)(\d+)/gi)].map(([, number]) => Number(number)))]
const freeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze)
  return value
}
const make = (name: string, options = subjects[name]!.options): Format => (formats as any)[name](options)
const simple = /^(text\/plain|application\/x-www-form-urlencoded)(;|$)/

test('every format is held to the contract', () => {
  expect(Object.keys(subjects).sort()).toEqual(Object.keys(formats).sort())
})

describe.each(Object.entries(subjects))('%s', (name, subject) => {
  const format = make(name)
  const encode = (...some: Event[]) => format.encode(some, sentAt)

  const most = format.maxEvents
  it.each([...new Set([1, 2, most - 1, most, most + 1, 24, 25, 26, 1_000])].filter((count) => count > 0))('puts %i events into requests within its limits: each once, in order', (count) => {
    const { requests, refused } = offer(format, events(count), sentAt)
    expect(refused).toEqual([])
    for (const { request, events: those } of requests) {
      expect(those.length).toBeLessThanOrEqual(subject.maxEvents)
      expect(subject.items(request)).toHaveLength(those.length)
    }
    expect(requests.flatMap(({ request }) => numbersIn(request.body))).toEqual(events(count).map((_, i) => i))
  })

  it('holds its limit of bytes, counted as they are on the wire', () => {
    // Three bytes each, nine once they are in a form: what fits as characters is far too long.
    const large = events(120, { properties: { text: '漢'.repeat(name === 'plausible' ? 600 : name === 'snowplow' ? 900 : 20_000) } })
    const { requests, refused } = offer(format, large, sentAt)
    expect(refused.map(({ why }) => why)).toEqual([])
    expect(Math.max(...requests.map(({ request }) => bytes(request.body)))).toBeLessThanOrEqual(subject.maxBytes)
    expect(requests.flatMap(({ events: those }) => those)).toEqual(large)
  })

  it('takes any text: emoji, quotes, line separators, half a surrogate, NUL', () => {
    const text = 'ü "😀" \\ \u2028 \ud800 \u0000 </script> %&+='
    const odd = event({ name: `Event 1 ${text.slice(0, 20)}`, properties: { [`k ${text}`]: text, nested: { list: [text, null, 1] } } })
    const { body } = encode(odd)
    expect(numbersIn(body)).toEqual([1])
    // What is read back is what was written: nothing broke out of its quotes.
    const [item] = subject.items({ ...encode(odd), body: new TextDecoder('utf-8', { fatal: true }).decode(new TextEncoder().encode(body)) })
    expect(item).toBeTypeOf('object')
    expect(JSON.stringify(item)).toContain(name === 'matomo' ? 'Event 1 ü' : '😀')
  })

  it.each(['constructor', '__proto__', 'toString'])('takes %s for a name like any other', (odd) => {
    const properties = { ...JSON.parse(`{"${odd}":"Event 2"}`), products: [JSON.parse(`{"product_id":"a","${odd}":"b"}`)] }
    const { body } = encode(event({ name: odd, properties, traits: properties }))
    expect(body).not.toMatch(/native code|\[object|function/)
    expect(body.toLowerCase()).toContain(name === 'ga4' ? odd.toLowerCase().replaceAll('_', '') : odd.toLowerCase())
    expect(encode(event({ name: 'Order Completed', properties: { ...properties, order_id: 'a', total: 1, currency: 'EUR' } })).body).not.toMatch(/native code|\[object/)
  })

  it('takes an event of which little is known', () => {
    const { context, identity, ...rest } = event()
    const { anonymousId, sessionId } = identity
    const bare = { ...rest, properties: {}, identity: { anonymousId, sessionId }, context: { page: { url: 'https://shop.example/', path: '/' }, library: context.library } }
    const { body } = encode(bare as Event)
    expect(body).not.toMatch(/undefined|NaN|\[object|Invalid/)
    const { properties: _, name: __, ...nameless } = bare
    expect(encode({ ...nameless, type: 'page' } as Event).body).not.toMatch(/undefined|NaN|\[object/)
  })

  it('takes an enormous event, or refuses it with a reason', () => {
    const { requests, refused } = offer(format, [event({ properties: { text: 'x'.repeat(5_000_000) } }, 1), event({}, 2)], sentAt)
    expect(requests.flatMap(({ events: those }) => those).length + refused.length).toBe(2)
    for (const { request } of requests) expect(bytes(request.body)).toBeLessThanOrEqual(subject.maxBytes)
    for (const { event: those, why } of refused) expect([those.n, why]).toEqual([1, expect.stringMatching(/takes|has room for/)])
  })

  it('says of each event the same, whatever travels with it', () => {
    const who = (anonymousId: string, userId?: string) => ({ anonymousId, ...(userId && { userId }), sessionId: event().identity.sessionId })
    const people = [who('01a2b3c4-0000-7000-8000-aaaaaaaaaaaa'), who('01a2b3c4-0000-7000-8000-aaaaaaaaaaaa', 'alice'), who('01a2b3c4-0000-7000-8000-bbbbbbbbbbbb', 'bob')]
    const mixed = people.flatMap((identity, p) => events(5).map((each, i) => ({ ...event({ identity }, p * 5 + i), name: `Event ${p * 5 + i}`, time: each.time + p * 5 + i })))
    const { requests, refused } = offer(format, mixed, sentAt)
    expect(refused).toEqual([])
    const items = requests.flatMap(({ request }) => subject.items(request))
    expect(items).toEqual(mixed.map((each) => subject.items(encode(each))[0]))
    for (const { events: those } of requests) expect(new Set(those.map(({ identity }) => identity)).size).toBeLessThanOrEqual(subject.isOnePerson ? 1 : people.length)
  })

  it.each(Object.keys(kinds) as EventType[])('takes %s, or refuses it with a reason that names the system', (type) => {
    const { requests, refused } = offer(format, [kinds[type]], sentAt)
    expect([requests.length, refused.length]).toEqual(subject.cannot.includes(type) ? [0, 1] : [1, 0])
    for (const { why } of refused) expect(why).toMatch(new RegExp(`^Error: (${name}|GA4) .+`, 'i'))
  })

  it('lets nobody wait for one event that cannot be said', () => {
    const broken: Event = Object.defineProperty({ ...event() }, 'context', { enumerable: true, get: () => 'x'.repeat(-1) })
    const poison = subject.cannot[0] ? kinds[subject.cannot[0]] : broken
    const { requests, refused } = offer(format, [...events(7), poison, ...events(9).map((each) => ({ ...each, name: `Event 1${each.n}` }))], sentAt)
    expect(requests.flatMap(({ events: those }) => those)).toHaveLength(16)
    expect(refused).toHaveLength(1)
  })

  it('refuses what is older than its system takes, and nothing younger', () => {
    const at = (ageMs: number) => offer(format, [event({ time: sentAt - ageMs })], sentAt).refused.map(({ why }) => why)
    const { maxAgeMs } = subject
    expect(at(maxAgeMs === Infinity ? 29 * 86_400_000 : maxAgeMs * 0.98)).toEqual([])
    const why = at(Math.min(maxAgeMs, 29 * 86_400_000) + 1).join()
    expect(why).toMatch(maxAgeMs < Infinity ? /takes nothing older than [\d.]+ h/ : /^$/)
  })

  it('takes an event whose clock is ahead of the request', () => {
    expect(offer(format, [event({ time: sentAt + 5_000 })], sentAt).requests[0]?.request.body).not.toMatch(/-5\b|-5000/)
  })

  it(`${subject.hasClock ? 'says' : 'has no place for'} when it was sent`, () => {
    const later = format.encode([event()], sentAt + 1_800_000).body
    expect(later === encode(event()).body).toBe(!subject.hasClock)
  })

  it(`${subject.isAsked ? 'is asked first by the browser, as its system wants it' : 'needs no preflight'}`, () => {
    const { contentType, headers = {} } = encode(event())
    expect(simple.test(contentType) && Object.keys(headers).length === 0).toBe(!subject.isAsked)
  })

  it('is pure: the same twice, and what it is given stays as it is', () => {
    const given = freeze(events(Math.min(3, subject.maxEvents)))
    expect(encode(...given)).toEqual(encode(...given))
    expect(make(name).encode(given, sentAt)).toEqual(encode(...given))
  })

  const two = [event({ id: 'e1' }), event({ id: 'e2' })]
  const answered = (status: number, body: unknown) =>
    judge(format, two, { status, body: typeof body === 'string' ? body : JSON.stringify(body), retryAfter: '', takesGzip: false }, (_, message) => {
      throw new Error(message)
    })

  it.each([
    [200, '', 'accepted'],
    [204, '', 'accepted'],
    [200, 'ok', 'accepted'],
    [200, '<!doctype html><title>Log in to the hotel</title>', 'retry'],
    [302, '', 'retry'],
    [400, 'no', 'split'],
    [413, '', 'split'],
    [401, '', 'pause'],
    [403, '<html>blocked</html>', 'pause'],
    [404, '<html>nothing here</html>', 'pause'],
    [410, '', 'stop'],
    [429, '', 'retry'],
    [503, '<html>later</html>', 'retry'],
  ] as const)('takes status %i with "%s" for what it is: %s', (status, body, expected) => {
    expect(answered(status, body).batch).toBe(expected)
  })

  it.each(subject.answers.map(([status, body, batch, first]) => [status, JSON.stringify(body), batch, first] as const))(
    'reads %i with %s as %s',
    (status, body, batch, first) => {
      const verdict = answered(status, JSON.parse(body))
      expect([verdict.batch, verdict.events?.e1]).toEqual([batch, first])
      const isReported = first === 'rejected' || batch === 'pause'
      expect(verdict.reason ?? '').toMatch(isReported ? /\w/ : /^/)
    },
  )

  it('makes of no answer anything that it is not', () => {
    const bodies = ['null', 'true', '0', '1', '"x"', '[]', '[[]]', '{}', '{"a":{"b":null}}', '{', '\u0000', '{"status":null}', '{"events":"x","details":{},"results":3}', '{"validationMessages":3}',
      '{"partialSuccess":null}', '{"details":[null,{"index":"a"}]}', '{"results":{"e1":null}}', '{"quota_limited":5}', '{"invalid":"NaN","status":"success"}', '{"events_with_invalid_fields":[[null]],"error":null}']
    const statuses = [200, 204, 301, 400, 413, 429, 500, 599]
    for (const status of statuses) for (const body of bodies) {
      const verdict = answered(status, body)
      expect(['accepted', 'retry', 'split', 'unsupported', 'pause', 'stop'], `${status} ${body}`).toContain(verdict.batch)
      const deletes = verdict.batch === 'accepted' && !verdict.events?.e1
      expect(deletes && status > 299, `${status} ${body} deletes`).toBe(false)
    }
  })

  it.skipIf(name === 'segment').each(Object.keys(subject.options))('says at once when %s is missing', (option) => {
    const { [option]: _, ...rest } = subject.options
    expect(() => make(name, rest)).toThrow(new RegExp(`^throughline: ${name}: ${option} `))
  })

  it.skipIf(name === 'segment')('says at once when url is no address', () => {
    expect(() => make(name, { ...subject.options, url: 'collect.example' })).toThrow(`throughline: ${name}: url must begin with https:// or /`)
    const address = make(name, { ...subject.options, url: 'https://other.example/' }).encode([{ ...event(), time }], sentAt).url
    expect(address).toMatch(/^https:\/\/other\.example\//)
  })
})
