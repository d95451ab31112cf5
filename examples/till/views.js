// What the till shows: shelf, bill and receipts, as HTML.
// Must not change anything, and must not be handed what somebody typed: see till.js.

import { money, products } from '../shop/public/products.js'

export const shelfView = () => products.map(({ id, name, price, tint }) => `
<li><button type="button" class="item" data-add="${id}">
  <img class="art tint-${tint}" src="/art/${id}.svg" width="160" height="120" alt="">
  <span class="item-name">${name}</span> <span class="item-price">${money(price)}</span>
</button></li>`).join('')

/** @param {import('./bill.js').Bill} bill */
export function billView(bill) {
  const lines = bill.lines()
  if (lines.length === 0) return '<li class="nothing soft">Nothing on it yet.</li>'
  return lines.map(({ product, quantity }) => `
<li>
  <span class="line-name">${product.name}</span>
  <span class="steps">
    <button type="button" class="step" data-less="${product.id}" aria-label="One ${product.name} less">−</button>
    <span class="line-count">${quantity}</span>
    <button type="button" class="step" data-add="${product.id}" aria-label="One ${product.name} more">+</button>
  </span>
  <span class="line-sum">${money(product.price * quantity)}</span>
</li>`).join('')
}

/** @param {readonly import('./receipts.js').Receipt[]} receipts */
export function receiptsView(receipts) {
  if (receipts.length === 0) return '<li class="nothing soft">No receipts yet today.</li>'
  return receipts.map(() => `
<li>
  <span class="receipt-who"></span> <span class="receipt-sum"></span>
  <span class="receipt-about soft"></span>
</li>`).join('')
}
