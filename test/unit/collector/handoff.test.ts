// A hand-off code at the collector: who names it within its life is one person, for as long as page and collector say.
import { afterEach, expect, test } from 'vitest'
import { startCollector } from '../../../examples/collector/start.js'
import { maxLifeMs } from '../../../src/handover/handoffCode.js'
import { createSender, identify, link, storage } from './collectorClient.js'

let collector: Awaited<ReturnType<typeof startCollector>>
afterEach(async () => {
  await collector.clear()
  await collector.close()
})

const hourMs = 3_600_000
const ofTill = ['anonymous:till', 'user:alice']

test.each([
  ['at first', {}, 10, ['user:alice']],
  ['at first', {}, 20, ofTill],
  ['where pages let them live for an hour', { handoffMs: hourMs }, 59, ['user:alice']],
  ['where pages let them live for an hour', { handoffMs: hourMs }, 61, ofTill],
  ['where pages let them live as long as they can', { handoffMs: maxLifeMs }, 24 * 60 - 1, ['user:alice']],
])('%s, with %o: who names the same code %i minutes later is %j', async (_, options, minutes, people) => {
  collector = await startCollector({ port: 0, storage, ...options })
  const sender = createSender(collector.url)
  const time = (minute: number) => ({ timestamp: new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString() })
  await sender.send([
    identify('phone', 'alice', time(0)),
    link('handoff', '7KQ2M9XD4TRA', { anonymousId: 'till', ...time(minutes + 1) }),
    link('handoff', '7KQ2M9XD4TRA', { anonymousId: 'phone', userId: 'alice', ...time(1) }),
  ])
  const { people: found } = await sender.get('/people')
  expect(found.map(({ key }: any) => key).filter((key: string) => !key.startsWith('handoff')).sort()).toEqual(people)
}, 60_000)
