// Owns what the library costs a page while it delivers, leaves or rests: bytes, requests and timers.
// Must not measure time: see bench/.
import { describe, expect, test } from 'vitest'
import { account, nothingLost } from './account.ts'
import { engine, track, useStage } from './stage.ts'

const stage = useStage()

/** Counts every timer that the page starts and every one that ends, from before the library has loaded. */
const countTimers = () => {
  const counts = { started: 0, ran: 0 }
  ;(window as any).timers = counts
  for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame', 'requestIdleCallback'] as const) {
    const native = window[name] as (callback: (...args: any[]) => void, ...rest: any[]) => number
    ;(window as any)[name] = (callback: (...args: any[]) => void, ...rest: any[]) => {
      counts.started++
      return native((...args: any[]) => {
        counts.ran++
        callback(...args)
      }, ...rest)
    }
  }
}
const resetTimers = () => Object.assign((window as any).timers, { started: 0, ran: 0 })
const readTimers = () => (window as any).timers
const noTimers = { started: 0, ran: 0 }
/** The timers are the library's own, the same everywhere: the long look at them is taken in one engine. */
const restMs = engine === 'chromium' ? 10_000 : 3_000

/** Resolves once the collector has heard nothing for a while: what a closed tab still sends announces no end. */
async function quiet() {
  let seen = -1
  while (seen !== stage.collector.requests.length) {
    seen = stage.collector.requests.length
    await new Promise((resolve) => setTimeout(resolve, 400))
  }
}

describe('compression', () => {
  test('bodies are plain until the collector has said that it takes gzip, then compressed', async () => {
    const page = await stage.open('shop')
    const start = stage.collector.requests.length
    await stage.received(await track(page, 100))
    const second = stage.collector.requests.length
    await stage.received(await track(page, 100))
    expect(stage.collector.requests[start]?.encoding).not.toBe('gzip')
    expect(stage.collector.requests.slice(second).map(({ encoding }) => encoding)).toContain('gzip')
  })

  test('compress: true compresses the first body already', async () => {
    const page = await stage.open('shop', { options: { compress: true } })
    const start = stage.collector.requests.length
    await stage.received(await track(page, 100))
    const sent = stage.collector.requests.slice(start)
    expect(sent.length).toBeGreaterThan(0)
    expect(sent.map(({ encoding }) => encoding)).toEqual(sent.map(() => 'gzip'))
  })

  test('compress: false never compresses', async () => {
    const page = await stage.open('shop', { options: { compress: false } })
    const start = stage.collector.requests.length
    await stage.received(await track(page, 100))
    await stage.received(await track(page, 100))
    expect(stage.collector.requests.slice(start).map(({ encoding }) => encoding)).not.toContain('gzip')
  })
})

/** As many events as that, a few in each task, about products: what a shop says of them, 350 bytes. */
const trackProducts = async (plan: { count: number; perTask: number; everyMs: number }) => {
  const ids: string[] = []
  while (ids.length < plan.count) {
    for (let i = 0; i < plan.perTask; i++) {
      const position = ids.length
      ids.push(tracker.track('Product Viewed', {
        product_id: `507f1f77bcf86cd799439${position}`, sku: 'G-32', category: 'Lamps', name: 'Tidewick table lamp', brand: 'Tidewick',
        variant: 'brass', price: 149.9, quantity: 1, currency: 'EUR', position, value: 149.9,
        url: 'https://shop.example.com/lamps/tidewick', image_url: 'https://shop.example.com/art/lamp.svg',
      }))
    }
    await new Promise((resolve) => setTimeout(resolve, plan.everyMs))
  }
  return ids
}
/** What has been sent since, once all of it has arrived. */
const sentFor = async (options: object, plan: Parameters<typeof trackProducts>[0]) => {
  const page = await stage.open('shop', { options: { compress: true, ...options } })
  await stage.received([await page.run(() => tracker.track('First'))]) // whatever start-up does is over
  await quiet()
  const start = stage.collector.requests.length
  await stage.received(await page.run(trackProducts, plan))
  const sent = stage.collector.requests.slice(start)
  return { requests: sent.length, bytes: sent.reduce((sum, { bytes }) => sum + bytes, 0) }
}

// The same bytes in each engine, and half a minute.
describe.skipIf(engine !== 'chromium')('the wire', () => {
  // Bodies are compressed here by the same code in each engine.
  test('a burst of 1,000 events is no more than 35 kB in ten requests', async () => {
    const { requests, bytes } = await sentFor({ flushDelayMs: 6000 }, { count: 1000, perTask: 20, everyMs: 0 })
    console.log(`a burst of 1,000 events: ${bytes} B in ${requests} requests`)
    expect(bytes).toBeLessThanOrEqual(35_000)
    expect(requests).toBeLessThanOrEqual(10)
  })

  test('of ten events a second each costs no more than 60 bytes, and one request carries fifty', async () => {
    const { requests, bytes } = await sentFor({ flushDelayMs: 6000 }, { count: 120, perTask: 1, everyMs: 100 })
    console.log(`120 events at ten a second: ${bytes} B in ${requests} requests`)
    expect(bytes).toBeLessThanOrEqual(120 * 60)
    expect(requests).toBeLessThanOrEqual(4) // the last may be alone, and on a slow machine twelve seconds are more
  })
})

describe('listeners', () => {
  test('events add none to the page, and none keeps it out of the back/forward cache', async () => {
    const page = await stage.open('shop', {
      before: () => {
        const types: string[] = ((window as any).listened = [])
        for (const target of [window, document]) {
          const native = target.addEventListener.bind(target) as (...args: any[]) => void
          target.addEventListener = (type: string, ...rest: any[]) => (types.push(type), native(type, ...rest))
        }
      },
      options: { capture: ['pageViews', 'clicks'] },
    })
    await stage.received([await page.run(() => tracker.track('First'))])
    const before = await page.run(() => (window as any).listened as string[])
    await page.click('#buy')
    await stage.received(await track(page, 200))
    expect(await page.run(() => (window as any).listened as string[])).toEqual(before)
    expect(before.filter((type) => /unload|touch|wheel|scroll|mousemove|pointermove/.test(type))).toEqual([])
  })
})

describe('leaving the page', () => {
  const trackFirst = async () => {
    const id = tracker.track('First')
    await tracker.flush()
    return id
  }
  const trackSome = () => Array.from({ length: 20 }, (_, i) => tracker.track('Tick', { i }))

  test('a few events leave with the page at once', async () => {
    const page = await stage.open('shop', { options: { flushDelayMs: 60_000 } })
    await stage.received([await page.run(trackFirst)])
    const ids = await page.run(trackSome)
    await page.goto(stage.site.page('plain'))
    expect(await account(stage, ids, 'left with the page')).toMatchObject(nothingLost)
  })

  test('a visitor who leaves for another site as soon as storage has been read takes nothing along', async () => {
    // The script tag, because there delivery is a part of the one file and not loaded a moment later.
    const page = await stage.open('script', { attributes: { 'data-flush-delay': '60000' } })
    await page.waitFor(() => Boolean(window.throughline?.track))
    await page.run(() => window.throughline.saved())
    const ids = await page.run(() => Array.from({ length: 20 }, (_, i) => window.throughline.track('Tick', { i })))
    await page.goto(stage.site.page('plain').replace('127.0.0.1', 'localhost'))
    expect(await account(stage, ids, 'left at once')).toMatchObject(nothingLost)
  })

  test('of many events no more than 32 kB leave with the page; the next page delivers the rest', async () => {
    const page = await stage.open('shop', { options: { flushDelayMs: 60_000 } })
    const url = page.url()
    await stage.received([await page.run(trackFirst)]) // whatever start-up does is over
    const start = stage.collector.requests.length
    const ids = await page.run(async () => {
      const ids: string[] = []
      for (let i = 0; i < 60; i++) {
        ids.push(tracker.track('Tick', { i, padding: 'ü'.repeat(500) }))
        await new Promise((resolve) => setTimeout(resolve))
      }
      return ids
    })
    await page.run(() => tracker.saved())
    await page.close()
    await quiet()
    const leaving = stage.collector.requests.slice(start)
    const bytes = leaving.reduce((sum, request) => sum + request.bytes, 0)
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThanOrEqual(32_768)
    await stage.visit(url)
    await stage.received(ids)
  })
})

describe('rest', () => {
  test('an idle page starts no timer and sends no request', async () => {
    const page = await stage.open('shop', { before: countTimers, options: { capture: ['pageViews', 'clicks'] } })
    const id = await page.run(() => tracker.track('Only'))
    await stage.received([id])
    await page.run(() => tracker.flush())
    const start = stage.collector.requests.length
    await page.run(resetTimers)
    await new Promise((resolve) => setTimeout(resolve, restMs)) // that nothing happens cannot be awaited
    expect(await page.run(readTimers)).toEqual(noTimers)
    expect(stage.collector.requests.length).toBe(start)
  })

  test('an offline page starts no timer once its events are on disk', async () => {
    const page = await stage.open('shop', { before: countTimers })
    await stage.received([await page.run(() => tracker.track('Only'))])
    await page.run(() => tracker.flush()) // a page that loses the answer would ask again, once more than it needs
    await stage.browser.offline(true)
    await page.run(async () => {
      tracker.track('Waiting')
      await tracker.saved()
    })
    await new Promise((resolve) => setTimeout(resolve, 500)) // a delay that was running may end
    await page.run(resetTimers)
    await new Promise((resolve) => setTimeout(resolve, restMs))
    expect(await page.run(readTimers)).toEqual(noTimers)
  })

  test('a page that tracks nothing sends nothing', async () => {
    await quiet() // the test before may have left something to say
    const start = stage.collector.requests.length
    const page = await stage.open('shop')
    await page.run(() => tracker.saved())
    await page.run(() => tracker.flush())
    expect(stage.collector.requests.length).toBe(start)
  })
})

describe('a strict page', () => {
  test('the library works under a strict Content-Security-Policy with Trusted Types', async () => {
    const page = await stage.open('shop', {
      headers: {
        'Content-Security-Policy': [
          "default-src 'none'",
          "script-src 'self'",
          `connect-src ${stage.collector.url}`,
          'img-src data:',
          "require-trusted-types-for 'script'",
          "trusted-types 'none'",
        ].join('; '),
      },
      before: () => {
        ;(window as any).violations = []
        addEventListener('securitypolicyviolation', (event) => (window as any).violations.push(`${event.violatedDirective} ${event.blockedURI}`))
      },
      options: { capture: ['pageViews', 'clicks'] },
    })
    await page.click('#buy')
    expect(await account(stage, await track(page, 20), 'strict page')).toMatchObject(nothingLost)
    expect(await page.run(() => (window as any).violations)).toEqual([])
    expect(await page.run(() => window.errors)).toEqual([])
  })
})
