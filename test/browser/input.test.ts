// Owns hostile input: whatever a page hands in, nothing throws, the event arrives, and what was cut is named.
// Must not test limits one by one: those are pure and have unit tests.
import { describe, expect, test } from 'vitest'
import { useStage } from './stage.ts'

const stage = useStage()

describe('hostile input', () => {
  test('cycles, BigInt, throwing getters, Proxies, nodes, functions and huge strings are cut and the event arrives', async () => {
    const page = await stage.open('shop')
    const ids = await page.run(() => {
      const cycle: Record<string, unknown> = { fine: 1 }
      cycle.self = cycle
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      const hostile: Record<string, unknown> = {
        cycle,
        big: 12345678901234567890n,
        getter: Object.defineProperty({ fine: 1 }, 'bad', { enumerable: true, get() { throw new Error('no') } }),
        proxy: new Proxy({}, { ownKeys() { throw new Error('no') } }),
        revoked: proxy,
        node: document.body,
        window,
        event: new MouseEvent('click'),
        call: () => 1,
        symbol: Symbol('no'),
        huge: 'x'.repeat(10_000_000),
        wide: '\u20ac'.repeat(100_000),
        texts: Array.from({ length: 100 }, () => '\u20ac'.repeat(1_000)),
        deep: JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)),
        polluting: JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
        date: new Date(Number.NaN),
        json: { toJSON() { throw new Error('no') } },
        lone: '\\ud800',
        many: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`key${i}`, i])),
      }
      const ids = Object.entries(hostile).map(([kind, value]) => tracker.track(`Hostile ${kind}`, { fine: 1, value } as any))
      for (const properties of [null, 'text', 1, [], () => 1, proxy, window] as any[]) ids.push(tracker.track('Odd', properties))
      return ids
    })
    const rows = await stage.received(ids)
    for (const row of rows.filter(({ name }) => name?.startsWith('Hostile'))) {
      expect.soft(row.properties.fine, `${row.name} keeps what is harmless`).toBe(1)
    }
    // What Segment and others take of one event.
    for (const row of rows) expect.soft(Buffer.byteLength(JSON.stringify(row.payload)), `${row.name}`).toBeLessThanOrEqual(32_768)
    const cut = (kind: string) => rows.find(({ name }) => name === `Hostile ${kind}`)?.context.throughline.cut
    for (const kind of ['cycle', 'getter', 'proxy', 'revoked', 'node', 'window', 'call', 'symbol', 'huge', 'wide', 'texts', 'deep', 'polluting', 'json', 'many']) {
      expect.soft(cut(kind), kind).toEqual(expect.arrayContaining([expect.stringMatching(/.: ./)]))
    }
    expect(await page.run(() => window.errors)).toEqual([])
    expect(await page.run(() => ({} as any).polluted)).toBeUndefined()
  }, 30_000)

  test('no method throws, whatever it is handed', async () => {
    const page = await stage.open('shop')
    const thrown = await page.run(() => {
      const { proxy, revoke } = Proxy.revocable(() => {}, {})
      revoke()
      const values = [null, undefined, '', 'x'.repeat(100_000), 1, NaN, 1n, Symbol('no'), {}, [], () => { throw new Error('no') }, proxy, window]
      const thrown: string[] = []
      for (const method of ['track', 'page', 'identify', 'link', 'merge', 'group', 'consent', 'use', 'on'] as const) {
        for (const [i, first] of values.entries()) {
          for (const second of [undefined, proxy, ...values.slice(i, i + 1)]) {
            try {
              const call = tracker[method] as (...args: unknown[]) => unknown
              call(first, second)
            } catch (error) {
              thrown.push(`${method}(value ${i}): ${error}`)
            }
          }
        }
      }
      return [...new Set(thrown)]
    })
    expect(thrown).toEqual([])
    const id = await page.run(() => tracker.track('Still here'))
    await stage.received([id])
    expect(await page.run(() => window.errors)).toEqual([])
  })

  test('a site that has patched its globals still gets its events through', async () => {
    const page = await stage.open('shop', {
      before: () => {
        ;(Array.prototype as any).toJSON = function () { return 'patched' }
        ;(Array.prototype as any).extra = () => {}
        ;(Object.prototype as any).inherited = 'from the prototype'
      },
    })
    const id = await page.run(() => tracker.track('Patched', { list: [1, 2], text: 'x' }))
    const [row] = await stage.received([id])
    expect(row!.properties).toEqual({ list: 'patched', text: 'x' })
    expect(await page.run(() => window.errors)).toEqual([])
  })

  test('a step or a listener that throws is reported and stops nothing', async () => {
    const page = await stage.open('shop')
    const id = await page.run(() => {
      tracker.use(() => { throw new Error('bad step') })
      tracker.on('delivered', () => { throw new Error('bad listener') })
      tracker.on('error', () => { throw new Error('bad error listener') })
      return tracker.track('Stepped')
    })
    await stage.received([id])
    expect(await page.waitFor(() => window.trackerErrors.length >= 1 && window.trackerErrors)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^step/)]),
    )
    // A listener is the site's own code: its error is reported as such, and goes no further.
    expect(await page.waitFor(() => window.errors.length >= 2 && window.errors.length)).toBe(2)
  })
})
