// Money and products of a standard commerce event, as `Order Completed` and its like carry them.
// Pure. Reads what the site said, in the names of the Segment e-commerce specification; makes up no number.

import type { Event, Json } from '../types.js'

/** One product; `price` is that of one piece. */
export type Product = {
  readonly id?: string
  readonly name?: string
  readonly category?: string
  readonly brand?: string
  readonly variant?: string
  readonly coupon?: string
  readonly price?: number
  readonly quantity?: number
  readonly position?: number
}

/** An order, a basket, or the one product that an event is about. */
export type Order = {
  readonly id?: string
  readonly currency?: string
  readonly coupon?: string
  /** What the customer pays: with tax and shipping, after discounts. */
  readonly gross?: number
  /** The same without tax and shipping. */
  readonly net?: number
  readonly tax?: number
  readonly shipping?: number
  readonly discount?: number
  /** As the site said them; {@link readProduct} reads one. */
  readonly products: readonly Bag[]
}

/** Properties of an event or of a product. */
export type Bag = { readonly [key: string]: Json | undefined }

/** A name or an id; numbers count as text. */
export const toText = (value: unknown): string | undefined =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? `${value}` : undefined

/** A number, also one that is written as text. */
export function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() ? +value : value
  return Number.isFinite(number) ? (number as number) : undefined
}

/** No currency has more places than three; what was calculated may seem to. */
const rounded = (money?: number): number | undefined => money && +money.toFixed(3)

/** What is there under these names, separated by blanks. */
const pick = (bag: Bag, names: string, read: (value: unknown) => unknown): object =>
  Object.fromEntries(names.split(' ').map((name) => [name, read(bag[name])]))

/** Reads a product. */
export const readProduct = (bag: Bag): Product => ({
  ...pick({ id: bag.product_id ?? bag.sku ?? bag.id }, 'id', toText),
  ...pick(bag, 'name category brand variant coupon', toText),
  ...pick(bag, 'price quantity position', toNumber),
})

/** Reads it; with no products and no money if the event is about something else. */
export function readOrder({ properties = {} }: Event): Order {
  const bag = properties as Bag
  const { total, revenue, subtotal, value, ...money } = pick(bag, 'total revenue subtotal value tax shipping discount', toNumber) as { [name: string]: number }
  const list = Array.isArray(bag.products) ? bag.products : toText(bag.product_id ?? bag.sku) ? [bag] : []
  const products = list.filter((item) => item && typeof item === 'object') as Bag[]
  const extra = (money.tax ?? 0) + (money.shipping ?? 0)
  // One without a price is not counted; of none that has one there is no sum.
  const sum = products.reduce<number | undefined>((all, { price, quantity }) => {
    const each = toNumber(price)
    return each === undefined ? all : (all ?? 0) + each * (toNumber(quantity) ?? 1)
  }, undefined)
  const net = revenue ?? subtotal ?? (total === undefined ? value ?? sum : total - extra)
  return {
    id: toText(bag.order_id),
    currency: toText(bag.currency)?.toUpperCase(),
    coupon: toText(bag.coupon),
    gross: rounded(total ?? (net === undefined ? net : net + extra)),
    net: rounded(net),
    ...money,
    products,
  } as Order
}
