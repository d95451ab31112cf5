// What the service worker must not do: send, write or create anything that the visitor has not agreed to.
import { expect, test } from 'vitest'
import type { Options } from '../../../src/types.js'
import { disks, FakeChannel, setUp } from './stage.js'

test('a database that is not there is not created, and there is nothing to do', async () => {
  const { collector, sync, pass } = setUp()
  disks.use = () => Promise.reject(null)
  const event = sync()
  await pass(1)
  expect(event.outcome).toBe('done')
  expect(disks.mayCreate?.()).toBe(false)
  expect(collector.seen).toEqual([])
})

test.each<[string, Partial<Options>, object, object | undefined]>([
  ['the visitor has refused', {}, {}, { analytics: 'denied' }],
  ['nobody has decided', { consent: 'pending' }, {}, undefined],
  ['Global Privacy Control denies everything', { gpc: 'all' }, { globalPrivacyControl: true }, undefined],
])('nothing is sent or written when %s', async (_, more, signals, decided) => {
  const { disk, collector, sync, leave, openTab, pass } = setUp(more, signals)
  await leave(3)
  if (decided) await openTab().store.write([[['consent'], decided]])
  const before = disk.entries()
  const event = sync()
  await pass(1000)
  expect(event.outcome).toBe('done')
  expect(collector.seen).toEqual([])
  expect(disk.entries()).toEqual(before)
})

test('a decision of the visitor overrides where consent starts', async () => {
  const { collector, sync, leave, openTab, pass } = setUp({ consent: 'pending' })
  await leave(1)
  await openTab().store.write([[['consent'], { analytics: 'granted' }]])
  sync()
  await pass(1000)
  expect(collector.taken.size).toBe(1)
})

test('consent withdrawn in a page while the worker sends ends it, and nothing comes back to the disk', async () => {
  const { disk, collector, sync, leave, openTab, pass } = setUp()
  await leave(600)
  collector.delayMs = 5000
  const event = sync()
  await pass(7000)
  expect(collector.seen).toHaveLength(2)
  await openTab().store.write([[['consent'], { analytics: 'denied' }]], true)
  new FakeChannel().postMessage({ decided: { analytics: 'denied' } })
  // Without waiting for the answer.
  await pass(1500)
  expect(event.outcome).toBe('done')
  await pass(60_000)
  expect(collector.seen).toHaveLength(2)
  expect(disk.entries().map(([[kind]]) => kind)).toEqual(['consent'])
})
