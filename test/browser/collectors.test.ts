// Owns what two collectors owe each other: nothing. One that is down holds back and doubles nothing of the other.
// Must not repeat what one collector alone has to show.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from '../support/browser.js'
import { startLines } from '../support/collectors/startLines.js'
import { useStage } from './stage.ts'

const stage = useStage()
let second: Awaited<ReturnType<typeof startLines>>
beforeAll(async () => void (second = await startLines()))
afterAll(() => second?.close())

let names = 0
/** Starts a tracker with both collectors; the same name again is the same site. */
async function startBoth(page: Page, name = `second-${++names}`, extra: object = {}) {
  // Not by `import()`, which vitest would rewrite.
  await page.run(() => {
    const script = document.createElement('script')
    script.type = 'module'
    script.textContent = `import * as formats from '/dist/formats.js'; import * as more from '/dist/collectors.js'; window.kept = { ...formats, ...more, heard: [] }`
    document.head.append(script)
  })
  await page.waitFor(() => !!window.kept)
  await page.run(
    (url: string, database: string, options: object) => {
      const { alsoTo, ndjson, heard } = window.kept
      const tracker = start({ ...options, capture: [alsoTo({ collector: ndjson({ url }), name: database, flushDelayMs: 50 })] })
      tracker.on('dropped', ({ reason, count }) => heard.push(`${count} ${reason}`))
    },
    second.url,
    name,
    extra,
  )
  return name
}
const tick = (page: Page, count: number) =>
  page.run(async (total: number) => {
    const ids = Array.from({ length: total }, (_, i) => tracker.track('Tick', { i }))
    await tracker.saved()
    return ids
  }, count)
/** What the second has of these: the ids, in the order in which they came. */
const had = (ids: readonly string[]) => second.rows.map(({ id }) => id as string).filter((id) => ids.includes(id))
const secondHas = (ids: readonly string[]) => expect.poll(() => new Set(had(ids)).size, { timeout: 20_000, interval: 20 }).toBeGreaterThanOrEqual(ids.length)

describe('two collectors', () => {
  test('both get everything, once, in order, with the same ids and of the same person', async () => {
    const page = await stage.open('blank')
    await startBoth(page)
    const id = await page.run(() => tracker.identify('customer-1001', { plan: 'gold' }))
    const ids = [id, ...(await tick(page, 50))]
    const result = await page.run(() => tracker.flush())
    const rows = await stage.received(ids)
    await secondHas(ids)
    expect(had(ids)).toEqual(ids)
    expect(result.kept).toBe(0)
    const [row] = second.rows.filter((each) => each.id === ids[1])
    expect(row).toMatchObject({ name: 'Tick', identity: { userId: 'customer-1001', anonymousId: rows[1]!.anonymousId } })
    expect(second.rows.filter(({ stream }) => stream === row.stream).map(({ n }) => n)).toEqual(ids.map((_, i) => i))
    expect(rows.every(({ deliveries }) => deliveries === 1)).toBe(true)
  })

  test('the second is down: the first has everything all the same, and the second has it once it is back', async () => {
    const page = await stage.open('blank')
    second.isDown(true)
    await startBoth(page)
    const ids = await tick(page, 100)
    const rows = await stage.received(ids)
    const result = await page.run(() => tracker.flush())
    expect([had(ids).length, result.kept, result.dropped]).toEqual([0, 100, 0])
    second.isDown(false)
    await secondHas(ids)
    expect(had(ids)).toEqual(ids)
    expect(rows.every(({ deliveries }) => deliveries === 1), 'nothing is doubled for the first').toBe(true)
  })

  test('the first is down: the second has everything all the same, and the first has it once it is back', async () => {
    const page = await stage.open('blank')
    stage.collector.fail({ kind: 'status', status: 503 })
    await startBoth(page)
    const ids = await tick(page, 100)
    await secondHas(ids)
    stage.collector.fail(null)
    await stage.received(ids, 20_000)
    expect(had(ids), 'nothing is doubled for the second').toEqual(ids)
  })

  test('the second is down when the page closes: the next page brings it what is missing', async () => {
    const page = await stage.open('blank')
    second.isDown(true)
    const name = await startBoth(page)
    const ids = await tick(page, 30)
    await stage.received(ids)
    const url = page.url()
    await page.close()
    second.isDown(false)
    const next = await stage.visit(url)
    await startBoth(next, name)
    await secondHas(ids)
    expect(new Set(had(ids)).size).toBe(30)
  })

  test('steps hold for both, whenever they were added', async () => {
    const page = await stage.open('blank')
    await startBoth(page)
    const ids = await page.run(async () => {
      tracker.use((event) => (event.name === 'Secret' ? null : { ...event, properties: { ...event.properties, seen: true } }))
      const made = [tracker.track('Secret'), tracker.track('Open')]
      await tracker.saved()
      return made
    })
    await secondHas([ids[1]!])
    const [row] = await stage.received([ids[1]!])
    expect(second.rows.find(({ id }) => id === ids[1]).properties).toEqual({ seen: true })
    expect([row!.properties.seen, had([ids[0]!])]).toEqual([true, []])
  })

  test('consent holds for both: nothing before it, and withdrawing it takes back what waits for either', async () => {
    const page = await stage.open('blank')
    second.isDown(true)
    const before = second.requests()
    const name = await startBoth(page, undefined, { consent: 'pending' })
    const early = await page.run(() => tracker.track('Early'))
    expect(await page.run(async () => (await indexedDB.databases()).map((each) => each.name))).not.toContain(name)
    expect(second.requests()).toBe(before)
    await page.run(async () => {
      tracker.consent({ analytics: true })
      await tracker.saved()
      await tracker.flush()
    })
    await stage.received([early])
    await page.run(async () => {
      tracker.consent({ analytics: false })
      await tracker.saved()
    })
    second.isDown(false)
    await page.run(async () => {
      tracker.consent({ analytics: true })
      tracker.track('Late')
      await tracker.saved()
      await tracker.flush()
    })
    await expect.poll(() => second.rows.some((row) => row.name === 'Late'), { timeout: 20_000 }).toBe(true)
    expect(had([early])).toEqual([])
  })

  test('who is known for a session leaves nothing on disk for either, and both get everything', async () => {
    const page = await stage.open('blank')
    const name = await startBoth(page, undefined, { consent: 'session' })
    const ids = await tick(page, 10)
    await stage.received(ids)
    await secondHas(ids)
    expect(await page.run(async () => (await indexedDB.databases()).map((each) => each.name))).not.toContain(name)
    expect(await page.run((own: string) => Object.keys(localStorage).filter((key) => key.startsWith(own)), name)).toEqual([])
  })

  test('who is counted only has no id at either', async () => {
    const page = await stage.open('blank')
    const name = await startBoth(page, undefined, { consent: 'anonymous' })
    const ids = await tick(page, 10)
    await page.run(() => tracker.flush())
    await stage.received(ids)
    await secondHas(ids)
    expect(second.rows.filter(({ id }) => ids.includes(id)).map(({ identity }) => identity)).toEqual(ids.map(() => ({})))
    expect(await page.run(async () => (await indexedDB.databases()).map((each) => each.name))).not.toContain(name)
  })

  test('who wants to be forgotten is, at both: nothing but that still waits', async () => {
    const page = await stage.open('blank')
    second.isDown(true)
    await startBoth(page)
    const ids = await tick(page, 10)
    const waiting = await page.run(async () => (await tracker.export()).stored.filter(({ value }) => String(value).includes('Tick')).length)
    const id = await page.run(async () => {
      const forgotten = tracker.forget()
      await tracker.saved()
      return forgotten
    })
    second.isDown(false)
    // The first has deleted its rows by then, that of the event too: that nothing waits says that it has heard.
    await expect.poll(() => page.run(async () => (await tracker.flush()).kept), { timeout: 20_000 }).toBe(0)
    await secondHas([id])
    expect([waiting > 0, had(ids)]).toEqual([true, []])
  })

  test('a page that comes back out of the back/forward cache goes on with both', async (context) => {
    stage.needs(context, 'bfcache')
    const page = await stage.open('blank')
    await startBoth(page)
    const before = await tick(page, 5)
    await page.goto(stage.site.page('plain'))
    await page.back()
    await page.waitFor(() => window.wasRestored)
    const ids = [...before, ...(await tick(page, 5))]
    await stage.received(ids)
    await secondHas(ids)
    // In Firefox the disk fails for a moment, and what was on its way is never answered: in another order then, and some twice.
    expect([...new Set(had(ids))].toSorted()).toEqual(ids.toSorted())
  })

  test('what one refuses, the other has all the same, and the site is told', async () => {
    const page = await stage.open('blank')
    await startBoth(page)
    stage.collector.fail({ kind: 'status', status: 400, poison: 'Poison' })
    const [bad, good] = await page.run(async () => {
      const made = [tracker.track('Poison'), tracker.track('Fine')]
      await tracker.saved()
      return made
    })
    await secondHas([bad!, good!])
    await stage.received([good!])
    await page.waitFor(() => window.kept.heard.includes('1 rejected'))
    // And the other way round: of the second, too, the site hears by the tracker's own listeners.
    second.refuses('Other')
    const other = await page.run(async () => {
      const made = [tracker.track('Other'), tracker.track('Fine')]
      await tracker.saved()
      return made
    })
    await stage.received(other)
    await page.waitFor(() => window.kept.heard.filter((each: string) => each === '1 rejected').length === 2)
    expect(had([other[0]!])).toEqual([])
  })
})
