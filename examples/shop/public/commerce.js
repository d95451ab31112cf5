// The words the shop reports in: Segment's ecommerce property names, made from the shop's own data.
// Must not call the tracker: the pages do that, where the thing happens.

import { currency } from './products.js'

/** @param {import('./products.js').Product} product @param {number} [quantity] */
export const productProperties = (product, quantity = 1) => ({
  product_id: product.id,
  sku: product.sku,
  name: product.name,
  category: product.category,
  price: product.price,
  quantity,
  currency,
})

/** @param {readonly import('./basket.js').Line[]} lines */
export const lineProperties = (lines) => lines.map(({ product, quantity }) => productProperties(product, quantity))
