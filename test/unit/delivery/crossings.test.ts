// What crosses each other: an answer and a refusal, a request and the end of its page, compression and either.
import { expect, test } from 'vitest'
import type { Event } from '../../../src/types.js'
import { createStage, settle, until } from './stage.js'

const long = 'x'.repeat(5000)

test('a page that leaves in the middle of a request does not send the same once more, however often it is told', async () => {
  const { collector, openTab, pass } = createStage()
  const tab = openTab()
  collector.delayMs = 500
  tab.track()
  await pass(300)
  // `pagehide`, and then `visibilitychange`, a task later.
  tab.pause()
  tab.leave()
  await settle()
  tab.leave()
  await settle()
  expect(collector.seen).toHaveLength(1)
})

test('and if it comes back, what was in the middle is offered again, because its answer is not known', async () => {
  const { disk, collector, openTab, pass } = createStage()
  const tab = openTab()
  collector.mode = 'silent'
  const id = tab.track()
  await pass(300)
  tab.pause()
  tab.leave()
  await settle()
  collector.mode = 'healthy'
  tab.hurry()
  await pass(12_000)
  expect(collector.taken.has(id)).toBe(true)
  expect(disk.values('event')).toEqual([])
})

test('an answer that comes after a refusal writes nothing, not even the rest of a record', async () => {
  const { disk, collector, site, openTab, pass } = createStage()
  const tab = openTab()
  collector.mode = 'partial'
  collector.delayMs = 500
  for (let i = 0; i < 4; i++) tab.track()
  await settle()
  tab.leave()
  // As the tracker does it: the gate is shut, delivery is told, and the disk is wiped.
  site.maySend = false
  tab.clear()
  await tab.store.write([], true)
  await pass(5000)
  expect(collector.seen).toHaveLength(1)
  expect(disk.values('event')).toEqual([])
  expect(disk.values('delivery')).toEqual([])
  expect(disk.values('lease')).toEqual([])
})

test('what is being compressed when consent is withdrawn is not sent', async () => {
  const { collector, site, openTab, pass } = createStage({ settings: { compress: true } })
  const tab = openTab()
  tab.track('Viewed', long)
  await settle()
  const flushed = tab.flush()
  let isOver = false
  void flushed.then(() => (isOver = true))
  // The disk has been read, and the compression, which takes a thread of its own, has begun.
  for (let i = 0; i < 60; i++) await Promise.resolve()
  expect(collector.seen).toEqual([])
  site.maySend = false
  tab.clear()
  await until(() => isOver)
  await pass(1000)
  await new Promise((resolve) => setImmediate(resolve))
  for (let i = 0; i < 50; i++) await settle()
  expect(collector.seen).toEqual([])
})

test('what a stopped page had under way is taken off the disk once it is accepted', async () => {
  const { disk, collector, site, openTab, pass } = createStage()
  const tab = openTab()
  collector.delayMs = 500
  tab.track()
  await settle()
  tab.leave()
  site.maySend = false // a stopped tracker may send nothing
  await pass(1000)
  expect(collector.taken.size).toBe(1)
  expect((disk.values('event') as string[]).flatMap((text) => JSON.parse(text) as Event[])).toEqual([])
})
