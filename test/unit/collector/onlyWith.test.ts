// Who may read what a collector has stored: anybody on the loopback address, elsewhere only who has the token.
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { onlyWith } from '../../../examples/collector/onlyWith.js'

const ask = async (host: string, token: string | undefined, authorization?: string): Promise<number> => {
  const app = new Hono()
  app.use(onlyWith(host, token))
  app.get('/people', (c) => c.text('everybody'))
  return (await app.request('/people', { headers: authorization === undefined ? {} : { authorization } })).status
}
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

test.each(['127.0.0.1', '127.0.0.53', 'localhost', '::1', '[::1]'])('on %s nobody needs a token', async (host) => {
  expect(await ask(host, undefined)).toBe(200)
})

test.each(['0.0.0.0', '::', '10.0.0.1', 'collect.example.com', '127.0.0.1.example.com', ''])('on %s nobody reads without one', async (host) => {
  expect(await ask(host, undefined)).toBe(403)
  expect(await ask(host, '', 'Bearer ')).toBe(403)
})

test.each([
  ['Bearer secret', 200],
  [basic('anybody:secret'), 200],
  [basic(':secret'), 200],
  ['Bearer secre', 401],
  ['Bearer secret2', 401],
  [basic('secret:'), 401],
  [basic('secret'), 200],
  ['Bearer', 401],
  ['Basic', 401],
  ['', 401],
  ['secret', 401],
])('elsewhere %s is answered with %i', async (authorization, status) => {
  expect(await ask('0.0.0.0', 'secret', authorization)).toBe(status)
})
