// Identity statements in the words of each system, and its rules of merging kept: no system is told to merge what must not be.
// Must not look at answers or limits: the contract does.
import { describe, expect, test } from 'vitest'
import * as formats from '../../../src/formats/index.js'
import type { Event, EventType } from '../../../src/types.js'
import { event, kinds, sentAt, visitor } from '../../support/formats/events.js'
import { subjects } from '../../support/formats/subjects.js'

const itemOf = (name: string, of: Event | EventType, options: object = {}): any => {
  const subject = subjects[name]!
  const format = (formats as any)[name]({ ...subject.options, ...options })
  return subject.items(format.encode([typeof of === 'string' ? kinds[of] : of], sentAt))[0]
}
const urlOf = (name: string, of: Event): string => (formats as any)[name](subjects[name]!.options).encode([of], sentAt).url
const anonymous = (type: EventType = 'track'): Event => ({ ...kinds[type], identity: { anonymousId: visitor, sessionId: event().identity.sessionId } })
const customer = 'customer-1001'

describe('who did it', () => {
  test.each([
    ['posthog', { distinct_id: customer, properties: { $device_id: visitor, $user_id: customer, $process_person_profile: true } }],
    ['amplitude', { user_id: customer, device_id: visitor }],
    ['mixpanel', { properties: { distinct_id: customer, $user_id: customer, $device_id: visitor } }],
    ['snowplow', { uid: customer, duid: visitor }],
    ['matomo', { uid: customer, _id: '80000000000000a1' }],
    ['ga4', { client_id: visitor, user_id: customer }],
    ['cloudEvents', { subject: customer, userid: customer, anonymousid: visitor }],
    ['umami', { payload: { id: customer } }],
  ])('%s has both ids of a known customer, where it has a place for two', (name, expected) => {
    expect(itemOf(name, 'track')).toMatchObject(expected)
  })

  test.each(Object.keys(subjects))('%s gets no user id for a visitor that nobody knows', (name) => {
    expect(JSON.stringify(itemOf(name, anonymous()))).not.toContain(customer)
  })

  test('an anonymous visitor is somebody to each system, in its own way', () => {
    expect(itemOf('posthog', anonymous())).toMatchObject({ distinct_id: visitor, properties: { $process_person_profile: false } })
    expect(itemOf('posthog', anonymous(), { profiles: 'always' }).properties.$process_person_profile).toBe(true)
    expect(itemOf('mixpanel', anonymous()).properties).toMatchObject({ distinct_id: `$device:${visitor}`, $device_id: visitor })
    expect(itemOf('amplitude', anonymous())).toMatchObject({ device_id: visitor })
    expect(itemOf('cloudEvents', anonymous()).subject).toBe(visitor)
  })

  test('plausible gets nobody at all', () => {
    expect(JSON.stringify(itemOf('plausible', 'track'))).not.toMatch(/customer-1001|01a2b3c4/)
  })
})

describe('who is counted only', () => {
  const counted: Event = { ...event(), identity: {} }
  test.each([
    ['posthog', { distinct_id: counted.id, properties: { $process_person_profile: false } }],
    ['amplitude', { device_id: counted.id }],
    ['mixpanel', { properties: { distinct_id: counted.id } }],
    ['ga4', { client_id: counted.id }],
    ['segment', { anonymousId: counted.id }],
  ])('has at %s the id of the single event, because it insists on one', (name, expected) => {
    expect(itemOf(name, counted)).toMatchObject(expected)
  })
  test.each(['snowplow', 'matomo', 'cloudEvents', 'otlp', 'umami', 'plausible', 'reports', 'ndjson'])('has no id of a person at %s', (name) => {
    expect(JSON.stringify(itemOf(name, counted))).not.toMatch(/"(duid|uid|sid|_id|anonymousid|userid|sessionid|subject|user\.id|enduser\.pseudo\.id|session\.id|anonymousId)"/)
  })
  test.each(Object.keys(subjects))('gets to %s without a number that is none', (name) => {
    expect(JSON.stringify(itemOf(name, counted))).not.toMatch(/NaN|undefined|"session_id":null/)
  })
})

describe('who wants to be forgotten', () => {
  test.each([
    ['posthog', { event: 'Person Forgotten', distinct_id: customer }],
    ['amplitude', { event_type: 'Person Forgotten', user_id: customer, device_id: visitor }],
    ['mixpanel', { event: 'Person Forgotten', properties: { distinct_id: customer } }],
    ['snowplow', { se_ca: 'identity', se_ac: 'forget', se_la: customer }],
    ['matomo', { e_c: 'identity', e_a: 'forget', uid: customer }],
    ['ga4', { name: 'person_forgotten', user_id: customer }],
    ['cloudEvents', { type: 'throughline.forget', userid: customer }],
    ['otlp', { eventName: 'throughline.forget' }],
    ['umami', { type: 'event', payload: { name: 'Person Forgotten', id: customer } }],
    ['plausible', { n: 'Person Forgotten' }],
  ])('is heard of by %s', (name, expected) => {
    expect(itemOf(name, 'forget')).toMatchObject(expected)
  })
})

test('ga4 is told what of advertising was granted, and of a request with one refusal nothing is', () => {
  const consentOf = (...marketing: boolean[]) =>
    JSON.parse(formats.ga4({ url: '/ga' }).encode(marketing.map((each) => event({ consent: { analytics: true, marketing: each } })), sentAt).body).consent
  expect(consentOf(true)).toEqual({ ad_user_data: 'GRANTED', ad_personalization: 'GRANTED' })
  expect(consentOf(true, false)).toEqual({ ad_user_data: 'DENIED', ad_personalization: 'DENIED' })
})

describe('identify', () => {
  test('posthog: $identify, with whom to merge and what to set', () => {
    expect(itemOf('posthog', 'identify')).toMatchObject({ event: '$identify', distinct_id: customer, properties: { $anon_distinct_id: visitor, $set: { plan: 'gold' } } })
  })
  test('amplitude: $identify with both ids', () => {
    expect(itemOf('amplitude', 'identify')).toMatchObject({ event_type: '$identify', user_id: customer, device_id: visitor, user_properties: { $set: { plan: 'gold' } } })
  })
  test('mixpanel: a profile with traits, an event without', () => {
    expect(urlOf('mixpanel', kinds.identify)).toBe('https://api-js.mixpanel.com/engage?verbose=1&ip=1')
    expect(itemOf('mixpanel', 'identify')).toEqual({ $token: 'token', $distinct_id: customer, $device_id: visitor, $user_id: customer, $set: { plan: 'gold' } })
    const bare = { ...kinds.identify, traits: {} }
    expect(urlOf('mixpanel', bare)).toBe('https://api-js.mixpanel.com/track?verbose=1&ip=1')
    expect(itemOf('mixpanel', bare)).toMatchObject({ event: '$identify', properties: { distinct_id: customer, $user_id: customer, $anon_distinct_id: `$device:${visitor}` } })
  })
  test('snowplow: a structured event with the traits, or what a schema of the registry says', () => {
    expect(itemOf('snowplow', 'identify')).toMatchObject({ e: 'se', se_ca: 'identity', se_ac: 'identify', se_la: customer, se_pr: '{"plan":"gold"}', uid: customer })
    const { ue_pr } = itemOf('snowplow', 'identify', { schemas: { identify: 'iglu:com.acme/identify/jsonschema/1-0-0' } })
    expect(JSON.parse(ue_pr).data.data).toEqual({ id: customer, plan: 'gold' })
  })
  test('matomo: an event, with the user id on it, and traits where a dimension is theirs', () => {
    expect(itemOf('matomo', 'identify', { dimensions: { plan: 3 } })).toMatchObject({ e_c: 'identity', e_a: 'identify', uid: customer, dimension3: 'gold' })
  })
  test('ga4: login, and the traits as user properties', () => {
    const body = JSON.parse(formats.ga4({ url: '/ga' }).encode([kinds.identify], sentAt).body)
    expect(body).toMatchObject({ user_properties: { plan: { value: 'gold' } }, events: [{ name: 'login' }] })
  })
  test('umami: its own', () => {
    expect(itemOf('umami', 'identify')).toMatchObject({ type: 'identify', payload: { id: customer, data: { plan: 'gold' } } })
  })
  test('otlp and cloudEvents: what it is', () => {
    expect(itemOf('otlp', 'identify').eventName).toBe('throughline.identify')
    expect(itemOf('cloudEvents', 'identify')).toMatchObject({ type: 'throughline.identify', data: { traits: { plan: 'gold' } } })
  })
})

describe('merge', () => {
  test('posthog: an alias, which it refuses for one who is known; never the dangerous one', () => {
    expect(itemOf('posthog', 'merge')).toMatchObject({ event: '$create_alias', distinct_id: customer, properties: { alias: 'customer-7', distinct_id: customer } })
  })
  test.each(['cloudEvents', 'reports', 'ndjson'])('%s: what it is, for the consumer to judge', (name) => {
    expect(JSON.stringify(itemOf(name, 'merge'))).toContain('"from":"customer-7"')
  })
  test('snowplow: a structured event', () => {
    expect(itemOf('snowplow', 'merge')).toMatchObject({ se_ac: 'merge', se_la: 'customer-7', se_pr: customer })
  })
})

describe('link and unlink', () => {
  test('posthog: a property of the person, and no alias, because everybody who shares the value would be merged', () => {
    expect(itemOf('posthog', 'link')).toMatchObject({ event: '$set', properties: { $set: { loyalty: 'L-778' }, $process_person_profile: true } })
    expect(itemOf('posthog', 'unlink')).toMatchObject({ event: '$set', properties: { $unset: ['loyalty'] } })
    expect(itemOf('posthog', 'unlink').properties).not.toHaveProperty('value')
  })
  test('amplitude: a user property', () => {
    expect(itemOf('amplitude', 'link').user_properties).toEqual({ $set: { loyalty: 'L-778' } })
    expect(itemOf('amplitude', 'unlink').user_properties).toEqual({ $unset: { loyalty: '-' } })
  })
  test('mixpanel: a profile property', () => {
    expect(itemOf('mixpanel', 'link')).toMatchObject({ $distinct_id: customer, $set: { loyalty: 'L-778' } })
    expect(itemOf('mixpanel', 'unlink')).toMatchObject({ $unset: ['loyalty'] })
  })
})

describe('group', () => {
  test('posthog, amplitude and mixpanel: a group of a type', () => {
    expect(itemOf('posthog', 'group')).toMatchObject({ event: '$groupidentify', properties: { $group_type: 'company', $group_key: 'acme', $group_set: { seats: 3 } } })
    expect(itemOf('amplitude', 'group', { groupType: 'team' })).toMatchObject({ event_type: '$groupidentify', groups: { team: 'acme' }, group_properties: { $set: { seats: 3 } } })
    expect(itemOf('mixpanel', 'group')).toEqual({ $token: 'token', $group_key: 'company', $group_id: 'acme', $set: { seats: 3 } })
    expect(urlOf('mixpanel', kinds.group)).toContain('/groups?')
  })
  test('ga4: join_group', () => {
    expect(itemOf('ga4', 'group')).toMatchObject({ name: 'join_group', params: { group_id: 'acme' } })
  })
})

test('sessions have the number that the system wants, from the time in their id', () => {
  const began = 0x01a2b3c40000
  expect(itemOf('amplitude', 'track').session_id).toBe(began)
  expect(itemOf('ga4', 'track').params.session_id).toBe(Math.floor(began / 1000))
})
