// The orders of the past: invented, and the same for everybody.
// Must not change anything.

const orders = [
  { id: 'T-31A07', date: '3 November', total: '€50.00', things: ['Pebble Mug × 2', 'Fern Pot'] },
  { id: 'T-2ZK44', date: '19 August', total: '€72.50', things: ['Dune Throw'] },
  { id: 'T-2W910', date: '2 May', total: '€102.00', things: ['Rill Teapot', 'Ember Lamp'] },
]

export const ordersView = () => `
<h1>Orders</h1>
${orders.map(orderHtml).join('')}`

/** @param {(typeof orders)[number]} order */
const orderHtml = ({ id, date, total, things }) => `
<details class="panel" data-order="${id}">
  <summary>
    <span class="order-date">${date}</span> <span class="soft">${id}</span> <span class="order-total">${total}</span>
  </summary>
  <ul>${things.map((thing) => `<li>${thing}</li>`).join('')}</ul>
  <form data-return="${id}">
    <label>Send it back, because it <select name="reason">
      <option value="not as expected">is not as expected</option>
      <option value="broken">arrived broken</option>
      <option value="not needed">is not needed any more</option>
    </select></label>
    <button type="submit">Send it back</button>
    <p class="soft" role="status"></p>
  </form>
</details>`
