// Owns what a visitor can rely on before and after the choice: nothing stored, minted or sent without consent.
// Must not look at anything but storage, requests and what arrived.
import { describe, expect, test } from 'vitest'
import { useStage } from './stage.ts'
import { nothing, traces } from './traces.ts'

const stage = useStage()
const pending = { options: { consent: 'pending', capture: ['pageViews', 'clicks'] } }

describe('consent', () => {
  test('pending: events are held in memory only, and a grant delivers them as they were', async () => {
    const page = await stage.open('shop', pending)
    const start = stage.collector.requests.length
    await page.click('#buy')
    const id = await page.run(() => tracker.track('Held', { before: true }))
    await page.run(() => tracker.flush())
    expect(await traces(page)).toEqual(nothing)
    expect(stage.collector.requests.length).toBe(start)
    expect(await page.run(() => tracker.identity().anonymousId)).toBeUndefined()

    await page.run(() => tracker.consent({ analytics: true }))
    const [row] = await stage.received([id])
    const rows = (await stage.streamsOf([row!])).sort((a, b) => a.n! - b.n!)
    expect(rows.map(({ type, name }) => (type === 'page' ? type : name))).toEqual(['page', 'Element Clicked', 'Held', 'Consent Updated'])
    expect(row!.anonymousId).toBe(await page.run(() => tracker.identity().anonymousId))
  })

  test('pending and closed: nothing is left behind', async () => {
    const page = await stage.open('shop', pending)
    const start = stage.collector.requests.length
    await page.run(() => tracker.track('Held'))
    await page.goto(stage.site.page('plain'))
    await page.back()
    expect(await traces(page)).toEqual(nothing)
    expect(stage.collector.requests.length).toBe(start)
  })

  test('denied: what was held is dropped, and so is what comes later; the choice outlives a reload', async () => {
    const page = await stage.open('shop', pending)
    const start = stage.collector.requests.length
    await page.run(() => {
      window.kept = []
      tracker.on('dropped', ({ reason, count }) => window.kept.push([reason, count]))
      tracker.track('Held')
      tracker.consent({ analytics: false })
      tracker.track('Later')
    })
    await page.run(() => tracker.flush())
    const dropped = await page.run(() => window.kept as [string, number][])
    expect(new Set(dropped.map(([reason]) => reason))).toEqual(new Set(['consent']))
    await page.reload()
    await page.waitFor(() => window.isReady)
    await page.run(async () => {
      tracker.track('After the reload')
      await tracker.saved()
      await tracker.flush()
    })
    expect(stage.collector.requests.length).toBe(start)
    expect(await page.run(() => tracker.identity().anonymousId)).toBeUndefined()
  })

  test('withdrawal deletes outbox and identity in one step, in every tab', async () => {
    const page = await stage.open('shop')
    const other = await stage.visit(page.url())
    const before = await page.run(() => tracker.track('Before'))
    const [row] = await stage.received([before])
    await stage.browser.offline(true)
    const waiting = await page.run(() => tracker.track('Waiting'))
    await page.run(() => tracker.saved())
    await page.run(() => tracker.consent({ analytics: false }))
    await page.run(() => tracker.saved())
    const left = JSON.stringify(await traces(page))
    expect(left).not.toContain('event')
    expect(left).not.toContain('identity')
    expect(left).not.toContain(row!.anonymousId)
    await other.waitFor(() => tracker.identity().anonymousId === undefined)
    const late = await other.run(() => tracker.track('Late'))
    await stage.browser.offline(false)
    await Promise.all([page.run(() => tracker.flush()), other.run(() => tracker.flush())])

    // Granted again, a new visitor begins; its first event shows that nothing older is on its way.
    await page.run(() => tracker.consent({ analytics: true }))
    const [fresh] = await stage.received([await page.run(() => tracker.track('Fresh'))])
    expect(fresh!.anonymousId).not.toBe(row!.anonymousId)
    const ids = ((await stage.collector.stored()) as { id: string }[]).map(({ id }) => id)
    expect(ids).not.toContain(waiting)
    expect(ids).not.toContain(late)
  })
})
