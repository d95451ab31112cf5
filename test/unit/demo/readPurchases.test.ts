// What a customer bought comes from a real collector, which alone knows who was who.
import { expect, it } from 'vitest'
import { startCollector } from '../../../examples/collector/start.js'
import { readPurchases } from '../../../examples/demo/readPurchases.js'

const [browser, till] = ['0190a6e0-0000-7000-8000-00000000000a', '0190a6e0-0000-7000-8000-00000000000b']
const products = [{ name: 'Pebble Mug', quantity: 2 }]
const card = { type: 'loyalty', id: 'L-77801' }

/** An item of a batch; the later in the list, the later in time. */
const item = (fields: object, channel: string, index: number) => ({
  messageId: `0190a6e0-0000-7000-8000-1000000000${10 + index}`,
  timestamp: new Date(Date.UTC(2026, 10, 22, 12, index)).toISOString(),
  ...fields,
  context: { throughline: { channel, ...('link' in fields && { type: 'link' }) }, ...('link' in fields && { externalIds: [fields.link] }) },
})

it('purchases are the orders and refunds of one person, over all channels, the newest first', async () => {
  const collector = await startCollector({ port: 0, storage: ':memory:' })
  try {
    const order = (event: string, order_id: string, total: number) => ({ type: 'track', event, properties: { order_id, total, products } })
    const batch = [
      item({ type: 'identify', anonymousId: browser, userId: 'customer-1001' }, 'website', 0),
      item({ type: 'identify', anonymousId: browser, userId: 'customer-1001', link: card }, 'website', 1),
      item({ ...order('Order Completed', 'T-1', 26.9), anonymousId: browser, userId: 'customer-1001' }, 'website', 2),
      item({ type: 'identify', anonymousId: till, link: card }, 'store', 3),
      item({ ...order('Order Completed', 'R-1', 28), anonymousId: till }, 'store', 4),
      item({ type: 'page', name: 'Order Completed', anonymousId: till }, 'store', 5),
      item({ ...order('Order Refunded', 'R-2', 14), anonymousId: till }, 'phone_call', 6),
      item({ ...order('Order Completed', 'T-2', 5), userId: 'customer-1002' }, 'website', 7),
    ]
    const response = await fetch(`${collector.url}/v1/batch`, { method: 'POST', body: JSON.stringify({ writeKey: 'k', batch }) })
    expect(await response.json()).toMatchObject({ stored: 8 })
    expect(await readPurchases(collector.url, 'customer-1001')).toMatchObject([
      { id: 'R-2', channel: 'phone_call', total: 14, isReturn: true, things: ['Pebble Mug × 2'] },
      { id: 'R-1', channel: 'store', total: 28, isReturn: false },
      { id: 'T-1', channel: 'website', total: 26.9, isReturn: false },
    ])
    expect(await readPurchases(collector.url, 'customer-1003')).toEqual([])
  } finally {
    await collector.close()
  }
}, 60_000)
