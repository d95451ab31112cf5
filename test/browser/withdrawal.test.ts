// Owns consent that is withdrawn while events are on their way: nothing more leaves any tab, and nothing stays in the browser.
// Must not look at anything but storage, requests and what arrived.
import { expect, test } from 'vitest'
import type { Page } from '../support/browser.js'
import { engine, track, useStage } from './stage.ts'
import { nothing, traces } from './traces.ts'

const stage = useStage()

/** More than three requests take, so that the first is on its way while the others wait. */
const count = 700
/** As long as a page might wait before it tries again by itself; that nothing happens cannot be awaited. */
const quietMs = 2_500
const quiet = () => new Promise((resolve) => setTimeout(resolve, quietMs))

const until = async (isReached: () => boolean): Promise<void> => {
  for (const end = Date.now() + 15_000; !isReached(); ) {
    if (Date.now() > end) throw new Error('It never came to that')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Where tracking starts by itself, that somebody has refused is all that may be remembered. */
const refusalOnly = (databases: readonly string[]) => databases.filter((each) => !/^throughline-|^\w+: \["consent"\]$/.test(each))

/** Two tabs with events waiting on disk and the first request on its way, answered only when `letGo` is called. */
const midFlush = async () => {
  await stage.browser.offline(true).then(() => stage.browser.offline(false))
  const sender = await stage.open('shop', { options: { flushDelayMs: 60_000 } })
  const other = await stage.visit(sender.url())
  const [row] = await stage.received([await sender.run(() => tracker.track('Known')), await other.run(() => tracker.track('Known too'))])
  await Promise.all([sender, other].map((page) => page.run(() => tracker.flush())))
  stage.collector.fail({ kind: 'hang' })
  const start = stage.collector.requests.length
  const ids = [...(await track(other, count / 2)), ...(await track(sender, count / 2))]
  await sender.run(() => tracker.saved())
  await other.run(() => tracker.saved())
  await sender.run(() => void tracker.flush())
  await until(() => stage.collector.requests.length > start)
  return { sender, other, ids, anonymousId: row!.anonymousId! }
}

/** What has left since so many requests: Firefox by itself repeats one whose connection was lost, and that is none of ours. */
const leftSince = (sent: number): number => {
  const before = stage.collector.requests.slice(0, sent).map(({ ids }) => `${ids}`)
  return stage.collector.requests.slice(sent).filter(({ ids }) => engine !== 'firefox' || !before.includes(`${ids}`)).length
}

const withdraw = (page: Page) => page.run(() => tracker.consent({ analytics: false }))

test.each([
  ['by the tab that sends', 'sender'],
  ['by the other tab', 'other'],
] as const)('withdrawn %s in the middle of a flush: nothing more leaves, and nothing stays', async (_, who) => {
  const { ids, anonymousId, ...pages } = await midFlush()
  const { sender, other } = pages
  await withdraw(pages[who])
  for (const page of [sender, other]) await page.waitFor(() => tracker.identity().anonymousId === undefined)
  const sent = stage.collector.requests.length
  // What is on its way is answered with "try again": it must not.
  stage.collector.fail({ kind: 'status', status: 500 })
  await Promise.all([sender, other].map((page) => page.run(() => (tracker.track('Late'), tracker.flush()))))
  await quiet()
  expect(leftSince(sent)).toBe(0)

  for (const page of [sender, other]) {
    const { databases, ...rest } = await traces(page)
    const { databases: none, ...empty } = nothing
    expect(rest).toEqual(empty)
    expect(refusalOnly(databases)).toEqual(none)
  }
  expect(await sender.run(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))).not.toContain(anonymousId)

  // Neither do they leave with the pages, nor with the next one.
  stage.collector.fail(null)
  const url = sender.url()
  await sender.close()
  await other.close()
  const next = await stage.visit(url)
  await next.run(() => tracker.flush())
  await quiet()
  expect(leftSince(sent)).toBe(0)

  // Granted again, somebody new begins, and brings nothing along.
  await next.run(() => tracker.consent({ analytics: true }))
  const [fresh] = await stage.received([await next.run(() => tracker.track('Fresh'))])
  expect(fresh!.anonymousId).not.toBe(anonymousId)
  const stored = new Set(((await stage.collector.stored()) as { id: string }[]).map(({ id }) => id))
  expect(ids.filter((id) => stored.has(id)).length).toBeLessThanOrEqual(count / 2)
}, 60_000)

test('withdrawn while a batch is being answered: what was accepted is not repeated, what was not is gone', async () => {
  const { sender, other, ids } = await midFlush()
  await withdraw(sender)
  await other.waitFor(() => tracker.identity().anonymousId === undefined)
  const sent = stage.collector.requests.length
  stage.collector.fail(null)
  await quiet()
  const stored = new Map(((await stage.collector.stored()) as { id: string; deliveries: number }[]).map(({ id, deliveries }) => [id, deliveries]))
  expect(leftSince(sent)).toBe(0)
  expect(ids.every((id) => (stored.get(id) ?? 1) === 1)).toBe(true)
}, 60_000)
