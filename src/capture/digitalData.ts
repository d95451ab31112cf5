// The Customer Experience Digital Data Layer 1.0 (`window.digitalData`) as standard events.
// Pure. Takes over goods and orders only: it may hold users too. https://www.w3.org/2013/12/ceddl-201312.pdf

import { pick, type Values } from './pick.js'

function productOf(value: unknown): Values {
  const { productInfo, category, price } = Object(value) as Values
  return {
    ...pick(productInfo, 'productID:product_id sku productName:name manufacturer:brand color:variant productURL:url productImage:image_url'),
    ...pick(category, 'primaryCategory:category'),
    // The one without tax, if there is one.
    ...pick(price, 'priceWithTax:price'),
    ...pick(price, 'basePrice:price currency'),
    ...pick(value, 'quantity'),
  }
}

/** The standard events that this page's data layer stands for. */
export function fromDigitalData({ transaction, product }: Values): [name: string, properties: Values][] {
  const { total, item } = Object(transaction) as Values
  const { order_id: order } = pick(transaction, 'transactionID:order_id')
  if (order !== undefined) {
    const totals = { ...pick(total, 'cartTotal:total'), ...pick(total, 'basePrice:revenue transactionTotal:total shipping voucherCode:coupon currency') }
    return [['Order Completed', { order_id: `${order as string}`, ...totals, ...(Array.isArray(item) && { products: item.slice(0, 100).map(productOf) }) }]]
  }
  const all = Array.isArray(product) ? product : product ? [product] : []
  // A page about more than one is a list.
  return all.length === 1 ? [['Product Viewed', productOf(all[0])]] : all.length ? [['Product List Viewed', { products: all.slice(0, 100).map(productOf) }]] : []
}
