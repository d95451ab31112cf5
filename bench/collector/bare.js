// The limit from above: the same HTTP, a handler that reads the body and forgets it. Prints its address.
// Stores nothing.
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { listen } from '../../examples/collector/listen.js'

const app = new Hono().post('/v1/batch', async (c) => {
  await c.req.arrayBuffer()
  return c.json({ success: true })
})
const server = /** @type {import('node:http').Server} */ (createAdaptorServer({ fetch: app.fetch }))
await listen(server, 0, '127.0.0.1')
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
console.log(`http://127.0.0.1:${port}/`)
