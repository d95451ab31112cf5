// Standard events, from builders and from other people's data layers; and the check of what is tracked.
import { expect, test, vi } from 'vitest'
import { orderCompleted, productViewed } from '../../../src/capture/commerce.js'
import { fromDigitalData } from '../../../src/capture/digitalData.js'
import { fromGa4 } from '../../../src/capture/ga4.js'
import type { StandardEvents } from '../../../src/capture/standardEvents.js'
import { validate, type Schema } from '../../../src/capture/validate.js'
import type { Event, Tracker } from '../../../src/types.js'

test('a builder makes the arguments of track, and the compiler knows them', () => {
  expect(orderCompleted({ order_id: '7', total: 40 })).toEqual(['Order Completed', { order_id: '7', total: 40 }])
  type MyEvents = StandardEvents & { 'Lamp Lit': { watts: number }; 'Lamp Seen': { room?: string } }
  const use = (tracker: Tracker<MyEvents>): void => {
    tracker.track(...productViewed({ product_id: 'a' }))
    tracker.track('Lamp Lit', { watts: 5 })
    tracker.track('Lamp Seen')
    // @ts-expect-error there is no such event
    tracker.track('Lamp Lost')
    // @ts-expect-error watts is a number
    tracker.track('Lamp Lit', { watts: '5' })
    // @ts-expect-error watts is needed
    tracker.track('Lamp Lit')
  }
  const any = (tracker: Tracker): void => void tracker.track('Anything', { a: 1 })
  expect([typeof use, typeof any]).toEqual(['function', 'function'])
})

test.each([
  ['purchase', { transaction_id: 'T', value: 9, tax: 1, items: [{ item_id: 'a', price: 9, email: 'x' }], user_id: 'u' }, [['Order Completed', { order_id: 'T', tax: 1, revenue: 9, products: [{ product_id: 'a', price: 9 }] }]]],
  ['add_to_cart', { currency: 'EUR', value: 3, items: [{ item_id: 'a' }, { item_id: 'b', index: 2 }] }, [['Product Added', { currency: 'EUR', product_id: 'a' }], ['Product Added', { currency: 'EUR', product_id: 'b', position: 2 }]]],
  ['begin_checkout', { value: 3, coupon: 'C', items: [] }, [['Checkout Started', { coupon: 'C', value: 3 }]]],
  ['view_item_list', { item_list_id: 'L', items: 'broken' }, [['Product List Viewed', { list_id: 'L' }]]],
  ['page_view', { user_data: { email: 'x' } }, []],
])('GA4: %s', (name, said, events) => {
  expect(fromGa4(name, said)).toEqual(events)
})

test('CEDDL: an order is an order, one product is a product, several are a list, users are nobody', () => {
  const product = { productInfo: { productID: 'p', productName: 'Vase' }, category: { primaryCategory: 'Home' } }
  expect(fromDigitalData({ product: [product], user: [{ profile: 'x' }] })).toEqual([['Product Viewed', { product_id: 'p', name: 'Vase', category: 'Home' }]])
  expect(fromDigitalData({ product: [product, product] })[0]?.[0]).toBe('Product List Viewed')
  expect(fromDigitalData({ transaction: { transactionID: 5, total: { basePrice: 4, currency: 'EUR', transactionTotal: 5 }, item: [{ ...product, quantity: 2 }] }, product: [product] })).toEqual([
    ['Order Completed', { order_id: '5', revenue: 4, total: 5, currency: 'EUR', products: [{ product_id: 'p', name: 'Vase', category: 'Home', quantity: 2 }] }],
  ])
  expect(fromDigitalData({ product: 'broken', transaction: null })).toEqual([['Product Viewed', {}]])
})

const event = (name: string, properties: object): Event => ({ type: 'track', name, properties }) as unknown as Event
const schema = (check: (value: any) => ReturnType<Schema['~standard']['validate']>): Schema => ({ '~standard': { validate: check } })
const priced = schema(({ price }) => (typeof price === 'number' ? {} : { issues: [{ message: 'expected number', path: ['price'] }] }))

test('validate keeps what fits, and warns of, tags or drops what does not', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const good = event('Sold', { price: 1 })
  const bad = event('Sold', { price: '1' })
  const other = event('Seen', {})
  for (const otherwise of ['warn', 'tag', 'drop'] as const) {
    const step = validate({ Sold: priced }, { otherwise })
    expect(step(good)).toBe(good)
    expect(step(other)).toBe(other)
  }
  expect(validate({ Sold: priced })(bad)).toBe(bad)
  expect(warn).toHaveBeenCalledExactlyOnceWith('throughline: Sold price: expected number')
  expect(validate({ Sold: priced }, { otherwise: 'tag' })(bad)?.properties).toEqual({ price: '1', schema_errors: ['price: expected number'] })
  expect(validate({ Sold: priced }, { otherwise: 'drop' })(bad)).toBeNull()
  expect(validate({}, { otherwise: 'drop', allowOthers: false })(other)).toBeNull()
})

test('a schema that throws or takes its time lets the event through', () => {
  const bad = event('Sold', {})
  expect(validate({ Sold: schema(() => { throw new Error('x') }) }, { otherwise: 'drop' })(bad)).toBe(bad)
  expect(validate({ Sold: schema(async () => ({ issues: [{ message: 'x' }] })) }, { otherwise: 'drop' })(bad)).toBe(bad)
})
