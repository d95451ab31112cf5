// What never arrived, and what came twice.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { completeness } from '../../../examples/collector/completeness.js'
import { startCollector } from '../../../examples/collector/start.js'
import { at, createSender, item, storage } from './collectorClient.js'

describe('completeness', () => {
  test.each([
    [[0, 1, 2], { count: 3, highest: 2, missing: [], missingCount: 0, doubled: [], complete: true }],
    [[2, 0, 1], { complete: true }],
    [[0, 3], { missing: [1, 2], missingCount: 2, complete: false }],
    [[2], { missing: [0, 1], highest: 2, complete: false }],
    [[0, 1, 1, 1, 2], { doubled: [1], highest: 2, complete: true }],
    [[], { count: 0, highest: -1, complete: true }],
  ])('of %j is %j', (positions, expected) => {
    expect(completeness(positions)).toMatchObject(expected)
  })

  test('lists a bounded part of an endless gap and counts all of it', () => {
    const { missing, missingCount } = completeness([0, 2 ** 31 - 1])
    expect([missing.length, missingCount]).toEqual([50, 2 ** 31 - 2])
  })
})

describe('GET /streams', () => {
  let collector: Awaited<ReturnType<typeof startCollector>>
  let sender: ReturnType<typeof createSender>
  beforeAll(async () => {
    collector = await startCollector({ port: 0, storage })
    sender = createSender(collector.url)
  }, 60_000)
  beforeEach(() => collector.clear())
  afterAll(() => collector.close())

  test('says per stream what is missing until it arrives', async () => {
    await sender.send([item(at('s1', 0)), item(at('s1', 2)), item(at('s2', 0)), item()])
    const streams = async () => new Map((await sender.get('/streams')).streams.map((each: any) => [each.stream, each]))
    expect((await streams()).get('s1')).toMatchObject({ count: 2, highest: 2, missing: [1], complete: false })
    expect((await streams()).get('s2')).toMatchObject({ count: 1, complete: true, channel: 'website', owners: ['v1'] })
    await sender.send([item(at('s1', 1))])
    expect((await streams()).get('s1')).toMatchObject({ count: 3, missing: [], complete: true })
    expect((await streams()).size).toBe(2)
  })

  test('tells what came again from what was stored under two ids', async () => {
    const again = item(at('s1', 0))
    await sender.send([again])
    await sender.send([again, item(at('s1', 1)), item(at('s1', 1))])
    const { streams } = await sender.get('/streams')
    expect(streams[0]).toMatchObject({ count: 3, repeats: 1, doubled: [1], complete: true })
  })
})
