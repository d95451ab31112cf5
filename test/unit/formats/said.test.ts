// What the site says of an event is what arrives: the library's own fields never stand in its place, and no limit of a system takes
// what matters most. Must not look at money or identity beyond that: their tests do.
import { expect, test } from 'vitest'
import * as formats from '../../../src/formats/index.js'
import type { Event } from '../../../src/types.js'
import { event, kinds, order, sentAt } from '../../support/formats/events.js'
import { offer } from '../../support/formats/offer.js'
import { subjects } from '../../support/formats/subjects.js'

const formatOf = (name: string, options: object = {}) => (formats as any)[name]({ ...subjects[name]!.options, ...options })
const itemOf = (name: string, of: Event, options: object = {}): any => subjects[name]!.items(formatOf(name, options).encode([of], sentAt))[0]

const own = { title: 'A film', referrer: 'a friend', screen: 'home', utm_source: 'radio' }
const spoken = event({ name: 'Film Watched', properties: own })

test.each<[string, (item: any) => unknown]>([
  ['segment', ({ properties }) => properties],
  ['posthog', ({ properties }) => properties],
  ['amplitude', ({ event_properties }) => event_properties],
  ['mixpanel', ({ properties }) => properties],
  ['ga4', ({ params }) => params],
  ['cloudEvents', ({ data }) => data.properties],
  ['umami', ({ payload }) => payload.data],
  ['plausible', ({ p }) => p],
  ['reports', ({ body }) => body.properties],
  ['ndjson', ({ properties }) => properties],
])('%s: properties that are called like something of the page stay what the site has said', (name, propertiesOf) => {
  expect(propertiesOf(itemOf(name, spoken))).toMatchObject(own)
  // Nor does a page that has none of them take them away.
  const { screen: _, campaign: __, ...context } = spoken.context
  const bare = { ...spoken, context: { ...context, page: { url: context.page.url, path: '/' } } }
  expect(propertiesOf(itemOf(name, bare))).toMatchObject(own)
})

test('ga4: what a purchase is told apart and counted by has room before the site’s own properties', () => {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`p${i}`, i]))
  const { params } = itemOf('ga4', { ...order, properties: { ...many, ...order.properties } })
  expect(Object.keys(params)).toHaveLength(25)
  expect(params).toMatchObject({ transaction_id: 'O-1', value: 104.9, currency: 'EUR', items: [{ item_id: 'shoe' }, { item_id: 'sock' }], cut: expect.stringContaining('p30') })
})

test('ga4: a page has its name, beside its title', () => {
  expect(itemOf('ga4', kinds.page).params).toMatchObject({ page_name: 'Home', page_title: 'Shoes' })
  expect(itemOf('ga4', { ...kinds.track }).params).not.toHaveProperty('page_name')
})

test.each([['Product List Viewed', 'view_item_list'], ['Product Clicked', 'select_item'], ['Product Added to Wishlist', 'add_to_wishlist']])('ga4: %s is its %s', (name, spelled) => {
  expect(itemOf('ga4', event({ name, properties: { products: [{ product_id: 'shoe', price: 50 }] } }))).toMatchObject({ name: spelled, params: { items: [{ item_id: 'shoe', price: 50 }] } })
})

test('snowplow: under a schema of the site’s own a statement says what it is about', () => {
  const schemas = Object.fromEntries(['link', 'unlink', 'group'].map((kind) => [kind, `iglu:com.acme/${kind}/jsonschema/1-0-0`]))
  const dataOf = (kind: 'link' | 'unlink' | 'group') => JSON.parse(itemOf('snowplow', kinds[kind], { schemas }).ue_pr).data.data
  expect([dataOf('link'), dataOf('unlink')]).toEqual([expect.objectContaining({ label: 'loyalty', value: 'L-778' }), expect.objectContaining({ label: 'loyalty', value: 'L-778' })])
  expect(dataOf('group')).toEqual({ label: 'acme', seats: 3, id: 'customer-1001' })
})

test('snowplow: a title that is too long for its column costs no row', () => {
  const { context } = event()
  const long = { ...event(), context: { ...context, page: { ...context.page, title: 'x'.repeat(3000) } } }
  for (const of of [long, { ...long, type: 'page' as const }]) expect(itemOf('snowplow', of).page).toBe(of.type === 'page' ? of.name : 'x'.repeat(2000))
  expect(itemOf('snowplow', { ...kinds.page, name: 'y'.repeat(3000) }).page).toHaveLength(2000)
})

test('matomo: a visitor is looked for by their id alone, so that nobody is taken for whoever was there before', () => {
  const [one, two] = ['01a2b3c4-0000-7000-8000-0000000000a1', '01a2b3c4-0000-7000-8000-0000000000a2']
  const visitor = (anonymousId: string) => itemOf('matomo', event({ identity: { anonymousId, sessionId: event().identity.sessionId! } })).cid
  expect([visitor(one), visitor(two)]).toEqual(['80000000000000a1', '80000000000000a2'])
  expect(itemOf('matomo', event({ identity: {} }))).not.toHaveProperty('cid')
})

test('amplitude: a person belongs to the group, and the group has its traits; each told apart from its repeat', () => {
  const { events: items } = JSON.parse(formatOf('amplitude').encode([kinds.group], sentAt).body)
  expect(items).toMatchObject([
    { event_type: '$groupidentify', groups: { company: 'acme' }, group_properties: { $set: { seats: 3 } } },
    { event_type: '$identify', user_id: 'customer-1001', groups: { company: 'acme' }, user_properties: { $set: { company: 'acme' } } },
  ])
  expect(items[1]).not.toHaveProperty('group_properties')
  expect(new Set(items.map(({ insert_id }: any) => insert_id)).size).toBe(2)
})

test('amplitude: what an answer finds fault with is the right event also after a group', () => {
  const those = [kinds.group, event({ id: 'e1' }), event({ id: 'e2' })]
  const verdictOn = (...places: number[]) =>
    formatOf('amplitude').verdict({ status: 400, body: JSON.stringify({ code: 400, error: 'Invalid', events_with_invalid_fields: { time: places } }) }, those).events
  expect(verdictOn(2)).toEqual({ [kinds.group.id]: 'retry', e1: 'rejected', e2: 'retry' })
  expect(verdictOn(1)).toEqual({ [kinds.group.id]: 'rejected', e1: 'retry', e2: 'retry' })
})

test('mixpanel: nobody is linked with a device that is none', () => {
  const { identity: { userId } } = event()
  expect(itemOf('mixpanel', { ...kinds.identify, traits: {}, identity: { userId: userId! } }).properties).not.toHaveProperty('$anon_distinct_id')
})

test('plausible: a property is measured in bytes, and its own word for reading time is refused', () => {
  const refusedOf = (more: Partial<Event>) => offer(formatOf('plausible'), [event(more)], sentAt).refused.map(({ why }) => why).join()
  expect(refusedOf({ properties: { text: 'é'.repeat(1000) } })).toBe('')
  expect(refusedOf({ properties: { text: 'é'.repeat(1001) } })).toContain('takes properties of 2000 bytes, and this has 2002')
  expect(refusedOf({ name: 'engagement' })).toContain('keeps the name "engagement" for itself')
})

test('ndjson: a row that is none is refused, and not written as a word', () => {
  const format = formatOf('ndjson', { row: ({ name }: Event) => (name === 'Event 1' ? undefined : { name }) })
  const { requests, refused } = offer(format, [event({}, 1), event({}, 2)], sentAt)
  expect([requests.map(({ request }) => request.body), refused.map(({ why }) => why)]).toEqual([['{"name":"Event 2"}\n'], ['Error: row must return an object']])
})
