// The experience as the collector answers it: of one person over channels, and of everybody.
import { expect, test } from 'vitest'
import { at, day, identify, item, link } from './collectorClient.js'
import { useCollector } from './useCollector.js'

const { sender } = useCollector()
const asOf = (channel: string, more = {}) => at('s', 1, { channel, ...more })
const scale = { min: 1, max: 7, direction: 'up' }

test('one customer’s story over web, phone, store and app is one line, with stages, score, process, promise and answer', async () => {
  const alice = (event: string, n: number, channel: string, properties = {}) => item({ event, userId: 'alice', anonymousId: undefined, properties, ...day(n), context: { throughline: { channel, sessionId: `${channel}${n}` } } })
  await sender.send([
    item({ event: 'Product Viewed', ...day(1), context: { throughline: { channel: 'website', sessionId: 'a' } } }),
    identify('v1', 'alice', day(2)),
    link('handoff', 'CODE', { userId: 'alice', anonymousId: 'v1', ...day(2) }),
    alice('Element Clicked', 2, 'website'),
    alice('Order Completed', 3, 'store', { order_id: '7' }),
    alice('Process Started', 5, 'app', { process: 'return', process_id: '7' }),
    alice('Process Completed', 6, 'app', { process: 'return', process_id: '7' }),
    alice('Promise Made', 6, 'app', { promise: 'p', what: 'refund', by: Date.parse('2026-01-09T12:00:00Z') }),
    alice('Survey Answered', 7, 'app', { metric: 'ces', value: 6, scale, question: 'Easy?' }),
  ])
  const story = await sender.get('/people/alice/experience')
  expect(story.line.map(({ channel, name, stage }: any) => [channel, name, stage])).toEqual([
    ['website', 'Product Viewed', 'evaluation'],
    ['unknown', 'identify', 'evaluation'],
    ['website', 'Handed Over', 'evaluation'],
    ['store', 'Order Completed', 'purchase'],
    ['app', 'Process Started', 'post-purchase'],
    ['app', 'Process Completed', 'post-purchase'],
    ['app', 'Promise Made', 'post-purchase'],
    ['app', 'Survey Answered', 'post-purchase'],
  ])
  expect(story.line.at(-1).about).toBe('CES: 6')
  expect(story.score.contributions.map(({ words }: any) => words)).toEqual(['a purchase', 'something brought to its end'])
  expect(story.line[1].score).toBe(50)
  expect(story.line[3].score).toBeGreaterThan(50)
  expect(story.processes).toMatchObject([{ process: 'return', id: '7', status: 'completed', channels: ['app'] }])
  expect(story.promises).toMatchObject([{ what: 'refund' }])
  expect(story.stated).toMatchObject([{ metric: 'ces', n: 1, value: 6 }])
  expect(story.words.join(' ')).toContain('not validated against human judgement')
  expect(await sender.get('/people/v1/experience')).toMatchObject({ key: 'user:alice' })
})

test('who is nobody has no story', async () => {
  expect((await sender.get('/people/nobody/experience')).error).toContain('Nobody has this identifier')
})

test('of everybody: how far they come, what costs the most, and what they say, a visitor and their customer counted once', async () => {
  await sender.send([
    item({ event: 'Product Viewed', anonymousId: 'v1', ...day(1) }),
    identify('v1', 'alice', day(2)),
    item({ event: 'Order Completed', userId: 'alice', ...day(3), ...asOf('store') }),
    item({ event: 'Product Viewed', anonymousId: 'v2', ...day(1) }),
    item({ event: 'Payment Failed', anonymousId: 'v2', ...day(1), ...asOf('website', { touchpoint: 'checkout' }) }),
    item({ type: 'page', event: undefined, anonymousId: 'v3', ...day(1) }),
    ...[10, 9, 8, 0].map((value, i) => item({ event: 'Survey Answered', anonymousId: `w${i}`, properties: { metric: 'nps', value }, ...day(2) })),
    item({ event: 'Survey Answered', anonymousId: 'w9', properties: { metric: 'nps', value: 'hostile', scale: { min: -1e9, max: 1e9 } }, ...day(2) }),
  ])
  const all = await sender.get('/business')
  expect(all.people).toBe(8)
  expect(all.stages.slice(0, 3)).toEqual([{ stage: 'consideration', people: 3 }, { stage: 'evaluation', people: 2 }, { stage: 'purchase', people: 1 }])
  expect(all.touchpoints.map(({ touchpoint, people }: any) => [touchpoint, people])).toEqual([['website/checkout', 1], ['store', 1]])
  expect(all.stated).toMatchObject([{ metric: 'nps', n: 4, value: 25 }])
  expect(all.stated[0].low).toBeGreaterThan(-100)
})

test('with nobody there is nothing, and no error', async () => {
  expect(await sender.get('/business')).toMatchObject({ people: 0, score: 50, touchpoints: [], stated: [] })
})
