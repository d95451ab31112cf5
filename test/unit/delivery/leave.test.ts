// What is sent when the page goes: at once, within the bytes that may outlive it, and nothing is deleted unheard.
import { expect, test } from 'vitest'
import type { UseDisk } from '../../../src/store/idb.js'
import { createStage, settle } from './stage.js'

test('what is not accepted yet is sent within the same task, to outlive the page', async () => {
  const { disk, collector, openTab } = createStage()
  const tab = openTab()
  const ids = [tab.track(), tab.track()]
  await settle()
  tab.leave()
  expect(collector.seen.map((seen) => [seen.ids, seen.isKeepalive, seen.isGzip])).toEqual([[ids, true, false]])
  await settle()
  expect(disk.values('event')).toEqual([])
  expect(tab.log.delivered).toEqual(ids)
})

test('an answer that comes while the page is being restored counts', async () => {
  const { disk, site, openTab } = createStage()
  const tab = openTab()
  const id = tab.track()
  await settle()
  tab.leave()
  site.maySend = undefined // until storage has been read again
  await settle()
  expect(disk.values('event')).toEqual([])
  expect(tab.log.delivered).toEqual([id])
})

test('what is not on disk yet is sent as well', async () => {
  const { collector, openTab } = createStage()
  const tab = openTab()
  const id = tab.track()
  tab.outbox.commit()
  tab.leave()
  expect(collector.seen.map(({ ids }) => ids)).toEqual([[id]])
})

test('leaving twice sends once', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  tab.track()
  await settle()
  tab.leave()
  tab.pause()
  tab.leave()
  await pass(60_000)
  expect(collector.seen).toHaveLength(1)
})

test('what is on its way already is not sent again', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  collector.delayMs = 500
  tab.track()
  await pass(5100)
  tab.leave()
  await pass(1000)
  expect(collector.seen).toHaveLength(1)
})

test('what is new goes with the page also while something older is on its way', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  collector.delayMs = 500
  const older = tab.track()
  await pass(300)
  const newer = tab.track()
  await settle()
  tab.leave()
  expect(collector.seen.map(({ ids }) => ids)).toEqual([[older], [newer]])
  await pass(1000)
  expect([...collector.taken.values()]).toEqual([1, 1])
})

test('never more than 32 kB at once, the newest first; the rest stays on disk', async () => {
  const { disk, collector, openTab } = createStage()
  const tab = openTab()
  const ids: string[] = []
  for (let i = 0; i < 40; i++) {
    ids.push(tab.track('Viewed', 'ä'.repeat(1000)))
    await settle()
  }
  tab.leave()
  const sent = collector.seen.flatMap((seen) => seen.ids)
  expect(collector.seen.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(32_000)
  expect(sent.length).toBeGreaterThan(3)
  expect(sent).toEqual(ids.slice(-sent.length))
  await settle()
  expect(disk.values('event')).toHaveLength(40 - sent.length)
})

test.each([
  ['broken', 3],
  ['lost', 3],
  ['busy', 3],
  ['partial', 1],
  ['proxy', 3],
  ['unreachable', 3],
] as const)(
  'what the answer does not accept stays on disk: %s',
  async (mode, left) => {
    const { disk, collector, openTab, pass } = createStage()
    const tab = openTab()
    collector.mode = mode
    for (let i = 0; i < 3; i++) tab.track()
    await settle()
    tab.leave()
    await settle()
    expect((disk.values('event') as string[]).flatMap((text) => JSON.parse(text) as unknown[])).toHaveLength(left)
    collector.mode = 'healthy'
    tab.hurry()
    await pass(3_600_000)
    expect(collector.taken.size).toBe(3)
    expect(disk.values('event')).toEqual([])
  },
)

test('when the next page is of this site, it finds the outbox, and nothing is sent', async () => {
  const { disk, collector, site, openTab } = createStage()
  const tab = openTab()
  tab.track()
  await settle()
  site.isNextPageOurs = true
  tab.leave()
  await settle()
  expect(collector.seen).toEqual([])
  expect(disk.values('event')).toHaveLength(1)
})

test('a page that has gone starts nothing more until it is back', async () => {
  const { collector, openTab, pass, timers } = createStage()
  const tab = openTab()
  tab.pause()
  tab.track()
  await pass(600_000)
  expect(collector.seen).toEqual([])
  expect(timers()).toBe(0)
  tab.hurry()
  await pass(1000)
  expect(collector.taken.size).toBe(1)
})

test('a page that goes in the middle of a request frees the lock for the others', async () => {
  const { collector, openTab, pass } = createStage()
  const [tab, other] = [openTab(), openTab()]
  collector.delayMs = 10_000
  tab.track()
  await pass(300)
  tab.pause()
  await settle()
  collector.delayMs = 0
  await pass(5000) // for so long the other believes that it is on its way
  const id = other.track()
  expect((await other.flush()).kept).toBe(0)
  expect(collector.taken.get(id)).toBe(1)
})

test('what a leaving page has delivered is not sent again by a flush that had read it before', async () => {
  const { disk, collector, openTab, pass } = createStage()
  let gate: Promise<void> | undefined
  let open = (): void => {}
  // The answer of the disk is held up: what it says is of before.
  const use: UseDisk = async (mode, ask, isOpenEnded) => {
    const answer = await disk.use(mode, ask, isOpenEnded)
    if (mode === 'readonly') await gate
    return answer
  }
  const tab = openTab({ use })
  const id = tab.track()
  await settle()
  gate = new Promise((resolve) => (open = resolve))
  await pass(300)
  expect(collector.seen).toEqual([])
  tab.leave()
  await settle()
  expect(tab.log.delivered).toEqual([id])
  open()
  gate = undefined
  await pass(60_000)
  expect(collector.seen).toHaveLength(1)
  expect(disk.values('event')).toEqual([])
})
