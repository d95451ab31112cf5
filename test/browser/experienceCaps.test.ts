// Owns moments over many tabs of a real browser: caps under fire, and whose memory it is.
// Must not repeat what one tab can show: the unit tests have that.
import { expect, test } from 'vitest'
import type { Page } from '../support/browser.js'
import { useStage } from './stage.ts'

const stage = useStage()
const most = 7

/** Makes a tracker, a memory and moments with one rule, and leaves them in the page. */
const begin = (page: Page) => page.run(async (cap: number) => {
  const { createMemory, createMoments, createProfile } = experience
  const tracker = start()
  await tracker.saved()
  const memory = createMemory(tracker)
  await memory.ready()
  const rules = [{ id: 'offer', slot: 'corner', interrupts: true, caps: [{ most: cap }] }]
  window.kept = { memory, moments: createMoments(memory, { rules }), profile: createProfile(memory) }
}, most)

test('ten tabs that trigger the same moment at once, a hundred times each, show it exactly as often as the cap allows', { timeout: 180_000 }, async () => {
  const first = await stage.open('experience')
  const tabs = [first]
  while (tabs.length < 10) tabs.push(await stage.visit(first.url()))
  await Promise.all(tabs.map(begin))
  const shown = await Promise.all(tabs.map((page) => page.run(async () => {
    const decisions = await Promise.all(Array.from({ length: 100 }, () => window.kept.moments.decide('corner')))
    await tracker.flush()
    return decisions.flatMap((decision) => decision?.id ?? [])
  })))
  expect(shown.flat()).toHaveLength(most)
  const rows = await stage.received(shown.flat())
  expect(rows.map(({ name }) => name)).toEqual(Array.from({ length: most }, () => 'Moment Shown'))
  const again = await stage.visit(first.url())
  await begin(again)
  expect(await again.run(async () => (await window.kept.moments.decide('corner')) === undefined)).toBe(true)
})

test('what one tab has seen another knows, and the next page; after a logout nobody does, on disk either', async () => {
  const first = await stage.open('experience')
  const second = await stage.visit(first.url())
  await begin(first)
  await begin(second)
  await first.run(() => {
    tracker.identify('customer-1001', { plan: 'gold' })
    tracker.track('Product Viewed', { product_id: 'secret-42' })
  })
  const names = () => window.kept.memory.interactions().map(({ name }: { name: string }) => name)
  await second.waitFor(() => window.kept.memory.interactions().some(({ name }: { name: string }) => name === 'Product Viewed'))
  await second.waitFor(() => window.kept.profile.get('plan') === 'gold')
  const third = await stage.visit(first.url())
  await begin(third)
  expect(await third.run(names)).toContain('Product Viewed')
  await third.run(() => tracker.reset())
  expect(await third.run(names)).toEqual([])
  await first.waitFor(() => window.kept.memory.interactions().length === 0 && window.kept.profile.get('plan') === undefined)
  await third.waitFor(async () => {
    const open = indexedDB.open('throughline-experience')
    const db = await new Promise<IDBDatabase>((resolve) => (open.onsuccess = () => resolve(open.result)))
    const all = db.transaction('records').objectStore('records').getAll()
    const text = await new Promise<string>((resolve) => (all.onsuccess = () => resolve(JSON.stringify(all.result))))
    db.close()
    return !/secret-42|gold|customer-1001/.test(text)
  })
})

test('withdrawal of consent leaves nothing of it on disk', async () => {
  const page = await stage.open('experience')
  await begin(page)
  await page.run(async () => {
    tracker.track('Product Viewed', { product_id: 'secret-43' })
    await window.kept.moments.decide('corner')
    tracker.consent({ analytics: false })
  })
  await page.waitFor(async () => {
    const open = indexedDB.open('throughline-experience')
    const db = await new Promise<IDBDatabase>((resolve) => (open.onsuccess = () => resolve(open.result)))
    const count = db.transaction('records').objectStore('records').count()
    const records = await new Promise<number>((resolve) => (count.onsuccess = () => resolve(count.result)))
    db.close()
    return records === 0
  })
  expect(await page.run(() => window.kept.memory.interactions().length)).toBe(0)
})
