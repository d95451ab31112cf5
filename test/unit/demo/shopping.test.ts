// @vitest-environment happy-dom
// The shop's own rules: basket, sums, property names, customers.
import { beforeEach, describe, expect, it } from 'vitest'
import { basketCount, basketLines, changeBasket, emptyBasket, totals } from '../../../examples/shop/public/basket.js'
import { lineProperties } from '../../../examples/shop/public/commerce.js'
import { customerByEmail } from '../../../examples/shop/public/customers.js'
import { products } from '../../../examples/shop/public/products.js'

beforeEach(() => localStorage.clear())

describe('the basket', () => {
  it('counts things in and out, and never below nothing', () => {
    changeBasket('mug', 1)
    changeBasket('mug', 1)
    changeBasket('lamp', 1)
    expect(basketCount()).toBe(3)
    changeBasket('lamp', -1)
    changeBasket('lamp', -1)
    expect(basketLines().map(({ product, quantity }) => [product.id, quantity])).toEqual([['mug', 2]])
    emptyBasket()
    expect(basketCount()).toBe(0)
  })

  it('takes no product that the shop does not have', () => {
    changeBasket('castle', 1)
    expect(basketCount()).toBe(0)
  })

  it('is empty rather than broken when its record is', () => {
    localStorage.setItem('tidewick.basket', '{')
    expect(basketLines()).toEqual([])
  })

  it('sums up in cents, and ships for nothing from 80 euros on', () => {
    changeBasket('mug', 3)
    expect(totals(basketLines())).toEqual({ subtotal: 42, shipping: 4.9, total: 46.9, currency: 'EUR' })
    changeBasket('throw', 1)
    expect(totals(basketLines())).toEqual({ subtotal: 114.5, shipping: 0, total: 114.5, currency: 'EUR' })
  })
})

describe('what is reported', () => {
  it('uses the names of the ecommerce specification', () => {
    changeBasket('pot', 2)
    expect(lineProperties(basketLines())).toEqual([
      {
        product_id: 'pot', sku: 'TW-POT-03', name: 'Fern Pot', category: 'Green', price: 22, quantity: 2, currency: 'EUR',
      },
    ])
  })
})

describe('the cast', () => {
  it('knows its customers by e-mail, however it is typed', () => {
    expect(customerByEmail(' Ada@Example.com ')?.id).toBe('customer-1001')
    expect(customerByEmail('nobody@example.com')).toBeUndefined()
  })

  it('gives every product an id and an article number of its own', () => {
    expect(new Set(products.map(({ id }) => id)).size).toBe(products.length)
    expect(new Set(products.map(({ sku }) => sku)).size).toBe(products.length)
  })
})
