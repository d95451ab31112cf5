// Owns what becomes of waiting events when time itself does something: clocks that jump, days and weeks in between.
// Must not wait for real time to pass: the page's clock is moved.
import { describe, expect, test } from 'vitest'
import { account, nothingLost } from './account.ts'
import { track, useStage } from './stage.ts'

const stage = useStage()
const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** The wall clock of all pages of a test, off by what `setClock` says, also from one page to the next. */
const movableClock = () => {
  const now = Date.now
  const key = `clock of ${location.pathname}`
  Date.now = () => now() + Number(localStorage.getItem(key) ?? 0)
}
const setClock = (offMs: number) => localStorage.setItem(`clock of ${location.pathname}`, String(offMs))

/** The sessions and visitors of these events. */
const whoOf = (rows: readonly { sessionId: string | null; anonymousId: string | null }[]) => ({
  sessions: new Set(rows.map(({ sessionId }) => sessionId)).size,
  visitors: new Set(rows.map(({ anonymousId }) => anonymousId)).size,
})

describe('time', () => {
  test('a week offline, then a new page: everything arrives with its own time, and the visitor is the same', async () => {
    const page = await stage.open('shop', { before: movableClock })
    await stage.browser.offline(true)
    const before = await track(page, 50)
    const url = page.url()
    await page.run(() => tracker.saved())
    await page.run(setClock, 7 * dayMs)
    await page.close()
    await stage.browser.offline(false)
    const later = await stage.visit(url)
    const ids = [...before, ...(await track(later, 10))]
    expect(await account(stage, ids, 'a week offline')).toMatchObject(nothingLost)
    const rows = await stage.received(ids)
    expect(whoOf(rows)).toEqual({ sessions: 2, visitors: 1 })
    const times = rows.map(({ payload }) => Date.parse(payload.timestamp))
    expect(times[50]! - times[49]!).toBeGreaterThan(6.9 * dayMs)
  }, 60_000)

  test('a machine asleep for a day with the page open: what waits arrives, and the next event is of a new session', async () => {
    const page = await stage.open('shop', { before: movableClock })
    await stage.browser.offline(true)
    const before = await track(page, 50)
    await page.run(() => tracker.saved())
    await page.run(setClock, dayMs)
    const after = await track(page, 10)
    await stage.browser.offline(false)
    const ids = [...before, ...after]
    expect(await account(stage, ids, 'asleep for a day')).toMatchObject(nothingLost)
    expect(whoOf(await stage.received(ids))).toEqual({ sessions: 2, visitors: 1 })
  }, 60_000)

  test('a clock that was a day ahead when the collector was out of order silences nobody once it is right again', async () => {
    const page = await stage.open('shop', { before: movableClock })
    await page.run(setClock, dayMs)
    const start = stage.collector.requests.length
    stage.collector.fail({ kind: 'status', status: 503, retryAfter: 2, times: 1 })
    const before = await track(page, 50)
    await expect.poll(() => stage.collector.requests.length, { timeout: 10_000 }).toBeGreaterThan(start)
    await page.run(setClock, 0)
    await page.reload()
    await page.waitFor(() => window.isReady)
    const ids = [...before, ...(await track(page, 10))]
    expect(await account(stage, ids, 'a day ahead')).toMatchObject(nothingLost)
  }, 60_000)

  test('a clock set forward and back while events wait: their order in the stream is that of the calls', async () => {
    const page = await stage.open('shop', { before: movableClock })
    await stage.browser.offline(true)
    const ids = await track(page, 10)
    for (const offMs of [2 * hourMs, -2 * hourMs, 0]) {
      await page.run(setClock, offMs)
      ids.push(...(await track(page, 10)))
    }
    await stage.browser.offline(false)
    expect(await account(stage, ids, 'forward and back')).toMatchObject(nothingLost)
  }, 60_000)

  test('what is older than the outbox keeps is dropped, counted, and the count arrives', async () => {
    const page = await stage.open('shop', { before: movableClock })
    stage.collector.fail({ kind: 'status', status: 503 })
    const old = await track(page, 20)
    const url = page.url()
    // With that the outbox has been measured, and is not measured by this page once its clock has been set.
    await page.run(() => tracker.flush())
    await page.run(() => tracker.saved())
    await page.run(setClock, 31 * dayMs)
    await page.close()
    const later = await stage.visit(url)
    // A new tab may hear a moment later of what another one has written down.
    await later.waitFor((time) => Date.now() > time, Date.now() + 30 * dayMs)
    await later.run(() => void tracker.on('dropped', (detail) => detail.reason === 'expired' && (window.kept = detail)))
    // The outbox is measured when something is tracked, and not while something is being sent.
    const dropped = await later.waitFor(() => window.kept || void tracker.track('Later'))
    expect(dropped).toMatchObject({ reason: 'expired', count: old.length })
    stage.collector.fail(null)
    const lost = async () => {
      const { streams } = (await (await fetch(`${stage.collector.url}/streams`)).json()) as { streams: { missingCount: number; missing: unknown[] }[] }
      return streams.filter(({ missingCount }) => missingCount === old.length).flatMap(({ missing }) => missing)
    }
    await expect.poll(lost, { timeout: 30_000 }).toContainEqual(expect.objectContaining({ reason: 'expired' }))
  }, 60_000)
})
