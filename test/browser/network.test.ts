// Owns the rows of the fault table in which the page stays open and the network or the collector misbehaves.
// Must not close pages or end browsers: see closing.test.ts.
import { describe, expect, test } from 'vitest'
import { account, nothingLost } from './account.ts'
import { engine, track, useStage } from './stage.ts'

const stage = useStage()

const requestsSince = (start: number) => stage.collector.requests.slice(start)

/** Resolves once the collector has seen this many requests since `start`. */
async function requestsReach(count: number, start: number) {
  await expect.poll(() => requestsSince(start).length, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(count)
}

describe('fault table, page open', () => {
  test('row 1, healthy: 1,000 events arrive once each and in their order', async () => {
    const page = await stage.open('shop')
    const ids = await track(page, 1_000)
    expect(await account(stage, ids, 'row 1')).toEqual({ ...nothingLost, repeats: 0 })
  })

  test('row 3, offline, then online in the same page: everything arrives and nothing was sent in between', async () => {
    const page = await stage.open('shop')
    await stage.browser.offline(true)
    const start = stage.collector.requests.length
    const ids = await track(page, 200)
    await page.run(() => tracker.saved())
    expect(requestsSince(start)).toEqual([])
    await stage.browser.offline(false)
    expect(await account(stage, ids, 'row 3')).toMatchObject(nothingLost)
  })

  test('offline before the part that delivers has been loaded: everything arrives, in Firefox with the next page', async () => {
    const page = await stage.open('blank')
    await stage.browser.offline(true)
    await page.run(() => void start())
    const ids = await track(page, 20)
    expect(await page.run(() => tracker.saved())).toBe(true)
    await page.waitFor(() => window.trackerErrors.some((error) => error.startsWith('delivery: no code')))
    await stage.browser.offline(false)
    // Firefox asks no second time for what has failed once.
    if (engine === 'firefox') {
      await page.reload()
      await page.waitFor(() => window.isReady)
      await page.run(() => void start())
    }
    expect(await account(stage, ids, 'offline before delivery')).toEqual({ ...nothingLost, repeats: 0 })
  })

  test('row 5, 5,000 events offline: all of them arrive after the network has returned', async () => {
    const page = await stage.open('shop')
    await stage.browser.offline(true)
    const ids = await track(page, 5_000)
    await page.run(() => tracker.saved())
    await stage.browser.offline(false)
    expect(await account(stage, ids, 'row 5')).toMatchObject(nothingLost)
  }, 60_000)

  test('row 6, the collector answers 500 for a while: everything arrives once it has recovered', async () => {
    const page = await stage.open('shop')
    const start = stage.collector.requests.length
    stage.collector.fail({ kind: 'status', status: 500 })
    const ids = await track(page, 200)
    await requestsReach(2, start)
    stage.collector.fail(null)
    expect(await account(stage, ids, 'row 6')).toMatchObject(nothingLost)
  }, 60_000)

  test('row 7, 429 with Retry-After: no request before the time the collector asked for', async () => {
    const page = await stage.open('shop')
    const start = stage.collector.requests.length
    stage.collector.fail({ kind: 'status', status: 429, retryAfter: 2, times: 1 })
    const ids = await track(page, 200)
    await requestsReach(2, start)
    const [refused, next] = requestsSince(start)
    expect(refused?.status).toBe(429)
    expect(next!.time - refused!.time).toBeGreaterThanOrEqual(1_900)
    expect(await account(stage, ids, 'row 7')).toMatchObject(nothingLost)
  }, 60_000)

  test('row 8, the answer is lost after the collector has stored the batch: repeats carry the same ids', async () => {
    const page = await stage.open('shop')
    const start = stage.collector.requests.length
    stage.collector.fail({ kind: 'lost', times: 2 })
    const ids = await track(page, 200)
    // Stored long before the page knows: what counts is what the page does until it has read an answer.
    await expect.poll(() => requestsSince(start).map(({ status }) => status), { timeout: 30_000 }).toContain(200)
    const found = await account(stage, ids, 'row 8')
    expect(found).toMatchObject(nothingLost)
    expect(found.repeats, 'the fault took place').toBeGreaterThan(0)
  }, 60_000)

  test('row 11, the collector never answers: the request is given up and everything arrives later', async () => {
    const page = await stage.open('shop', { options: { timeoutMs: 1_000 } })
    const start = stage.collector.requests.length
    stage.collector.fail({ kind: 'hang' })
    const ids = await track(page, 200)
    await requestsReach(1, start)
    stage.collector.fail(null)
    expect(await account(stage, ids, 'row 11')).toMatchObject(nothingLost)
  }, 60_000)

  test('row 12, 413 above 20 kB: batches shrink until they fit', async () => {
    const page = await stage.open('shop', { options: { compress: false } })
    const start = stage.collector.requests.length
    stage.collector.fail({ kind: 'limit', bytes: 20_000 })
    const ids = await track(page, 200, { padding: 'x'.repeat(300) })
    expect(await account(stage, ids, 'row 12')).toMatchObject(nothingLost)
    expect(requestsSince(start).some(({ status }) => status === 413), 'the fault took place').toBe(true)
  }, 60_000)

  test('row 13, one poison event in a batch: the rest arrives and the poison is reported', async () => {
    const page = await stage.open('shop')
    await page.run(() => {
      window.kept = []
      tracker.on('dropped', (detail) => window.kept.push(detail))
    })
    stage.collector.fail({ kind: 'status', status: 400, poison: 'Poison' })
    const ids = await page.run(() => Array.from({ length: 50 }, (_, i) => tracker.track(i === 20 ? 'Poison' : 'Tick', { i })))
    const poison = ids[20]!
    // The place of the poison stays empty.
    expect(await account(stage, ids.filter((id) => id !== poison), 'row 13')).toMatchObject({ ...nothingLost, gaps: 1 })
    const dropped = await page.waitFor(() => window.kept.length > 0 && window.kept)
    expect(dropped).toEqual([{ reason: 'rejected', count: 1, ids: [poison] }])
  }, 60_000)

  test('413 above what three events need: everything arrives, however small the batches must be', async () => {
    const page = await stage.open('shop', { options: { compress: false } })
    const start = stage.collector.requests.length
    stage.collector.fail({ kind: 'limit', bytes: 3_500 })
    const ids = await track(page, 20, { padding: 'x'.repeat(300) })
    expect(await account(stage, ids, '413 above three events')).toEqual({ ...nothingLost, repeats: 0 })
    expect(requestsSince(start).some(({ status }) => status === 413), 'the fault took place').toBe(true)
  }, 60_000)

  test('413 for one event alone: it is put aside and reported, and all others arrive', async () => {
    const page = await stage.open('shop', { options: { compress: false } })
    await page.run(() => {
      window.kept = []
      tracker.on('dropped', (detail) => window.kept.push(detail))
    })
    stage.collector.fail({ kind: 'limit', bytes: 20_000 })
    const ids = await page.run(() =>
      Array.from({ length: 30 }, (_, i) => tracker.track(i === 10 ? 'Huge' : 'Tick', { i, parts: Array.from({ length: i === 10 ? 30 : 1 }, () => 'x'.repeat(900)) })),
    )
    const [huge] = ids.splice(10, 1)
    expect(await account(stage, ids, '413 for one')).toEqual({ ...nothingLost, gaps: 1, repeats: 0 })
    const dropped = await page.waitFor(() => window.kept.length > 0 && window.kept)
    expect(dropped).toEqual([{ reason: 'rejected', count: 1, ids: [huge] }])
    expect(await page.run(() => tracker.flush())).toMatchObject({ kept: 0 })
  }, 60_000)

  test('413 for what a page sends on its way out: the next page delivers it', async () => {
    const page = await stage.open('shop', { options: { compress: false, flushDelayMs: 60_000 } })
    const url = page.url()
    await page.run(() => tracker.flush()) // what sends is loaded then
    const start = stage.collector.requests.length
    stage.collector.fail({ kind: 'limit', bytes: 5_000 })
    const ids = await track(page, 15, { padding: 'x'.repeat(300) })
    await page.run(() => tracker.saved())
    await page.close()
    await expect.poll(() => requestsSince(start).map(({ status }) => status), { timeout: 10_000 }).toContain(413)
    await stage.visit(url)
    expect(await account(stage, ids, '413 on the way out')).toMatchObject(nothingLost)
  }, 60_000)

  test('a connection reset in the middle loses nothing', async () => {
    const page = await stage.open('shop')
    stage.collector.fail({ kind: 'reset', times: 2 })
    const ids = await track(page, 200)
    expect(await account(stage, ids, 'reset')).toMatchObject(nothingLost)
  }, 60_000)
})
