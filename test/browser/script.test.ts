// Owns the script tag: data-* attributes, window.throughline and the stub.
// Must not use the module build.
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { useStage } from './stage.ts'

const stage = useStage()
const readStub = () => readFile(new URL('../../dist/stub.js', import.meta.url), 'utf8')

describe('script tag', () => {
  test('the tag alone captures the page and its clicks and sets window.throughline', async () => {
    const page = await stage.open('script', { attributes: { 'data-flush-delay': '50' } })
    await page.waitFor(() => Boolean(window.throughline?.track))
    await page.click('#buy')
    const id = await page.run(() => window.throughline.track('Marker'))
    const rows = await stage.streamsOf(await stage.received([id]))
    expect(rows.map(({ type, name }) => [type, name])).toEqual(
      expect.arrayContaining([['page', expect.anything()], ['track', 'Element Clicked']]),
    )
  })

  test('calls made before the file has loaded are replayed in their order, with their own time and page', async () => {
    const page = await stage.open('script', {
      attributes: { 'data-flush-delay': '50' },
      stub: `${await readStub()}
        throughline.track('First', { i: 1 })
        throughline.identify('customer-1')
        history.replaceState({}, '', '/stubbed')
        throughline.track('Second', { i: 2 })
        window.calledAt = Date.now()
        history.replaceState({}, '', '/later')
        // The library must not be quicker than the clock can tell.
        while (Date.now() < window.calledAt + 100);`,
    })
    await page.waitFor(() => Boolean(window.throughline?.flush))
    const calledAt = await page.run(() => (window as any).calledAt as number)
    const second = await stage.receivedRow(({ name }) => name === 'Second')
    const rows = (await stage.streamsOf([second])).sort((a, b) => a.n! - b.n!)
    const replayed = rows.filter(({ type, name }) => type === 'identify' || name === 'First' || name === 'Second')
    expect(replayed.map(({ type, name }) => (type === 'track' ? name : type))).toEqual(['First', 'identify', 'Second'])
    expect(replayed.map(({ userId }) => userId)).toEqual([null, 'customer-1', 'customer-1'])
    expect(new Date(second.payload.timestamp).getTime()).toBeLessThanOrEqual(calledAt)
    expect(second.context.page.path).toBe('/stubbed')
  })

  test('a tag without a collector says what is missing and does not break the page', async () => {
    const page = await stage.open('script', { attributes: { 'data-collector': '' } })
    await page.waitFor(() => document.readyState === 'complete')
    await page.click('#buy')
    expect(await page.run(() => document.title)).toBe('Script tag')
  })
})
