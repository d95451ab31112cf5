// Sends batches as browsers do, so many at a time, and says how long each answer took.
// Knows nothing of what answers.
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { gzipSync } from 'node:zlib'

/** As the library's own: UUIDv7. */
function createIds() {
  let count = 0
  const node = randomUUID().slice(-12)
  return () => {
    const time = Date.now().toString(16).padStart(12, '0')
    const place = (count++ & 0xfff).toString(16).padStart(3, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${place}-8${((count >> 12) & 0xfff).toString(16).padStart(3, '0')}-${node}`
  }
}

/** The bodies of so many batches: of each visitor ten events, and a login in every second batch. @param {number} batches @param {number} each */
export function makeBodies(batches, each) {
  const next = createIds()
  return Array.from({ length: batches }, (_, visitor) => {
    const stream = next()
    const batch = Array.from({ length: each }, (_, n) => ({
      messageId: next(),
      ...(n === 1 && visitor % 2 ? { type: 'identify', userId: `customer-${visitor}`, traits: { plan: 'gold' } } : { type: 'track', event: 'Product Viewed', properties: { product_id: `p-${n}`, price: 19.9, currency: 'EUR', list: 'Shoes' } }),
      anonymousId: `visitor-${visitor}-${stream}`,
      timestamp: new Date().toISOString(),
      context: {
        page: { url: `https://shop.example/shoes?size=${n}`, path: '/shoes', title: 'Shoes for every day', referrer: 'https://search.example/' },
        locale: 'en-GB', timezone: 'Europe/Oslo', screen: { width: 1920, height: 1080 }, library: { name: 'throughline', version: '0.1.0' },
        throughline: { stream, n, sessionId: stream, channel: 'website' },
      },
    }))
    const text = JSON.stringify({ writeKey: 'shop', sentAt: new Date().toISOString(), batch })
    return { text, body: gzipSync(text) }
  })
}

/**
 * @param {string} url
 * @param {readonly { body: Buffer }[]} bodies
 * @param {number} senders at a time
 * @returns {Promise<{ ms: number[], seconds: number, failed: number }>}
 */
export async function sendLoad(url, bodies, senders) {
  const agent = new Agent({ keepAlive: true, maxSockets: senders })
  const left = [...bodies]
  /** @type {number[]} */
  const ms = []
  let failed = 0
  const begin = performance.now()
  await Promise.all(Array.from({ length: senders }, async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const start = performance.now()
      const status = await post(url, next.body, agent)
      ms.push(performance.now() - start)
      if (status !== 200) failed++
    }
  }))
  agent.destroy()
  return { ms, seconds: (performance.now() - begin) / 1000, failed }
}

/** @type {(url: string, body: Buffer, agent: Agent) => Promise<number>} */
const post = (url, body, agent) =>
  new Promise((resolve, reject) => {
    const asked = request(`${url}/v1/batch`, { method: 'POST', agent, headers: { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip', 'Content-Length': body.length } }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
    })
    asked.once('error', reject)
    asked.end(body)
  })
