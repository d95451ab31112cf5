// Events of Google Analytics 4 as standard events: names, and the properties that are known to be about goods and orders.
// Pure. Takes over nothing that is not on these lists: a data layer may hold whole customers.

import { pick, type Values } from './pick.js'

/** GA4's name of an event, and ours. */
export const ga4Names: { readonly [name: string]: string } = {
  view_item_list: 'Product List Viewed',
  select_item: 'Product Clicked',
  view_item: 'Product Viewed',
  add_to_cart: 'Product Added',
  remove_from_cart: 'Product Removed',
  view_cart: 'Cart Viewed',
  add_to_wishlist: 'Product Added to Wishlist',
  begin_checkout: 'Checkout Started',
  add_shipping_info: 'Checkout Step Completed',
  add_payment_info: 'Payment Info Entered',
  purchase: 'Order Completed',
  refund: 'Order Refunded',
  view_promotion: 'Promotion Viewed',
  select_promotion: 'Promotion Clicked',
  sign_up: 'Signed Up',
  login: 'Signed In',
  generate_lead: 'Lead Generated',
}

const properties =
  'transaction_id:order_id affiliation value tax shipping coupon currency item_list_id:list_id item_list_name:category shipping_tier:shipping_method payment_type:payment_method promotion_id promotion_name:name creative_name:creative creative_slot:position method lead_source:source'
const itemProperties = 'item_id:product_id item_name:name item_brand:brand item_category:category item_variant:variant price quantity coupon index:position currency discount'
const maxItems = 100
/** About one product, and sent once for each. */
const single = /^Product (Clicked|Viewed|Added|Removed|Added to Wishlist)$/

/** The standard events that one of GA4's stands for: of what is about one product, one for each item. */
export function fromGa4(name: string, said: Values): [name: string, properties: Values][] {
  const ours = ga4Names[name]
  if (!ours) return []
  const items = Array.isArray(said.items) ? (said.items as Values[]).slice(0, maxItems) : []
  const products = items.filter((item) => item && typeof item === 'object').map((item) => pick(item, itemProperties))
  const { value, ...rest } = pick(said, properties)
  if (single.test(ours) && products.length) return products.map((product) => [ours, { ...pick(rest, 'currency'), ...product }])
  // GA4's value leaves out shipping and tax, as revenue does.
  const worth = value === undefined ? {} : ours.startsWith('Order') ? { revenue: value } : { value }
  return [[ours, { ...rest, ...worth, ...(products.length && { products }) }]]
}
