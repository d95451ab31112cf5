// A product's page: reports the view, puts the product into the basket.
// Must not know what else is in the basket.

import { changeBasket } from './basket.js'
import { byId } from './byId.js'
import { productProperties } from './commerce.js'
import { productById } from './products.js'

export function productPage() {
  const article = document.querySelector('[data-product]')
  const product = productById(article?.getAttribute('data-product') ?? '')
  if (!product) return
  window.throughline.track('Product Viewed', productProperties(product))

  byId('add').addEventListener('click', () => {
    changeBasket(product.id, 1)
    window.throughline.track('Product Added', productProperties(product))
    byId('added').textContent = `${product.name} is in your basket.`
    document.dispatchEvent(new Event('basket'))
  })
}
