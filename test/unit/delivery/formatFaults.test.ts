// A format of somebody else's that makes mistakes: it costs no event, no delivery, and no error in the page
// (one that nobody catches fails the run by itself).
import { expect, test } from 'vitest'
import { segment } from '../../../src/formats/segment.js'
import type { BatchVerdict, Event, Format } from '../../../src/types.js'
import { createStage } from './stage.js'

const plain = segment({ url: 'https://collect.example/v1/batch', writeKey: 'shop' })
const createFormatStage = (format: Partial<Format>) => createStage({ settings: { collector: { ...plain, ...format } } })
const idsOf = (stored: unknown[]) => stored.flatMap((text) => (JSON.parse(text as string) as Event[]).map(({ id }) => id))

test.each<[what: string, verdict: () => unknown]>([
  ['throws', () => { throw new TypeError('no such member') }],
  ['answers with a word', () => 'ok'],
  ['answers with a word that is none', () => ({ batch: 'fine' })],
  ['answers with half a verdict', () => ({ events: {} })],
  ['answers later', () => Promise.resolve({ batch: 'retry' })],
])('where a verdict %s, the status decides, and the site is told', async (_, verdict) => {
  const { disk, collector, openTab, pass } = createFormatStage({ verdict: verdict as Format['verdict'] & {} })
  const tab = openTab()
  const first = tab.track()
  await pass(5000)
  expect([...collector.taken]).toEqual([[first, 1]])
  expect(disk.values('event')).toEqual([])
  expect(tab.log.failed).toEqual([expect.stringMatching(/^format: /)])
  collector.mode = 'broken'
  const second = tab.track()
  await pass(10_000)
  expect(idsOf(disk.values('event'))).toEqual([second])
  collector.mode = 'healthy'
  await pass(600_000)
  expect(collector.taken.get(second)).toBe(1)
  expect(collector.seen[0]?.at).toBeGreaterThan(0)
})

test('a verdict without exceptions may say so with null', async () => {
  const { collector, disk, openTab, pass } = createFormatStage({ verdict: () => ({ batch: 'accepted', events: null }) as unknown as BatchVerdict })
  const tab = openTab()
  tab.track()
  await pass(5000)
  expect(collector.taken.size).toBe(1)
  expect(disk.values('event')).toEqual([])
  expect(tab.log.failed).toEqual([])
})

test.each([0, Number.NaN, -3])('a format that takes %d events at once is given one at least', async (maxEvents) => {
  const { collector, openTab, pass } = createFormatStage({ maxEvents })
  const tab = openTab()
  const ids = [tab.track(), tab.track(), tab.track()]
  await pass(5000)
  expect([...collector.taken]).toEqual(ids.map((id) => [id, 1]))
})

test('an encoder that answers with nothing puts those events aside, and the others go on', async () => {
  const { disk, collector, openTab, pass } = createFormatStage({
    encode: ((events, ...rest) =>
      events.some(({ name }) => name === 'Odd') ? undefined : plain.encode(events, ...rest)) as Format['encode'],
  })
  const tab = openTab()
  const [good, odd, better] = [tab.track(), tab.track('Odd'), tab.track()]
  await pass(5000)
  expect([...collector.taken.keys()]).toEqual([good, better])
  expect(tab.log.dropped).toEqual([['rejected', odd]])
  expect(disk.values('event')).toEqual([])
})

test('of a batch that is refused, what was accepted is not sent again, and what was refused by name is put aside', async () => {
  let ids: string[] = []
  let isFirst = true
  const { disk, collector, openTab, pass } = createFormatStage({
    verdict({ status }) {
      if (!isFirst) return undefined
      isFirst = false
      expect(status).toBe(200)
      return { batch: 'split', events: { [ids[0]!]: 'accepted', [ids[1]!]: 'rejected' }, reason: 'half of it' }
    },
  })
  const tab = openTab()
  ids = Array.from({ length: 6 }, () => tab.track())
  await pass(5000)
  expect(collector.seen.map((seen) => seen.ids)).toEqual([ids, ids.slice(2, 4), ids.slice(4)])
  expect(tab.log.dropped).toEqual([['rejected', ids[1]]])
  expect(disk.values('event')).toEqual([])
})

test.each(['retry', 'pause', 'stop', 'split', 'unsupported'] as const)(
  'a batch of which everything was accepted by name is done, whatever else it is called: %s',
  async (batch) => {
    const { collector, openTab, pass } = createFormatStage({
      verdict: (_, events) => ({ batch, events: Object.fromEntries(events.map(({ id }) => [id, 'accepted'])) }),
    })
    const tab = openTab()
    tab.track()
    await pass(5000)
    tab.track()
    await pass(10_000)
    expect([...collector.taken.values()]).toEqual([1, 1])
    expect(collector.seen).toHaveLength(2)
    expect(tab.log.failed).toEqual([])
  },
)
