// Owns what a page does that the browser has loaded ahead of the visitor.
// Must not test the back/forward cache: see closing.test.ts.
import { afterEach, describe, expect, test } from 'vitest'
import { can, useStage, type Row } from './stage.ts'

/** Lets the page in front know that the one behind it is ready. */
const tellReady = () => {
  const timer = setInterval(() => {
    if (!window.isReady) return
    clearInterval(timer)
    localStorage.setItem('prerendered', String((document as any).prerendering))
  }, 20)
}

describe.skipIf(!can.prerender)('prerendering', () => {
  const stage = useStage()

  // One origin for all tests of the file, so what the one left must not be taken for what the other waits for.
  afterEach(async () => {
    const page = await stage.visit(stage.site.page('plain'))
    await page.run(() => localStorage.removeItem('prerendered'))
  })

  test('a prerendered page sends nothing and counts no view until the visitor enters it', async () => {
    const page = await stage.open('prerender', { before: tellReady, options: { capture: ['pageViews', 'clicks'] } })
    const start = stage.collector.requests.length
    expect(await page.waitFor(() => localStorage.getItem('prerendered'))).toBe('true')
    expect(stage.collector.requests.length).toBe(start)
    await page.click('#enter')
    await page.waitFor(() => document.title === 'Shop' && window.isReady)
    expect(await page.run(() => (performance.getEntriesByType('navigation')[0] as any).activationStart)).toBeGreaterThan(0)
    const id = await page.run(() => tracker.track('Marker'))
    const rows = await stage.streamsOf(await stage.received([id]))
    expect(rows.filter(({ type }) => type === 'page')).toHaveLength(1)
  })

  test('a prerendered page that is never entered counts for nothing, then or later', async () => {
    const page = await stage.open('prerender', { before: tellReady, options: { capture: ['pageViews'] } })
    const shop = page.url().replace('/prerender', '/shop')
    expect(await page.waitFor(() => localStorage.getItem('prerendered'))).toBe('true')
    await page.goto(stage.site.page('plain'))
    // What it had stored would now arrive with the first real visit.
    const real = await stage.visit(shop)
    const id = await real.run(() => tracker.track('Marker'))
    const [marker] = await stage.received([id])
    const rows = (await stage.collector.stored()) as Row[]
    expect(rows.filter(({ anonymousId }) => anonymousId === marker!.anonymousId).map(({ type }) => type)).toEqual(['page', 'track'])
  })
})
