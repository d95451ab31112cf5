// One collector for the tests of a file or group, emptied before each of them, and somebody who sends to it.
// Must not decide what is right.
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { startCollector } from '../../../examples/collector/start.js'
import { createSender, storage } from './collectorClient.js'

type Collector = Awaited<ReturnType<typeof startCollector>>

export function useCollector(options: Parameters<typeof startCollector>[0] = {}) {
  const collector = {} as Collector
  const sender = {} as ReturnType<typeof createSender>
  beforeAll(async () => {
    Object.assign(collector, await startCollector({ port: 0, storage, ...options }))
    Object.assign(sender, createSender(collector.url))
  }, 60_000)
  beforeEach(() => collector.clear())
  afterAll(() => collector.close())
  return { collector, sender }
}
