// The catalogue: reports which products were shown.
// Must not draw: the page comes finished from the server.

import { productProperties } from './commerce.js'
import { products } from './products.js'

export function cataloguePage() {
  window.throughline.track('Product List Viewed', {
    list_id: 'all',
    category: 'All',
    products: products.map((product, index) => ({ ...productProperties(product), position: index + 1 })),
  })
}
