// What a customer bought, wherever that was: asked of the collector, as a shop's own server would.
// Must not decide who is who: the collector has resolved that. A real shop asks for a login first.

/** @typedef {{ id: string, time: string, channel: string, total: number, isReturn: boolean, things: string[] }} Purchase */

const bought = ['Order Completed', 'Order Refunded']

/**
 * @param {string} collectorUrl
 * @param {string} customerId
 * @returns {Promise<Purchase[]>} the newest first
 */
export async function readPurchases(collectorUrl, customerId) {
  const person = await ask(`${collectorUrl}/people/${encodeURIComponent(`user:${customerId}`)}`)
  /** @type {{ type: string, name: string, seq: number }[]} */
  const timeline = person?.timeline ?? []
  const orders = timeline.filter(({ type, name }) => type === 'track' && bought.includes(name))
  const answers = await Promise.all(orders.map(({ seq }) => ask(`${collectorUrl}/events?after=${seq - 1}&limit=1`)))
  return answers.flatMap((answer) => answer?.events ?? []).map(toPurchase).reverse()
}

/** @param {string} url @returns {Promise<any>} undefined where there is nothing */
async function ask(url) {
  const response = await fetch(url)
  return response.ok ? response.json() : undefined
}

/** @param {any} event @returns {Purchase} */
function toPurchase({ id, time, channel, name, properties }) {
  const products = Array.isArray(properties?.products) ? properties.products : []
  return {
    id: String(properties?.order_id ?? id),
    time,
    channel,
    total: Number(properties?.total ?? 0),
    isReturn: name === 'Order Refunded',
    things: products.map((/** @type {any} */ product) => `${product.name} × ${product.quantity}`),
  }
}
