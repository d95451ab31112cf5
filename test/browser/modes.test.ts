// Owns what holds for visitors who are counted only, or known for one session only, and for those who want to be forgotten.
// Must not look at anything but storage, requests and what arrived.
import { expect, test } from 'vitest'
import type { Page } from '../support/browser.js'
import { useStage, type Row } from './stage.ts'
import { nothing, traces } from './traces.ts'

const stage = useStage()

const track = (page: Page, name: string): Promise<string> => page.run((given: string) => tracker.track(given), name)
const identity = (page: Page) => page.run(() => tracker.identity())
const known = ({ anonymousId, userId, sessionId }: Row) => ({ anonymousId, userId, sessionId })

test('session: pages of the tab share a visitor, other tabs have their own, and nothing is left in the browser', async () => {
  const page = await stage.open('shop', { options: { consent: 'session' } })
  await page.run(() => tracker.identify('alice'))
  const url = page.url()
  const [first] = await stage.received([await track(page, 'First page')])
  await page.goto(stage.site.page('plain'))
  await page.goto(url)
  await page.waitFor(() => window.isReady)
  expect(await traces(page)).toMatchObject({ databases: [], local: [], cookies: [] })
  const [second] = await stage.received([await track(page, 'Second page')])
  expect(known(second!)).toEqual(known(first!))
  expect(second!.userId).toBe('alice')

  const other = await stage.visit(url)
  const [third] = await stage.received([await track(other, 'Another tab')])
  expect(third!.userId).toBeNull()
  expect(third!.anonymousId).not.toBe(first!.anonymousId)
  await page.close()
  // Its own, for its next page; that goes with it too.
  const { session, ...left } = await traces(other)
  expect(left).toEqual({ databases: [], local: [], cookies: [] })
  expect(session.length).toBeLessThan(2)
})

test('session: what a page of the tab could not say, its next page says', async () => {
  const page = await stage.open('shop', { options: { consent: 'session' } })
  const url = page.url()
  await stage.received([await track(page, 'Online')])
  const plain = stage.site.page('plain')
  await page.run(() => void (navigator.onLine, (window.fetch = () => Promise.reject(new Error('cut')))))
  const id = await track(page, 'Not sent')
  await page.goto(plain)
  await page.goto(url)
  await page.waitFor(() => window.isReady)
  const [row] = await stage.received([id])
  expect(row!.name).toBe('Not sent')
})

test('anonymous: events arrive, no two of them say that they are of the same visitor, and nothing is kept', async () => {
  const page = await stage.open('shop', { options: { consent: 'anonymous' } })
  await page.run(() => {
    tracker.identify('alice')
    tracker.link('loyalty', 'L-1')
  })
  const rows = await stage.received([await track(page, 'A'), await track(page, 'B')])
  const url = page.url()
  await page.goto(stage.site.page('plain'))
  await page.goto(url)
  await page.waitFor(() => window.isReady)
  rows.push(...(await stage.received([await track(page, 'C')])))
  for (const { id, payload, userId, sessionId } of rows) {
    expect([payload.anonymousId, userId, sessionId]).toEqual([id, null, null])
    expect(JSON.stringify(payload)).not.toMatch(/alice|L-1/)
  }
  expect(await traces(page)).toEqual(nothing)
})

test('granted, then anonymous in one of two tabs: both go on without a name, and what was kept is gone', async () => {
  const page = await stage.open('shop')
  const other = await stage.visit(page.url())
  await page.run(() => tracker.identify('alice'))
  const [before] = await stage.received([await track(page, 'Known')])
  await other.waitFor(() => tracker.identity().userId === 'alice')
  await page.run(() => tracker.consent({ analytics: 'anonymous' }))
  await other.waitFor(() => tracker.identity().anonymousId === undefined)
  const rows = await stage.received([await track(page, 'Counted'), await track(other, 'Counted there')])
  for (const row of rows) expect([row.payload.anonymousId, row.userId]).toEqual([row.id, null])
  const left = JSON.stringify([await traces(page), await page.run(() => tracker.export())])
  expect(left).not.toContain(before!.anonymousId)
  expect(left).not.toContain('alice')
  expect(await traces(page)).toMatchObject({ local: [], session: [], cookies: [] })
})

test('forget: what waits in two tabs is gone, the request to forget arrives, and a new visitor goes on in both', async () => {
  const page = await stage.open('shop')
  const other = await stage.visit(page.url())
  await page.run(() => tracker.identify('alice'))
  const [before] = await stage.received([await track(page, 'Known')])
  await other.waitFor(() => tracker.identity().userId === 'alice')
  await stage.browser.offline(true)
  const waiting = [await track(page, 'Waits'), await track(other, 'Waits there')]
  await Promise.all([page, other].map((tab) => tab.run(() => tracker.saved())))
  const asked = await page.run(() => tracker.forget())
  await other.waitFor(() => tracker.identity().userId === undefined)
  await page.run(() => tracker.saved())
  await stage.browser.offline(false)
  const [request, ...rows] = await stage.received([asked, await track(page, 'New'), await track(other, 'New there')])
  expect(request!.payload).toMatchObject({ anonymousId: before!.anonymousId, userId: 'alice', context: { throughline: { type: 'forget' } } })
  const { anonymousId } = await identity(page)
  for (const row of rows) expect([row.anonymousId, row.userId]).toEqual([anonymousId, null])
  expect(anonymousId).not.toBe(before!.anonymousId)
  const ids = ((await stage.collector.stored()) as { id: string }[]).map(({ id }) => id)
  for (const id of waiting) expect(ids).not.toContain(id)
  await Promise.all([page, other].map((tab) => tab.run(() => tracker.flush())))
  expect(JSON.stringify(await page.run(() => tracker.export()))).not.toMatch(/alice|Waits/)
})
