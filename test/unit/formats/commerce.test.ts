// Orders and products in the words of each system, and with its meaning of money: with or without tax and shipping.
// Must not look at identity.
import { describe, expect, test } from 'vitest'
import * as formats from '../../../src/formats/index.js'
import { readOrder } from '../../../src/formats/readOrder.js'
import type { Event } from '../../../src/types.js'
import { event, order, productViewed, refund, sentAt } from '../../support/formats/events.js'
import { subjects } from '../../support/formats/subjects.js'

const itemOf = (name: string, of: Event, options: object = {}): any => {
  const subject = subjects[name]!
  return subject.items((formats as any)[name]({ ...subject.options, ...options }).encode([of], sentAt))[0]
}
const orderOf = (properties: Event['properties']) => readOrder(event({ name: 'Order Completed', properties }))

describe('money', () => {
  test('gross is with tax and shipping, net without, whichever of them the site says', () => {
    expect(orderOf({ total: 125.65, shipping: 4, tax: 16.75 })).toMatchObject({ gross: 125.65, net: 104.9 })
    expect(orderOf({ revenue: 104.9, shipping: 4, tax: 16.75 })).toMatchObject({ gross: 125.65, net: 104.9 })
    expect(orderOf({ subtotal: 104.9, total: 125.65 })).toMatchObject({ gross: 125.65, net: 104.9 })
    expect(orderOf({ value: 10 })).toMatchObject({ gross: 10, net: 10 })
    expect(orderOf({ products: [{ price: 0.1, quantity: 3 }] })).toMatchObject({ gross: 0.3, net: 0.3 })
  })
  test('numbers may be written as text; what is no number is none', () => {
    expect(orderOf({ total: '19.90' })).toMatchObject({ gross: 19.9 })
    const nothing = orderOf({ total: 'a lot', revenue: '', tax: null })
    expect([nothing.gross, nothing.net, nothing.tax]).toEqual([undefined, undefined, undefined])
  })
  test('an event about something else has no money and no products', () => {
    expect(readOrder(event())).toEqual({ products: [] })
    expect(orderOf({ products: ['x', null, 3] as never })).toEqual({ products: [] })
    expect(orderOf({ products: [{ name: 'free' }] }).net).toBeUndefined()
  })
})

describe('ga4', () => {
  test('purchase: value without tax and shipping, items in its words', () => {
    const { name, params } = itemOf('ga4', order)
    expect(name).toBe('purchase')
    expect(params).toMatchObject({ transaction_id: 'O-1', currency: 'EUR', value: 104.9, tax: 16.75, shipping: 4, coupon: 'SPRING' })
    expect(params.items).toEqual([
      { item_id: 'shoe', item_name: 'Shoe', item_category: 'Shoes', item_brand: 'Acme', price: 50, quantity: 2 },
      { item_id: 'sock', item_name: 'Sock', item_category: 'Socks', price: 4.9, quantity: 1 },
    ])
    expect(Object.keys(params)).not.toContain('products')
  })
  test('one product is an item', () => {
    expect(itemOf('ga4', productViewed)).toMatchObject({ name: 'view_item', params: { value: 50, currency: 'EUR', items: [{ item_id: 'shoe', price: 50, quantity: 1 }] } })
  })
  test('standard events have Google’s own names', () => {
    const names = { 'Products Searched': 'search', 'Cart Viewed': 'view_cart', 'Checkout Started': 'begin_checkout', 'Product Added': 'add_to_cart', 'Order Refunded': 'refund' }
    for (const [name, spelled] of Object.entries(names)) expect(itemOf('ga4', event({ name })).name).toBe(spelled)
  })
  test('other names are spelled as Google wants them, and those that it keeps for itself are refused', () => {
    expect(itemOf('ga4', event({ name: ' Plan Chosen: Gold! ' })).name).toBe('plan_chosen_gold')
    for (const name of ['Session Start', 'ga_x', 'Error', '3 Shoes', '???'])
      expect(() => itemOf('ga4', event({ name })), name).toThrow(`GA4 takes no event named "${name}"`)
  })
  test('what is over its limits is cut, and named', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`p${i}`, i]))
    const { params } = itemOf('ga4', event({ properties: { long: 'x'.repeat(150), list: [1, 2], ...many } }))
    expect(Object.keys(params)).toHaveLength(25)
    expect(params).toMatchObject({ long: 'x'.repeat(100), list: '[1,2]', cut: expect.stringMatching(/^long,p\d+,/) })
  })
})

describe('snowplow', () => {
  const entities = (item: any) => Object.fromEntries(JSON.parse(item.co).data.map(({ schema, data }: any) => [schema.split('/')[1], data]))
  test('a transaction with its products, and revenue as it was paid', () => {
    const item = itemOf('snowplow', order)
    expect(JSON.parse(item.ue_pr).data.data).toEqual({ type: 'transaction' })
    expect(entities(item).transaction).toEqual({ transaction_id: 'O-1', currency: 'EUR', revenue: 125.65, payment_method: 'unknown', total_quantity: 3, tax: 16.75, shipping: 4, discount_code: 'SPRING' })
    expect(entities(item).product).toEqual({ id: 'sock', name: 'Sock', category: 'Socks', price: 4.9, quantity: 1, currency: 'EUR' })
  })
  test('a refund', () => {
    expect(entities(itemOf('snowplow', refund)).refund).toEqual({ transaction_id: 'O-1', currency: 'EUR', refund_amount: 125.65 })
  })
  test('what its schemas would not take goes as a structured event, whole', () => {
    const incomplete = event({ name: 'Product Viewed', properties: { product_id: 'shoe', price: 50 } })
    expect(itemOf('snowplow', incomplete)).toMatchObject({ e: 'se', se_ca: 'track', se_ac: 'Product Viewed', se_pr: '{"product_id":"shoe","price":50}' })
  })
  test('an event with a schema of the registry goes under it', () => {
    const schema = 'iglu:com.acme/plan_chosen/jsonschema/1-0-0'
    const item = itemOf('snowplow', event({ name: 'Plan Chosen' }), { schemas: { 'Plan Chosen': schema } })
    expect(JSON.parse(item.ue_pr).data).toEqual({ schema, data: { plan: 'gold', amount: 3 } })
  })
  test('what it has no field for goes into an entity, if there is a schema for that', () => {
    const item = itemOf('snowplow', event(), { extra: 'iglu:com.acme/extra/jsonschema/1-0-0' })
    expect(entities(item).extra).toMatchObject({ stream: event().stream, n: 1, channel: 'website', properties: { plan: 'gold' } })
  })
  test('too many properties for a structured event are refused with the mend', () => {
    expect(() => itemOf('snowplow', event({ properties: { text: 'x'.repeat(1000) } }))).toThrow('Snowplow has room for 1000 characters of properties: give "Event 1" a schema in schemas')
  })
  test('a schema that is none is refused at once', () => {
    expect(() => formats.snowplow({ url: '/', appId: 'a', schemas: { A: 'acme/a' } })).toThrow('throughline: snowplow: a schema must be like iglu:')
    expect(() => formats.snowplow({ url: '/', appId: 'a', extra: 'x' })).toThrow('a schema must be like')
  })
})

test('amplitude: revenue without tax and shipping, below zero for a refund', () => {
  expect(itemOf('amplitude', order)).toMatchObject({ event_type: 'Order Completed', revenue: 104.9, currency: 'EUR' })
  expect(itemOf('amplitude', refund).revenue).toBe(-104.9)
  const one = event({ ...order, properties: { order_id: 'O-2', products: [{ product_id: 'a', price: 5, quantity: 2 }] } })
  expect(itemOf('amplitude', one)).toMatchObject({ price: 5, quantity: 2, productId: 'a', revenue: 10 })
  expect(itemOf('amplitude', productViewed)).not.toHaveProperty('revenue')
})

test('matomo: an order of what was paid, with its parts and its items', () => {
  expect(itemOf('matomo', order)).toMatchObject({ idgoal: '0', ec_id: 'O-1', revenue: '125.65', ec_st: '104.9', ec_tx: '16.75', ec_sh: '4' })
  expect(JSON.parse(itemOf('matomo', order).ec_items)).toEqual([['shoe', 'Shoe', 'Shoes', 50, 2], ['sock', 'Sock', 'Socks', 4.9, 1]])
  expect(itemOf('matomo', { ...order, name: 'Cart Viewed' })).not.toHaveProperty('ec_id')
  expect(itemOf('matomo', productViewed)).toMatchObject({ e_a: 'Product Viewed', _pks: 'shoe', _pkn: 'Shoe', _pkc: 'Shoes', _pkp: '50' })
  expect(itemOf('matomo', event({ name: 'Products Searched', properties: { query: 'boots' } }))).toMatchObject({ search: 'boots' })
})

test('plausible: revenue as it was paid, in its currency', () => {
  expect(itemOf('plausible', order).$).toEqual({ currency: 'EUR', amount: 125.65 })
  expect(itemOf('plausible', productViewed)).not.toHaveProperty('$')
})

test('umami: revenue and currency, below zero for a refund', () => {
  expect(itemOf('umami', order).payload.data).toMatchObject({ revenue: 104.9, currency: 'EUR' })
  expect(itemOf('umami', refund).payload.data.revenue).toBe(-104.9)
})

test.each(['segment', 'posthog', 'mixpanel'])('%s: the properties as they are', (name) => {
  expect(itemOf(name, order).properties).toMatchObject(order.properties!)
})
