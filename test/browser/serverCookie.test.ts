// Owns the README's way of setting the cookie by the site's server: its two samples, run as they stand there.
// Must not repeat what the cookie does without a server: cookie.test.ts has that.
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import { compileFunction } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from '../support/browser.js'
import { projectFolder } from '../run/projectFolder.js'
import { engine, useStage } from './stage.ts'

const stage = useStage()

/** The one host for which browsers take `Secure` cookies without https. */
const host = 'localhost'
const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8').replaceAll('example.com', host)
const [, serverSample] = /```js\n([^`]*`throughline-shop-web=\$\{id\}[^`]*`\)\n)```/.exec(readme) ?? []
const [, pageSample] = /createTracker\((\{ cookie: .*? \})\)/.exec(readme) ?? []

const setCookies: string[] = []
let server: http.Server

beforeAll(async () => {
  const answer = compileFunction(serverSample!, ['request', 'response'])
  server = http.createServer(async (request, response) => {
    const found = await fetch(`${stage.site.url}${request.url}`)
    if (found.headers.get('content-type')?.includes('html')) answer(request, response)
    const own = response.getHeader('set-cookie')
    if (own) setCookies.push(`${own as string}`)
    response.writeHead(found.status, { 'content-type': found.headers.get('content-type') ?? '' }).end(Buffer.from(await found.arrayBuffer()))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => void server.close())

const state = async (page: Page) => {
  await page.waitFor(() => window.isReady)
  return page.run(async () => {
    await tracker.saved()
    return { id: tracker.identity().anonymousId, cookie: document.cookie, writes: (window as any).writes as string[] }
  })
}

// Others take no `Secure` cookie from a loopback address without https.
test.runIf(engine === 'chromium')("the samples of the README: the server keeps the page's cookie, and the page leaves it alone", async () => {
  expect([serverSample, pageSample]).toEqual([expect.stringContaining('Max-Age=34560000'), expect.any(String)])
  const cookie = compileFunction(`return ${pageSample!}`)() as { cookie: object }
  const url = stage.site.page('shop', {
    options: { ...cookie, writeKey: 'shop-web', flushDelayMs: 50 },
    before: () => {
      const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie')!
      const writes: string[] = ((window as any).writes = [])
      const write = (text: string): void => {
        writes.push(text)
        set!.call(document, text)
      }
      Object.defineProperty(document, 'cookie', { get, set: write })
    },
  })
  const { port } = server.address() as { port: number }
  const page = await stage.visit(url.replace(stage.site.url, `http://${host}:${port}`))
  const first = await state(page)
  // Nobody is known to the server yet: the id is minted in the page.
  expect(setCookies).toEqual([])
  expect(first.cookie).toBe(`throughline-shop-web=${first.id}`)

  await page.reload()
  const second = await state(page)
  expect(setCookies).toEqual([expect.stringContaining(`throughline-shop-web=${first.id};`)])
  expect(second).toEqual({ ...first, writes: [] })
  const kept = await page.run(async () => await (window as any).cookieStore.get('throughline-shop-web'))
  // Chromium cuts what is longer, to 400 days: the server's word has been taken.
  expect(kept.expires - Date.now()).toBeGreaterThan(390 * 86_400_000)

  // What Safari does after seven days to all that scripts have written: the server's cookie is what is left.
  await page.run(async () => {
    tracker.stop()
    await new Promise((resolve) => (indexedDB.deleteDatabase('throughline-shop-web').onsuccess = resolve))
  })
  await page.reload()
  expect((await state(page)).id).toBe(first.id)

  // A logout is the page's: the server sets what it gets from then on.
  await page.run(async () => (tracker.reset(), await tracker.saved()))
  const after = await state(page)
  expect(after.id).not.toBe(first.id)
  await page.reload()
  expect(setCookies.at(-1)).toContain(`throughline-shop-web=${after.id};`)
  expect((await state(page)).cookie).toBe(`throughline-shop-web=${after.id}`)
})
