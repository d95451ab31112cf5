// Events as the library makes them, for everything that is tested about wire formats.
// Must not know any format.
import type { Event } from '../../../src/types.js'

export const visitor = '01a2b3c4-0000-7000-8000-0000000000a1'
export const time = Date.UTC(2026, 10, 21, 12, 0, 0, 5)
/** When requests are made that say nothing else: a minute later. */
export const sentAt = time + 60_000
const session = '01a2b3c4-0000-7000-8000-0000000000b1'
const stream = '01a2b3c4-0000-7000-8000-0000000000c1'

export const idOf = (i: number): string => `01a2b3c4-0000-7000-8000-${`${i}`.padStart(12, '0')}`

/** A `track` by a known customer; `i` makes its id and its place. */
export const event = (more: Partial<Event> = {}, i = 1): Event => ({
  id: idOf(i),
  type: 'track',
  name: `Event ${i}`,
  properties: { plan: 'gold', amount: 3 },
  time,
  identity: { anonymousId: visitor, userId: 'customer-1001', sessionId: session },
  consent: { analytics: true, marketing: false },
  channel: 'website',
  context: {
    page: { url: 'https://shop.example/shoes?page=2', path: '/shoes', title: 'Shoes', referrer: 'https://search.example/' },
    campaign: { source: 'mail', campaign: 'spring' },
    locale: 'de-DE',
    timezone: 'Europe/Berlin',
    screen: { width: 1280, height: 800 },
    viewport: { width: 1200, height: 700 },
    library: { name: 'throughline', version: '0.1.0' },
  },
  stream,
  n: i,
  ...more,
})

export const events = (count: number, more: Partial<Event> = {}): Event[] =>
  Array.from({ length: count }, (_, i) => event({ name: `Event ${i}`, ...more }, i))

const { properties: _properties, name: _name, ...plain } = event()
const said = (more: Partial<Event>): Event => ({ ...plain, ...more })

/** One of each kind, by what it is called. */
export const kinds: { readonly [type in Event['type']]: Event } = {
  track: event(),
  page: event({ type: 'page', name: 'Home' }),
  identify: said({ type: 'identify', traits: { plan: 'gold' } }),
  group: said({ type: 'group', name: 'acme', traits: { seats: 3 } }),
  link: event({ type: 'link', name: 'loyalty', properties: { value: 'L-778' } }),
  unlink: event({ type: 'unlink', name: 'loyalty', properties: { value: 'L-778' } }),
  forget: said({ type: 'forget' }),
  merge: said({ type: 'merge', properties: { from: 'customer-7', into: 'customer-1001' } }),
}

const shoe = { product_id: 'shoe', name: 'Shoe', category: 'Shoes', brand: 'Acme', price: 50, quantity: 2 }
const sock = { product_id: 'sock', name: 'Sock', category: 'Socks', price: 4.9, quantity: 1 }

/** An order of 104.90 and 4 shipping; 16.75 tax are added. */
export const order: Event = event({
  name: 'Order Completed',
  properties: { order_id: 'O-1', currency: 'EUR', total: 125.65, shipping: 4, tax: 16.75, coupon: 'SPRING', products: [shoe, sock] },
})
export const refund: Event = event({ name: 'Order Refunded', properties: { order_id: 'O-1', currency: 'EUR', total: 125.65, shipping: 4, tax: 16.75 } })
export const productViewed: Event = event({ name: 'Product Viewed', properties: { ...shoe, quantity: 1, currency: 'EUR' } })
