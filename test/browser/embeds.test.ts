// Owns pages that no web server has sent: of an app in a WebView, from a file, of a browser's extension.
// Must not test again what a page of a site does.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import type { Page } from '../support/browser.js'
import { engine, useStage } from './stage.ts'

const library = new URL('../../dist/throughline.js', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'throughline-embed-'))
// Where WebKit looks for the pages of `capacitor://localhost`, as Capacitor on iOS names its own.
const inApp = join(folder, 'app')
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })) // once the browser has gone: last in, first out
const stage = useStage({ profile: () => folder })

/** Writes a page with the script tag; answers with its path. */
function writePage(into: string, channel: string): string {
  mkdirSync(into, { recursive: true })
  copyFileSync(library, join(into, 'throughline.js'))
  const attributes = `data-collector="${stage.collector.url}/v1/batch" data-write-key="${channel}" data-channel="${channel}" data-flush-delay="50"`
  const html = `<!doctype html><meta charset="utf-8"><title>Embedded</title><button id="buy">Buy</button>
    <script src="throughline.js" ${attributes}></script>`
  writeFileSync(join(into, 'index.html'), html)
  return join(into, 'index.html')
}

/** Tracks, goes offline, tracks, comes again: all of it is there, of one visitor. */
async function liveThrough(page: Page) {
  const track = (name: string) => page.run(async (event) => {
    const id = window.throughline.track(event)
    return (await window.throughline.saved()) ? id : 'not on disk'
  }, name)
  await page.waitFor(() => Boolean(window.throughline?.flush))
  const ids = [await track('Opened')]
  await page.click('#buy')
  await page.run(() => window.throughline.flush())
  await stage.browser.offline(true)
  ids.push(await track('Offline'))
  await page.reload()
  await page.waitFor(() => Boolean(window.throughline?.flush))
  ids.push(await track('Reloaded'))
  await stage.browser.offline(false)
  const rows = await stage.received(ids)
  const all = await stage.streamsOf(rows)
  return {
    visitors: new Set(all.map(({ anonymousId }) => anonymousId)).size,
    clicks: all.filter(({ name }) => name === 'Element Clicked').length,
    channels: [...new Set(all.map(({ channel }) => channel))],
    urls: [...new Set(all.map(({ context }) => context.page.url))],
  }
}

test('a page from a file', async () => {
  const page = await stage.browser.open(pathToFileURL(writePage(join(folder, 'file'), 'kiosk')).href)
  expect(await liveThrough(page)).toEqual({ visitors: 1, clicks: 1, channels: ['kiosk'], urls: ['file:///'] })
  await page.close()
})

test.runIf(engine === 'webkit')('a page of an app in a WebView, with a scheme of its own', async () => {
  writePage(inApp, 'mobile_app')
  const page = await stage.browser.open('capacitor://localhost/index.html')
  expect(await liveThrough(page)).toEqual({ visitors: 1, clicks: 1, channels: ['mobile_app'], urls: ['capacitor://localhost/index.html'] })
  await page.close()
})

describe.runIf(engine === 'chromium')('an extension', () => {
  test('a page of it, under its own strict policy', async () => {
    const inside = join(folder, 'extension')
    writePage(inside, 'extension')
    writeFileSync(join(inside, 'manifest.json'), JSON.stringify({ manifest_version: 3, name: 'Embedded', version: '1', action: { default_popup: 'index.html' } }))
    const id = await stage.browser.installExtension(inside)
    const page = await stage.browser.open(`chrome-extension://${id}/index.html`)
    expect(await liveThrough(page)).toEqual({ visitors: 1, clicks: 1, channels: ['extension'], urls: [`chrome-extension://${id}/index.html`] })
    await page.close()
  })
})

test('a worker tells its page, and a tracker in it does nothing', async () => {
  const page = await stage.open('shop')
  const told = await page.run(() => new Promise<unknown>((resolve) => {
    const code = `import { createTracker } from '${location.origin}/dist/index.js'
      const tracker = createTracker({ collector: '/v1/batch', writeKey: 'worker' })
      tracker.saved().then((isSaved) => postMessage([tracker.track('Idle'), isSaved, tracker.identity().anonymousId ?? null]))
      postMessage('Calculated')`
    const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), { type: 'module' })
    let id = ''
    worker.onmessage = ({ data }) => void (Array.isArray(data) ? resolve([id, ...data]) : (id = tracker.track(data)))
    worker.onerror = ({ message }) => resolve(message)
  }))
  expect(told).toEqual([expect.stringMatching(/^.{36}$/), '', expect.any(Boolean), null])
  await stage.received([(told as string[])[0]!])
})
