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
  readonly products: readonly Product[]
}

type Bag = { readonly [key: string]: Json | undefined }

/** A name or an id; numbers count as text. */
export const toText = (value: unknown): string | undefined =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? `${value}` : undefined

/** A number, also one that is written as text. */
export function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() ? +value : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** No currency has more places than three; what was calculated may seem to. */
const rounded = (money: number): number => +money.toFixed(3)

/** Without what is undefined. */
export const compact = <T extends object>(from: T): T =>
  Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as T

function readProduct(bag: Bag): Product {
  const { product_id, sku, id, name, category, brand, variant, coupon, price, quantity, position } = bag
  return compact({
    id: toText(product_id) ?? toText(sku) ?? toText(id),
    name: toText(name),
    category: toText(category),
    brand: toText(brand),
    variant: toText(variant),
    coupon: toText(coupon),
    price: toNumber(price),
    quantity: toNumber(quantity),
    position: toNumber(position),
  }) as Product
}

/** Reads it; with no products and no money if the event is about something else. */
export function readOrder({ properties: bag = {} }: Event): Order {
  const { order_id, currency, coupon, total, revenue, subtotal, value, products, product_id, sku } = bag as Bag
  const list = Array.isArray(products) ? products : (product_id ?? sku) === undefined ? [] : [bag]
  const items = list.filter((item) => typeof item === 'object' && item !== null).map((item) => readProduct(item as Bag))
  const [tax, shipping, discount] = [bag.tax, bag.shipping, bag.discount].map(toNumber)
  const extra = (tax ?? 0) + (shipping ?? 0)
  const sum = items.some(({ price }) => price !== undefined)
    ? items.reduce((all, { price = 0, quantity = 1 }) => all + price * quantity, 0)
    : undefined
  const whole = toNumber(total)
  const net = toNumber(revenue) ?? toNumber(subtotal) ?? (whole === undefined ? toNumber(value) ?? sum : whole - extra)
  const gross = whole ?? (net === undefined ? undefined : net + extra)
  return compact({
    id: toText(order_id),
    currency: toText(currency)?.toUpperCase(),
    coupon: toText(coupon),
    gross: gross && rounded(gross),
    net: net && rounded(net),
    tax,
    shipping,
    discount,
    products: items,
  }) as Order
}
