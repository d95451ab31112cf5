// Pages and surroundings in the words of each system: where it happened, with what name, where the visitor came from.
// Must not look at identity or money.
import { expect, test } from 'vitest'
import * as formats from '../../../src/formats/index.js'
import { event, kinds, sentAt, time } from '../../support/formats/events.js'
import { subjects } from '../../support/formats/subjects.js'

const pageAt = (name: string): any => {
  const subject = subjects[name]!
  return subject.items((formats as any)[name](subject.options).encode([kinds.page], sentAt))[0]
}
const url = 'https://shop.example/shoes?page=2'
const referrer = 'https://search.example/'
const place = { stream: event().stream, n: 1, sessionId: event().identity.sessionId, channel: 'website', consent: { analytics: true, marketing: false } }

test.each([
  ['segment', { type: 'page', name: 'Home', context: { page: { url, path: '/shoes', title: 'Shoes', referrer } } }],
  ['snowplow', { e: 'pv', page: 'Home', url, refr: referrer, lang: 'de-DE', tz: 'Europe/Berlin', res: '1280x800', vp: '1200x700', dtm: `${time}`, stm: `${sentAt}` }],
  ['posthog', {
    event: '$pageview',
    properties: {
      name: 'Home', title: 'Shoes', $current_url: url, $host: 'shop.example', $pathname: '/shoes', $referrer: referrer, $referring_domain: 'search.example',
      utm_source: 'mail', utm_campaign: 'spring', $browser_language: 'de-DE', $timezone: 'Europe/Berlin', $screen_width: 1280, $screen_height: 800,
      $viewport_width: 1200, $viewport_height: 700, $session_id: place.sessionId, throughline: place,
    },
  }],
  ['amplitude', {
    event_type: '[Amplitude] Page Viewed', language: 'de-DE', platform: 'Web', ip: '$remote', time,
    event_properties: {
      name: 'Home', '[Amplitude] Page Location': url, '[Amplitude] Page Domain': 'shop.example', '[Amplitude] Page Path': '/shoes', '[Amplitude] Page Title': 'Shoes',
      referrer, utm_source: 'mail', plan: 'gold', throughline: place,
    },
  }],
  ['mixpanel', {
    event: '$mp_web_page_view',
    properties: {
      name: 'Home', current_page_title: 'Shoes', current_domain: 'shop.example', current_url_path: '/shoes', $current_url: url, $referrer: referrer,
      $referring_domain: 'search.example', utm_campaign: 'spring', $screen_width: 1280, $locale: 'de-DE', time: time / 1000, throughline: place,
    },
  }],
  ['matomo', { action_name: 'Home', url, urlref: referrer, res: '1280x800', lang: 'de-DE', cdo: '60', idsite: '1', rec: '1' }],
  ['ga4', { name: 'page_view', timestamp_micros: time * 1000, params: { page_location: url, page_title: 'Shoes', page_referrer: referrer, plan: 'gold', engagement_time_msec: 1 } }],
  ['otlp', { eventName: 'throughline.page', timeUnixNano: `${time}000000`, severityNumber: 9 }],
  ['umami', { type: 'event', payload: { url, referrer, title: 'Home', hostname: 'shop.example', language: 'de-DE', screen: '1280x800', timestamp: Math.floor(time / 1000) } }],
  ['plausible', { n: 'pageview', u: url, d: 'shop.example', r: referrer, p: { name: 'Home', plan: 'gold', amount: '3' } }],
  ['reports', { age: 60_000, type: 'throughline', url, user_agent: '', body: { id: event().id, name: 'Home' } }],
  ['ndjson', { id: event().id, type: 'page', time, sentAt: '2026-11-21T12:01:00.005Z' }],
])('%s: a page view', (name, expected) => {
  expect(pageAt(name)).toMatchObject(expected)
})

test('otlp: what it is about, in the names of the semantic conventions', () => {
  const attributes = Object.fromEntries(pageAt('otlp').attributes.map(({ key, value }: any) => [key, Object.values(value)[0]]))
  expect(attributes).toMatchObject({ 'log.record.uid': event().id, 'url.full': url, 'session.id': place.sessionId, 'throughline.n': '1', 'throughline.channel': 'website' })
})

test('a report has no fragment in its url', () => {
  const { context } = event()
  const { body } = formats.reports({ url: '/' }).encode([event({ context: { ...context, page: { ...context.page, url: `${url}#reviews` } } })], sentAt)
  expect(JSON.parse(body)[0].url).toBe(url)
})

test.each(Object.keys(subjects))('%s: the flush is told how much goes into a request', (name) => {
  const { maxEvents, maxBytes } = (formats as any)[name](subjects[name]!.options)
  expect([maxEvents > 0, maxBytes > 10_000]).toEqual([true, true])
})

test('plausible: what is too long is refused with what it is', () => {
  const format = formats.plausible({ domain: 'a' })
  const refused = (more: object) => () => format.encode([event(more)], sentAt)
  expect(refused({ name: 'x'.repeat(121) })).toThrow('Plausible takes names of 120 characters')
  expect(refused({ properties: { ['x'.repeat(301)]: 1 } })).toThrow('Plausible takes names of properties of 300 bytes')
  expect(refused({ properties: { a: 'x'.repeat(2001) } })).toThrow('Plausible takes properties of 2000 bytes')
  expect(refused({ properties: Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`p${i}`, i])) })).toThrow('Plausible takes 30 properties')
})

test('umami and posthog: what their systems would cut is refused', () => {
  expect(() => formats.umami({ url: '/', website: 'w' }).encode([event({ name: 'x'.repeat(51) })], sentAt)).toThrow('Umami takes names of 50 characters')
  const long = { ...event().identity, userId: 'x'.repeat(201) }
  expect(() => formats.posthog({ url: '/', apiKey: 'a' }).encode([event({ identity: long })], sentAt)).toThrow('PostHog takes ids of 200 characters')
})
