// Owns what happens with each strange answer of a collector: garbage, redirects, cut short, waiting times in every form.
// Must not close pages or cut the network: see closing.test.ts and network.test.ts.
import { describe, expect, test } from 'vitest'
import { account, nothingLost } from './account.ts'
import { track, useStage } from './stage.ts'

const stage = useStage()

const requestsSince = (start: number) => stage.collector.requests.slice(start)

/** Resolves once the collector has answered this many requests since `start`. */
async function requestsReach(count: number, start: number) {
  await expect.poll(() => requestsSince(start).length, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(count)
}

describe('strange answers', () => {
  test.each([
    ['a login page of HTML with status 200', { kind: 'garbage' }],
    ['a redirect to a login page', { kind: 'redirect' }],
    ['an answer that ends in its middle', { kind: 'cut' }],
  ] as const)('%s takes nothing off the disk, and everything arrives later', async (label, fault) => {
    const page = await stage.open('shop')
    const start = stage.collector.requests.length
    stage.collector.fail(fault)
    const ids = await track(page, 100)
    await requestsReach(1, start)
    expect(await page.run(async () => (await tracker.flush()).delivered), 'nothing counts as delivered').toBe(0)
    stage.collector.fail(null)
    expect(await account(stage, ids, label)).toMatchObject(nothingLost)
    expect(await page.run(async () => (await tracker.flush()).kept), 'and then nothing is left').toBe(0)
  }, 60_000)

  test('Retry-After as a date: no request before it', async () => {
    const page = await stage.open('shop')
    const start = stage.collector.requests.length
    const until = Math.ceil(Date.now() / 1_000) * 1_000 + 2_000 // a date has no milliseconds
    stage.collector.fail({ kind: 'status', status: 503, retryAfter: new Date(until).toUTCString(), times: 1 })
    const ids = await track(page, 100)
    await requestsReach(2, start)
    expect(requestsSince(start)[1]!.time).toBeGreaterThanOrEqual(until - 100)
    expect(await account(stage, ids, 'Retry-After as a date')).toMatchObject(nothingLost)
  }, 60_000)

  test('Retry-After that the page may not read: its own backoff has to do', async () => {
    const page = await stage.open('shop')
    const start = stage.collector.requests.length
    stage.collector.fail({ kind: 'status', status: 429, retryAfter: 3_000, isHidden: true, times: 1 })
    const ids = await track(page, 100)
    await requestsReach(2, start)
    expect(await account(stage, ids, 'Retry-After hidden')).toMatchObject(nothingLost)
  }, 60_000)

  test('Retry-After holds for every tab and for the next page', async () => {
    const page = await stage.open('shop')
    const start = stage.collector.requests.length
    stage.collector.fail({ kind: 'status', status: 429, retryAfter: 2, times: 1 })
    const ids = await track(page, 50)
    await requestsReach(1, start)
    const other = await stage.visit(page.url())
    ids.push(...(await track(other, 50)))
    await page.reload()
    await requestsReach(2, start)
    const [refused, next] = requestsSince(start)
    expect(next!.time - refused!.time).toBeGreaterThanOrEqual(1_900)
    expect(await account(stage, ids, 'Retry-After shared')).toMatchObject(nothingLost)
  }, 60_000)
})
