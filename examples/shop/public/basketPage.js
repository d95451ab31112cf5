// The basket's page: shows it, takes things out, reports both.
// Must not know how the basket is kept.

import { basketLines, changeBasket } from './basket.js'
import { byId } from './byId.js'
import { lineProperties, productProperties } from './commerce.js'
import { handoffCode } from './handoffCode.js'
import { showLines } from './linesList.js'

export function basketPage() {
  show()
  window.throughline.track('Cart Viewed', { products: lineProperties(basketLines()) })
  addEventListener('pageshow', show)
  handoffCode()
}

function show() {
  const lines = basketLines()
  showLines(lines, ({ product }) => {
    changeBasket(product.id, -1)
    window.throughline.track('Product Removed', productProperties(product))
    show()
    byId('main').focus() // the button that had the focus may be gone
    document.dispatchEvent(new Event('basket'))
  })
  const empty = lines.length === 0
  byId('empty').hidden = !empty
  byId('checkout').hidden = empty
}
