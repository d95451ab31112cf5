// Owns collectors that mean harm: whatever they answer, the page is unhurt, nothing takes for ever, and the events arrive once they behave.
// Must not judge what an honest answer means: that is in network.test.ts and answers.test.ts.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useStage } from './stage.ts'

const stage = useStage()

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown
const good: Answer = (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"success":true}')
let answer = good
let redirected = 0
/** Ids of the events in requests that were answered well. */
let accepted: string[] = []
let url = ''
const open = new Set<ServerResponse>()

const server = createServer((request, response) => {
  const parts: Buffer[] = []
  open.add(response)
  response.on('close', () => open.delete(response)).on('error', () => {})
  request.on('data', (part) => parts.push(part)).on('end', () => {
    response.setHeader('Access-Control-Allow-Origin', '*')
    response.setHeader('Access-Control-Expose-Headers', '*, Retry-After, Accept-Encoding')
    if (request.url === '/elsewhere') redirected++
    if (answer === good) {
      const { batch } = JSON.parse(Buffer.concat(parts).toString()) as { batch: { messageId: string }[] }
      accepted.push(...batch.map(({ messageId }) => messageId))
    }
    answer(response, request)
  })
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => {
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  resolve()
})))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const timeoutMs = 2_000
/** One request and its time-out, and a busy machine. */
const maxFlushMs = 15_000
const megabyte = 'x'.repeat(1_000_000)

/** Writes for as long as anybody listens, up to so many MB. */
const pour = (response: ServerResponse, megabytes: number, part = megabyte): void => {
  if (megabytes <= 0) return void response.end()
  if (response.destroyed) return
  if (response.write(part)) setImmediate(pour, response, megabytes - 1, part)
  else response.once('drain', () => pour(response, megabytes - 1, part))
}
const json = (body: string, headers: Record<string, string> = {}): Answer => (response) => response.writeHead(200, { 'Content-Type': 'application/json', ...headers }).end(body)
const status = (code: number, headers: Record<string, string | string[]> = {}): Answer => (response) => response.writeHead(code, headers).end()

const attacks: readonly (readonly [what: string, answer: Answer])[] = [
  ['a body of 50 MB', (response) => (response.writeHead(200), pour(response, 50))],
  ['a body without an end', (response) => (response.writeHead(200), pour(response, 1e9, 'y'.repeat(10_000)))],
  ['a body that comes a byte at a time', (response) => {
    response.writeHead(200)
    const timer = setInterval(() => (response.destroyed ? clearInterval(timer) : response.write('{')), 100)
  }],
  ['headers without a body, ever', (response) => void response.writeHead(200, { 'Content-Length': '100' }).flushHeaders()],
  ['a redirect to itself', status(307, { Location: '/elsewhere' })],
  ['a redirect to code', status(302, { Location: 'javascript:alert(1)' })],
  ['a redirect to another site', status(308, { Location: 'http://127.0.0.1:9/' })],
  ['a verdict for prototypes', json('{"results":{"__proto__":{"status":"rejected","reason":"x"},"constructor":{"status":"retry"},"toString":{"status":"rejected"}}}', { 'X-Status': '1' })],
  ['verdicts that are no verdicts', json('{"results":{"a":null,"b":7,"c":{"status":{"deep":[]},"reason":{"toString":1}}}}')],
  ['verdicts nested without an end', json(`{"results":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)],
  ['a year of Retry-After', status(503, { 'Retry-After': '31536000' })],
  ['Retry-After that is none', status(503, { 'Retry-After': '-1, NaN, 1e999' })],
  ['Retry-After in the year 275760', status(429, { 'Retry-After': 'Sat, 13 Sep 275760 00:00:00 GMT' })],
  ['headers by the hundred', status(500, Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`X-Odd-${i}`, 'z'.repeat(50)])))],
  ['cookies and wipes', status(500, { 'Set-Cookie': ['throughline-test-1=evil; Path=/', '__proto__=1'], 'Clear-Site-Data': '"storage"', 'Refresh': '0; url=http://127.0.0.1:9/' })],
  ['an answer that says it is compressed and is not', (response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('no gzip')],
  ['a status that does not exist', status(599)],
  ['an answer that is cut', (response) => (response.writeHead(200, { 'Content-Length': '1000' }), response.write('{'), setTimeout(() => response.destroy(), 20))],
]

test.each(attacks)('%s', async (what, attack) => {
  answer = attack
  redirected = 0
  accepted = []
  const page = await stage.open('shop', { options: { collector: `${url}/v1/batch`, timeoutMs } })
  const flushMs = await page.run(async () => {
    window.kept = tracker.track('Attacked', { fine: 1 })
    const start = performance.now()
    await tracker.flush()
    return performance.now() - start
  })
  console.log(`${what}: ${Math.round(flushMs)} ms`)
  expect(flushMs).toBeLessThan(maxFlushMs)
  // The page goes on: nothing thrown, nothing changed, nobody sent anywhere.
  expect(await page.run(() => [window.errors, Object.keys(Object.prototype), document.cookie.includes('evil')])).toEqual([[], [], false])
  expect(page.url()).toContain('/shop')
  expect(redirected).toBe(0)
  for (const response of open) response.destroy()

  answer = good
  const id: string = await page.run(() => window.kept)
  // Who asks to be left alone for so long is left alone, and what says that it has the events is believed.
  // WebKit takes what it cannot unpack for an empty answer.
  const isOver = /^(a verdict|verdicts)|year|compressed/.test(what)
  for (const end = Date.now() + 20_000; !isOver && !accepted.includes(id) && Date.now() < end; ) {
    await page.run(() => tracker.flush())
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  expect(isOver || accepted.includes(id)).toBe(true)
}, 60_000)
