// Owns what is recorded of videos and sound that really play, and of vitals as the web-vitals package measures them.
// Must not bring a file along: the sound is made here, and web-vitals comes from test/applications.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installApplications } from '../applications/installApplications.js'
import { createRecorded, listenIn, problems, told, tracked } from './recorded.ts'
import { engine, useStage } from './stage.ts'

const stage = useStage()
const recorded = createRecorded(stage)

const bytesPerSecond = 48_000 * 4
/** A quiet tone of so many seconds: 48 kHz, 16 bits, two channels, uncompressed. http://soundfile.sapp.org/doc/WaveFormat/ */
function makeWav(seconds: number): Buffer {
  const size = seconds * bytesPerSecond
  const file = Buffer.alloc(44 + size)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + size, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  for (const [i, value] of [1, 2].entries()) file.writeUInt16LE(value, 20 + 2 * i)
  file.writeUInt32LE(48_000, 24)
  file.writeUInt32LE(bytesPerSecond, 28)
  for (const [i, value] of [4, 16].entries()) file.writeUInt16LE(value, 32 + 2 * i)
  file.write('data', 36)
  file.writeUInt32LE(size, 40)
  for (let i = 0; i < size; i += 2) file.writeInt16LE(Math.round(500 * Math.sin(i / 200)), 44 + i)
  return file
}

describe('media', () => {
  let server: http.Server
  let url: string
  /** Each sends what it has held back. */
  const held: (() => void)[] = []

  beforeAll(async () => {
    server = http.createServer((request, response) => {
      const { pathname } = new URL(request.url!, 'http://127.0.0.1')
      const file = makeWav(pathname === '/slow.wav' ? 10 : 2)
      response.writeHead(200, { 'Content-Type': 'audio/wav', 'Content-Length': file.length })
      if (pathname !== '/slow.wav') return response.end(file)
      const begin = 3 * bytesPerSecond
      response.write(file.subarray(0, begin))
      held.push(() => response.end(file.subarray(begin)))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  })
  const openMedia = async () => {
    const page = await stage.open('media', { options: { capture: ['media'] } })
    await listenIn(page)
    return page
  }

  test.each([['tune', 'audio', 'A tune of [email]', 'First'], ['film', 'video', 'A film', undefined]])(
    '%s is started, comes to each quarter and to its end, once each, however often it is played',
    async (id, kind, title, album) => {
      const page = await openMedia()
      await page.run((target, src) => void ((document.getElementById(target) as HTMLMediaElement).src = src), id, `${url}/short.wav?token=planted`)
      await page.click(`#play${id}`)
      await tracked(page, 'Media Completed')
      await page.run((target) => {
        const again = new Promise((resolve) => document.getElementById(target)!.addEventListener('playing', resolve, { once: true }))
        return (document.getElementById(target) as HTMLMediaElement).play().then(() => again).then(() => true)
      }, id)
      const rows = await recorded(page)
      expect(told(rows, 'kind', 'title', 'album', 'percent')).toEqual([
        ['Media Started', kind, title, album, undefined],
        ...[25, 50, 75].map((percent) => ['Media Progressed', kind, title, album, percent]),
        ['Media Completed', kind, title, album, undefined],
      ])
      for (const { properties } of rows) expect(properties).toMatchObject({ file: `${url}/short.wav`, duration_seconds: 2 })
      expect(rows[0]!.properties.position_seconds).toBeLessThan(0.5)
      for (const [i, from] of [0.5, 1, 1.5].entries()) expect(rows[i + 1]!.properties.position_seconds).toBeGreaterThanOrEqual(from)
      expect(JSON.stringify(rows.map(({ properties }) => properties))).not.toContain('planted')
      expect(await problems(page)).toEqual([])
    },
  )

  // Firefox plays such a file without saying that it waits.
  test.skipIf(engine === 'firefox')('one that has to wait for its data for more than a second has stalled, with the time', async () => {
    const page = await openMedia()
    await page.run((src) => {
      const tune = document.getElementById('tune') as HTMLMediaElement
      tune.src = src
      tune.addEventListener('waiting', () => ((window.kept as any).waited = performance.now()))
    }, `${url}/slow.wav`)
    await page.click('#playtune')
    await tracked(page, 'Media Started')
    await page.waitFor(() => performance.now() - (window.kept as any).waited > 1200)
    for (const goOn of held.splice(0)) goOn()
    await tracked(page, 'Media Stalled')
    const rows = await recorded(page)
    const stalled = rows.filter(({ name }) => name === 'Media Stalled')
    expect(told(stalled, 'kind')).toEqual([['Media Stalled', 'audio']])
    expect(stalled[0]!.properties.seconds).toBeGreaterThan(1)
    expect(stalled[0]!.properties.seconds).toBeLessThan(15)
  })

  test('decoration and what is ignored play unheard', async () => {
    const page = await openMedia()
    await page.run((src) => {
      for (const id of ['wall', 'private']) (document.getElementById(id) as HTMLMediaElement).src = src
    }, `${url}/short.wav`)
    await page.click('#playothers')
    await page.waitFor(() => (document.getElementById('private') as HTMLMediaElement).ended)
    expect(await recorded(page)).toEqual([])
  })
})

describe('vitals', () => {
  /** As modules of the page, because they are not served. */
  let code: { module: string; script: string }
  beforeAll(() => {
    installApplications()
    const read = (name: string) => readFileSync(new URL(`../applications/node_modules/web-vitals/dist/${name}`, import.meta.url), 'utf8')
    code = { module: read('web-vitals.js'), script: read('web-vitals.iife.js') }
  }, 180_000)

  /** Each metric that this engine measures. */
  const measured = { chromium: ['CLS', 'FCP', 'INP', 'LCP', 'TTFB'], firefox: ['FCP', 'INP', 'LCP', 'TTFB'], webkit: ['FCP', 'TTFB'] }[engine]

  test.each(['on demand', 'handed in', 'window.webVitals'])('%s: each metric once, with its rating, when the page is hidden at the latest', async (way) => {
    const page = await stage.open('senses', { options: { capture: [] } })
    await page.run(() => tracker.stop())
    await page.run(
      async (chosen, { module, script }) => {
        const runScript = (textContent: string) => document.head.append(Object.assign(document.createElement('script'), { textContent }))
        // As text, because what compiles this file has an import() of its own.
        runScript('window.load = (address) => import(address)')
        const loaded = (window as any).load(URL.createObjectURL(new Blob([module], { type: 'text/javascript' })))
        if (chosen === 'window.webVitals') runScript(script)
        const { vitals } = lib.capture
        start({ capture: [chosen === 'on demand' ? vitals(() => loaded) : chosen === 'handed in' ? vitals(await loaded) : vitals()] })
        await loaded
        // Short ones are not always told of.
        document.getElementById('alive')!.addEventListener('click', () => {
          for (const from = performance.now(); performance.now() - from < 120; );
        })
      },
      way,
      code,
    )
    await listenIn(page)
    await page.click('#alive')
    // Browsers tell how long an act took once it has been drawn.
    await page.run(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0, true)))))
    const other = await stage.browser.open(stage.site.page('plain'))
    const id = await page.run(() => tracker.track('Hidden'))
    await stage.received([id])
    await other.close()
    await page.front()
    const rows = (await recorded(page)).filter(({ name }) => name === 'Web Vital')
    expect(rows.map(({ properties }) => properties.metric).sort()).toEqual(measured)
    for (const { properties } of rows) {
      expect(properties).toMatchObject({ rating: expect.stringMatching(/^(good|needs-improvement|poor)$/), metric_id: expect.any(String), navigation: expect.any(String) })
      expect(properties.value).toBeGreaterThanOrEqual(0)
    }
    expect(await problems(page)).toEqual([])
  })

  test('without the package it says so, and the rest goes on', async () => {
    const page = await stage.open('senses', { options: { capture: ['vitals'] } })
    await page.waitFor(() => window.trackerErrors.length > 0)
    expect(await page.run(() => window.trackerErrors)).toEqual([expect.stringContaining('vitals needs the package web-vitals')])
    expect(told(await recorded(page))).toEqual([])
  })
})
