// What somebody sees who is not logged in.
// Must not check anything: see actions.js.

import { customers } from '../shop/public/customers.js'

export const loginView = () => `
<h1>Log in to the club</h1>
<form class="form">
  <p class="soft" id="hint">No password: this is a play. Use one of the invented customers of the shop,
    ${customers.map((customer) => `<code>${customer.email}</code>`).join(', ')}.</p>
  <label for="email">E-mail</label>
  <input id="email" name="email" type="email" autocomplete="off" spellcheck="false" required
    aria-describedby="hint login-error">
  <p class="error" id="login-error" role="alert"></p>
  <button class="button" type="submit">Log in</button>
</form>`
