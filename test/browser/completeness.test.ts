// Owns what the collector can say of a stream: complete, open, or exactly which events are missing and why.
// Must not repeat what network.test.ts and closing.test.ts ask: whether the events themselves arrive.
import { expect, test } from 'vitest'
import { track, useStage } from './stage.ts'

const stage = useStage()

type Stream = { stream: string; count: number; length: number | null; state: string; missing: unknown[]; missingCount: number }

/** What the collector says of the stream in which this event was tracked. */
async function streamOf(id: string): Promise<Stream> {
  const [row] = await stage.received([id])
  const { streams } = (await (await fetch(`${stage.collector.url}/streams`)).json()) as { streams: Stream[] }
  return streams.find(({ stream }) => stream === row?.stream)!
}
const soon = { timeout: 30_000, interval: 50 }

test('a visit of two pages: the first is complete once the second has sent something; the second, still there, is open', async () => {
  const page = await stage.open('shop')
  const first = await track(page, 30)
  await stage.received(first)
  expect(await streamOf(first[0]!)).toMatchObject({ state: 'open', length: null, missing: [], count: 30 })
  await page.click('#product')
  await page.waitFor(() => location.pathname.endsWith('/product') && window.isReady)
  const second = await track(page, 1)
  await stage.received(second)
  expect(await streamOf(first[0]!)).toMatchObject({ state: 'complete', length: 30, missing: [] })
  expect(await streamOf(second[0]!)).toMatchObject({ state: 'open', missing: [] })
})

test('a page that leaves for another site with events on their way says with them how many there are', async () => {
  const page = await stage.open('shop', { options: { flushDelayMs: 60_000 } })
  const elsewhere = stage.site.page('plain').replace('127.0.0.1', 'localhost')
  await page.run((href) => ((document.getElementById('elsewhere') as HTMLAnchorElement).href = href), elsewhere)
  await page.run(() => tracker.flush()) // what sends is loaded then
  const ids = await track(page, 20)
  await page.click('#elsewhere')
  await page.waitFor(() => document.title === 'Elsewhere')
  await expect.poll(() => streamOf(ids[0]!), soon).toMatchObject({ state: 'complete', length: 20 })
}, 60_000)

test('offline with room for a few events: exactly the evicted ones are named, with the reason', async () => {
  const page = await stage.open('shop', { options: { outbox: { maxEvents: 450 } } })
  const url = page.url()
  await page.run(() => tracker.flush()) // what makes room is loaded then
  await stage.browser.offline(true)
  // Room is made with the first event of a page, and then after every 500.
  await page.run(() => void tracker.on('dropped', () => (window.kept = 'enough')))
  const ids = await track(page, 601)
  await page.waitFor(() => window.kept === 'enough')
  await page.close()
  await stage.browser.offline(false)
  const again = await stage.visit(url)
  await stage.received([ids.at(-1)!, ...(await track(again, 1))])
  const isAccounted = ({ count, length, missingCount }: Stream) => count + missingCount === length
  await expect.poll(async () => isAccounted(await streamOf(ids.at(-1)!)), soon).toBe(true)
  const { missing, missingCount } = await streamOf(ids.at(-1)!)
  // All are of one importance, so the oldest went, and their positions are those of the calls.
  expect(missingCount).toBeGreaterThan(50)
  await expect.poll(() => streamOf(ids.at(-1)!), soon).toMatchObject({ missing: [{ from: 0, to: missingCount - 1, reason: 'evicted' }] })
  expect(missing.length).toBe(1)
  expect((await stage.arrived(ids, 0)).map(({ id }) => id)).toEqual(ids.slice(missingCount))
}, 60_000)

test('a poison event is named as rejected, alone', async () => {
  const page = await stage.open('shop')
  stage.collector.fail({ kind: 'status', status: 400, poison: 'Poison' })
  const ids = await page.run(() => Array.from({ length: 50 }, (_, i) => tracker.track(i === 20 ? 'Poison' : 'Tick', { i })))
  const [poison] = ids.splice(20, 1)
  await stage.received(ids)
  // The news has no request of its own: the next event takes it along.
  await page.waitFor(async () => (await tracker.flush()).kept === 0)
  await page.run(() => void tracker.track('Tick', { i: 50 }))
  await expect.poll(() => streamOf(ids[0]!), soon).toMatchObject({ state: 'incomplete', missing: [{ from: 20, to: 20, reason: 'rejected' }] })
  expect((await stage.arrived([poison!], 0)).length).toBe(0)
}, 60_000)

test('an event deleted behind our back is missing, exactly that one, and nobody knows why', async () => {
  const page = await stage.open('shop')
  const url = page.url()
  await stage.browser.offline(true)
  const ids = await page.run(async () => {
    const all: string[] = []
    for (let i = 0; i < 10; i++) {
      all.push(tracker.track('Tick', { i }))
      await tracker.saved() // a record of its own
    }
    return all
  })
  const left = await page.run(async () => {
    const { writeKey } = JSON.parse(document.getElementById('options')!.textContent!)
    const open = indexedDB.open(`throughline-${writeKey}`)
    await new Promise((resolve) => (open.onsuccess = resolve))
    const table = open.result.transaction('records', 'readwrite').objectStore('records')
    const range = IDBKeyRange.bound(['event'], ['event', []])
    const keys = table.getAllKeys(range)
    await new Promise((resolve) => (keys.onsuccess = resolve))
    const [gone] = keys.result.filter((key) => (key as unknown[])[2] === 6)
    table.delete(gone!)
    await new Promise((resolve) => (table.transaction.oncomplete = resolve))
    open.result.close()
    return keys.result.length - 1
  })
  expect(left).toBe(9)
  await page.close()
  await stage.browser.offline(false)
  await stage.visit(url)
  const [lost] = ids.splice(6, 1)
  await stage.received(ids)
  await expect.poll(() => streamOf(ids[0]!), soon).toMatchObject({ state: 'incomplete', length: 10, missing: [{ from: 6, to: 6 }], missingCount: 1 })
  expect((await streamOf(ids[0]!)).missing).toEqual([{ from: 6, to: 6 }])
  expect((await stage.arrived([lost!], 0)).length).toBe(0)
}, 60_000)

test('only one tab is left: it tells how long the stream of the other was', async () => {
  const first = await stage.open('shop')
  const second = await stage.visit(first.url())
  const ids = await track(first, 5)
  await stage.received(ids)
  await first.close()
  // What it wrote at its very end is in localStorage in WebKit: the other tab finds it once it is looked at again.
  const next = async () => {
    const between = await stage.browser.open(stage.site.page('plain'))
    await between.close()
    await second.front()
    await stage.received(await track(second, 1))
    return streamOf(ids[0]!)
  }
  await expect.poll(next, soon).toMatchObject({ state: 'complete', length: 5 })
}, 60_000)
