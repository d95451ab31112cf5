// The shop's pages as HTML: what stands between the header and the footer of layout.html.
// Must not know the tracker or the collector: tracking belongs to the browser, see public/shop.js.

import { customers } from './public/customers.js'
import { money, products } from './public/products.js'

/** @typedef {{ page: string, title: string, main: string }} Page */

/** @param {import('./public/products.js').Product} product */
const picture = (product) =>
  `<img class="art tint-${product.tint}" src="/art/${product.id}.svg" width="320" height="240" alt="">`

/** @param {import('./public/products.js').Product} product */
const card = (product) => `
  <li class="card">
    <a href="/product/${product.id}">
      ${picture(product)}
      <span class="card-text">
        <span class="card-name">${product.name}</span>
        <span class="card-price">${money(product.price)}</span>
        <span class="soft card-line">${product.line}</span>
      </span>
    </a>
  </li>`

/** @returns {Page} */
const catalogue = () => ({
  page: 'catalogue',
  title: 'Things for a quiet home',
  main: `
<section class="hero">
  <h1>Things for a quiet home</h1>
  <p class="soft">Six good things, and nothing else. Go offline whenever you like: the shop keeps working.</p>
</section>
<ul class="grid" aria-label="All products">${products.map(card).join('')}
</ul>`,
})

/** @param {import('./public/products.js').Product} product @returns {Page} */
const productPage = (product) => ({
  page: 'product',
  title: product.name,
  main: `
<p class="crumb"><a href="/">Catalogue</a> <span aria-hidden="true">/</span> ${product.category}</p>
<article class="product" data-product="${product.id}">
  ${picture(product)}
  <div>
    <h1>${product.name}</h1>
    <p class="price">${money(product.price)}</p>
    <p>${product.line} ${product.detail}</p>
    <p class="soft">Article ${product.sku}, sent within two days.</p>
    <p class="actions">
      <button class="button" id="add" type="button">Add to basket</button> <a href="/basket">Go to basket</a>
    </p>
    <p class="note" id="added" role="status"></p>
  </div>
</article>
<h2>Goes well with it</h2>
<ul class="grid grid-small" aria-label="Other products">${neighbours(product).map(card).join('')}
</ul>`,
})

/** @param {import('./public/products.js').Product} product the three that follow it in the catalogue */
function neighbours(product) {
  const start = products.indexOf(product) + 1
  return [...products, ...products].slice(start, start + 3)
}

/** @returns {Page} */
const basket = () => ({
  page: 'basket',
  title: 'Basket',
  main: `
<h1>Basket</h1>
<div class="room">
  <p id="empty" hidden>Nothing in it yet. <a href="/">Look around</a></p>
  <ul class="lines" id="lines" aria-label="In your basket"></ul>
  <dl class="totals" id="totals" hidden></dl>
  <p class="actions" id="checkout" hidden><a class="button" href="/order">Check out</a></p>
  <section class="elsewhere" aria-labelledby="elsewhere">
    <h2 id="elsewhere">Rather talk to somebody?</h2>
    <p class="soft">Tell this code at the till or on the phone, and we know what you looked at. It names nobody.</p>
    <p class="actions"><button class="button" id="handoff" type="button">Get a code</button>
      <output class="code" id="code" for="handoff"></output></p>
    <p class="note soft" id="code-hint" role="status"></p>
  </section>
</div>`,
})

/** @returns {Page} */
const login = () => ({
  page: 'login',
  title: 'Log in',
  main: `
<h1>Log in</h1>
<form class="form" id="login">
  <p class="soft" id="hint">No password: this is a play. Use one of the invented customers,
    ${customers.map((customer) => `<code>${customer.email}</code>`).join(', ')}.</p>
  <label for="email">E-mail</label>
  <input id="email" name="email" type="email" autocomplete="off" spellcheck="false" required
    aria-describedby="hint login-error">
  <p class="error" id="login-error" role="alert"></p>
  <button class="button" type="submit">Log in</button>
</form>`,
})

/** @returns {Page} */
const order = () => ({
  page: 'order',
  title: 'Checkout',
  main: `
<h1>Checkout</h1>
<div class="room">
  <p id="empty" hidden>There is nothing to order yet. <a href="/">Look around</a></p>
  <p id="buyer" class="soft">Sent to the address we have for you. Nothing is charged.</p>
  <ul class="lines" id="lines" aria-label="Your order"></ul>
  <dl class="totals" id="totals" hidden></dl>
  <form class="form" id="place" hidden>
    <label for="note">A note for the parcel (optional)</label>
    <input id="note" name="note" type="text" autocomplete="off" maxlength="80">
    <button class="button" type="submit">Place order</button>
  </form>
</div>`,
})

/** @returns {Page} */
const thanks = () => ({
  page: 'thanks',
  title: 'Thank you',
  main: `
<h1>Thank you</h1>
<p>On its way to you, in spirit: order <strong id="order-id">&nbsp;</strong></p>
<p class="actions"><a class="button" href="/">Back to the catalogue</a> <a href="/logout">Log out</a></p>`,
})

/** @returns {Page} */
const logout = () => ({
  page: 'logout',
  title: 'Logged out',
  main: `
<h1>You are logged out</h1>
<p>Whoever uses this browser next is somebody new: a fresh anonymous visitor, tied to nobody.</p>
<p class="actions"><a class="button" href="/login">Log in</a> <a href="/">Back to the catalogue</a></p>`,
})

/** @returns {Page} */
const purchases = () => ({
  page: 'purchases',
  title: 'Purchases',
  main: `
<h1>Your purchases</h1>
<div class="room">
  <p class="soft" id="hint" role="status">One moment.</p>
  <ul class="purchases" id="purchases"></ul>
</div>`,
})

/** @type {ReadonlyMap<string, () => Page>} by path */
export const pages = new Map([
  ['/', catalogue],
  ['/basket', basket],
  ['/login', login],
  ['/order', order],
  ['/thanks', thanks],
  ['/logout', logout],
  ['/purchases', purchases],
  ...products.map((product) => /** @type {const} */ ([`/product/${product.id}`, () => productPage(product)])),
])
