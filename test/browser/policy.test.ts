// Owns what the examples are allowed: they work under a strict Content-Security-Policy with Trusted Types, and browsers report nothing.
// Must not judge the journey: that something was recorded is enough.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCollector } from '../../examples/collector/start.js'
import { appSite } from '../../examples/demo/appSite.js'
import { journey } from '../../examples/demo/journey.js'
import { serveSite } from '../../examples/demo/serveSite.js'
import { shopSite } from '../../examples/demo/shopSite.js'
import { tillSite } from '../../examples/demo/tillSite.js'
import { launch } from '../support/browser.js'
import { engine } from './stage.ts'

type Site = Parameters<typeof serveSite>[0]
type Sites = Parameters<typeof journey>[0]['sites']

const reports: string[] = []
let listening: Server
let reportUrl = ''
let sites: Sites
let front: Server
const closers: (() => Promise<unknown> | void)[] = []

/** What every page gets: scripts and all else from its own origin only, and no text becomes code. Inline scripts by their hash alone. */
const strict = (own: string): string =>
  [
    "default-src 'self'",
    `script-src 'self' ${(own.match(/'sha256-[^']+'/g) ?? []).join(' ')}`,
    `connect-src 'self' ${sites.collectorUrl}`,
    "require-trusted-types-for 'script'",
    'trusted-types tidewick',
    `report-uri ${reportUrl}`,
  ].join('; ')

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(`http://localhost:${(server.address() as AddressInfo).port}`)))

beforeAll(async () => {
  listening = createServer((request, response) => {
    let text = ''
    request.on('data', (part) => (text += part)).on('end', () => {
      reports.push(text)
      response.writeHead(204).end()
    })
  })
  reportUrl = await listen(listening)
  const collector = await startCollector({ port: 0, host: '127.0.0.1', storage: ':memory:' })
  const collectorUrl = `http://localhost:${collector.port}`
  const serve = (site: Site) => serveSite(async (path) => {
    const answer = await site(path)
    return answer?.policy ? { ...answer, policy: strict(answer.policy) } : answer
  }, { port: 0 })
  sites = { collectorUrl, collector } as Sites
  const [shop, app, till] = [await serve(await shopSite({ collectorUrl })), await serve(await appSite({ collectorUrl })), await serve(await tillSite({ collectorUrl }))]
  Object.assign(sites, { shop, app, till })
  // The collector's own page, with this policy in place of its own.
  front = createServer(async (request, response) => {
    const answer = await fetch(`${collectorUrl}${request.url}`, { signal: AbortSignal.timeout(60_000) }).catch(() => undefined)
    if (!answer) return response.destroy()
    const isPage = answer.headers.get('content-type')?.startsWith('text/html')
    response.writeHead(answer.status, { 'Content-Type': answer.headers.get('content-type') ?? '', ...(isPage && { 'Content-Security-Policy': strict('') }) })
    for await (const part of answer.body ?? []) if (!response.write(part) && response.destroyed) break
    response.end()
  })
  closers.push(() => collector.close(), shop.close, app.close, till.close)
}, 60_000)

afterAll(async () => {
  for (const server of [front, listening]) server?.closeAllConnections()
  front?.close()
  listening?.close()
  await Promise.all(closers.map((close) => close()))
}, 30_000)

test('shop, app, till and the page of the collector: nothing violates the policy', async (context) => {
  const frontUrl = await listen(front)
  const browser = await launch(engine)
  try {
    if (!browser.can.serviceWorker) context.skip('the shop needs a service worker')
    const { noted } = await journey({ browser, sites, say: () => {}, isWhole: engine === 'chromium' })
    expect(noted).toEqual([])
    const page = await browser.open(frontUrl)
    await page.waitFor(() => /customer|ada/i.test(document.body.innerText) || document.querySelectorAll('li, tr').length > 5)
    expect((await sites.collector.stored()).length).toBeGreaterThan(10)
    // That a violation would have been reported at all.
    expect(reports).toEqual([])
    await page.run(() => {
      const image = document.body.appendChild(new Image())
      image.src = 'http://127.0.0.1:9/not-allowed.png'
    })
    for (const end = Date.now() + 10_000; reports.length === 0 && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(reports[0]).toContain('not-allowed')
  } finally {
    await browser.close()
  }
}, 120_000)
