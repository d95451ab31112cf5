// The Customer Experience Digital Data Layer 1.0 (`window.digitalData`) as standard events.
// Pure. Takes over goods and orders only: it may hold users too. https://www.w3.org/2013/12/ceddl-201312.pdf

type Values = { readonly [key: string]: unknown }

const object = (value: unknown): Values => (typeof value === 'object' && value !== null ? (value as Values) : {})
const leaf = (value: unknown): string | number | undefined => (/^(string|number)$/.test(typeof value) ? (value as string | number) : undefined)
const present = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

function productOf(value: unknown): Values {
  const { productInfo, category, price, quantity } = object(value)
  const { productID, productName, sku, manufacturer, color, productURL, productImage } = object(productInfo)
  const { basePrice, currency, priceWithTax } = object(price)
  return present({
    product_id: leaf(productID),
    sku: leaf(sku),
    name: leaf(productName),
    brand: leaf(manufacturer),
    variant: leaf(color),
    category: leaf(object(category).primaryCategory),
    price: leaf(basePrice) ?? leaf(priceWithTax),
    currency: leaf(currency),
    quantity: leaf(quantity),
    url: leaf(productURL),
    image_url: leaf(productImage),
  })
}

/** The standard events that this page's data layer stands for. */
export function fromDigitalData({ transaction, product }: Values): [name: string, properties: Values][] {
  const { transactionID, total, item } = object(transaction)
  const order = leaf(transactionID)
  if (order !== undefined) {
    const { basePrice, currency, voucherCode, shipping, transactionTotal, cartTotal } = object(total)
    const products = Array.isArray(item) ? item.slice(0, 100).map(productOf) : undefined
    return [
      [
        'Order Completed',
        present({
          order_id: `${order}`,
          revenue: leaf(basePrice),
          total: leaf(transactionTotal) ?? leaf(cartTotal),
          shipping: leaf(shipping),
          coupon: leaf(voucherCode),
          currency: leaf(currency),
          products,
        }),
      ],
    ]
  }
  const all = Array.isArray(product) ? product : product ? [product] : []
  // A page about more than one is a list.
  return all.length === 1 ? [['Product Viewed', productOf(all[0])]] : all.length ? [['Product List Viewed', { products: all.slice(0, 100).map(productOf) }]] : []
}
