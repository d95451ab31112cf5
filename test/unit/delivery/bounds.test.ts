// When the outbox is held to its bounds: before a flush, and alone where there is none.
import { expect, test } from 'vitest'
import { createStage, settle } from './stage.ts'

test('what is refused for good does not pile up, however long the page lives and however well all else is delivered', async () => {
  const { collector, disk, openTab, pass } = createStage()
  collector.isPrecise = true
  const tab = openTab()
  for (let i = 0; i < 30; i++) {
    for (let k = 0; k < 100; k++) tab.track('Poison')
    await tab.flush()
    await pass(10)
  }
  expect(disk.values('quarantine').length).toBeLessThanOrEqual(1100)
})

test('a page that tracks while a request hangs, and is to wait besides, measures once', async () => {
  const { collector, disk, openTab, pass } = createStage()
  const tab = openTab()
  collector.mode = { status: 401 }
  tab.track()
  await tab.flush()
  await pass(5000)
  for (let i = 0; i < 500; i++) tab.track()
  await settle()
  collector.mode = 'silent'
  const flushed = tab.flush()
  await pass(1)
  for (let i = 0; i < 600; i++) {
    tab.track()
    await pass(2)
  }
  const { writes } = disk.counts
  await pass(15_000)
  await flushed
  await settle()
  expect(disk.counts.writes - writes).toBeLessThan(30)
})
