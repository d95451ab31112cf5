// What never arrived, and why, and what came twice.
import { describe, expect, test } from 'vitest'
import { at, item } from './collectorClient.js'
import { useCollector } from './useCollector.js'

describe('GET /streams', () => {
  const { sender } = useCollector()

  test('says per stream what is missing until it arrives', async () => {
    await sender.send([item(at('s1', 0)), item(at('s1', 2)), item(at('s2', 0)), item()])
    const streams = async () => new Map((await sender.get('/streams')).streams.map((each: any) => [each.stream, each]))
    expect((await streams()).get('s1')).toMatchObject({ count: 2, state: 'incomplete', missing: [{ from: 1, to: 1 }], missingCount: 1 })
    expect((await streams()).get('s2')).toMatchObject({ count: 1, state: 'open', length: null, channel: 'website', owners: ['v1'] })
    await sender.send([item(at('s1', 1))])
    expect((await streams()).get('s1')).toMatchObject({ count: 3, missing: [], missingCount: 0, state: 'open' })
    expect((await streams()).size).toBe(2)
  })

  test('tells what came again from what was stored under two ids', async () => {
    const again = item(at('s1', 0))
    await sender.send([again])
    await sender.send([again, item(at('s1', 1)), item(at('s1', 1))])
    const { streams } = await sender.get('/streams')
    expect(streams[0]).toMatchObject({ count: 3, repeats: 1, doubled: [1], missingCount: 0 })
  })

  const streamOf = async (name: string) => (await sender.get('/streams')).streams.find((each: any) => each.stream === name)
  const told = (...ledger: unknown[]) => ({ throughline: { ledger } })

  test('a stream is complete once it is said how long it is and all of that is there', async () => {
    await sender.send([item(at('s1', 0))], told({ stream: 's1', length: 2 }))
    expect(await streamOf('s1')).toMatchObject({ state: 'incomplete', length: 2, missing: [{ from: 1, to: 1 }] })
    await sender.send([item(at('s1', 1))])
    expect(await streamOf('s1')).toMatchObject({ state: 'complete', missing: [] })
    await sender.send([item(at('s1', 2))])
    expect((await streamOf('s1')).state, 'the page was shown again').toBe('open')
  })

  test('says why where it was told, also before the events, again, by another page, and of a stream that sent nothing', async () => {
    const ledger = [
      { stream: 's1', length: 12 },
      { stream: 's1', lost: [[3, 9], [11]], reason: 'evicted' },
      { stream: 's9', lost: [[0, 1]], reason: 'expired' },
    ]
    await sender.send([item(at('s2', 0))], told(...ledger))
    await sender.send([item(at('s1', 0)), item(at('s1', 1)), item(at('s1', 10))], told(...ledger, { stream: 's1', length: 4 }))
    expect(await streamOf('s1')).toMatchObject({
      count: 3,
      length: 12,
      state: 'incomplete',
      missing: [{ from: 2, to: 2 }, { from: 3, to: 9, reason: 'evicted' }, { from: 11, to: 11, reason: 'evicted' }],
      missingCount: 9,
    })
    expect(await streamOf('s9')).toMatchObject({ count: 0, last: null, missing: [{ from: 0, to: 1, reason: 'expired' }] })
    expect(await streamOf('s2')).toMatchObject({ state: 'open', missing: [] })
  })

  test.each([
    ['no list', { throughline: { ledger: 7 } }],
    ['nothing at all', { throughline: null }],
    ['entries of everything else', told(null, 7, 'x', [], { stream: 7, length: 3 }, { stream: '\u0000', length: 3 }, { length: 3 })],
    ['lengths that are none', told(...[-1, 1.5, '3', 2 ** 31, null, {}].map((length) => ({ stream: 's1', length })))],
    ['losses that are none', told(...[3, '3', [3], [[]], [[-1]], [[2, 1]], [['0', 1]], [[0, 2 ** 31]], [[1.5]]].map((lost) => ({ stream: 's1', lost, reason: 'evicted' })))],
    ['a name twice', told({ stream: 's3', length: 1 }, { stream: 's3', length: 2 }, { stream: 's3', lost: [[0], [0]] }, { stream: 's3', lost: [[0]], reason: {} })],
  ])('a bad ledger costs no event and says nothing of its stream: %s', async (_, body) => {
    const answer = await sender.send([item(at('s1', 0))], body)
    expect([answer.status, answer.body.stored]).toEqual([200, 1])
    expect(await streamOf('s1')).toMatchObject({ count: 1, state: 'open', length: null, missing: [] })
  })

  test('a ledger with a batch of which nothing can be taken changes nothing', async () => {
    const answer = await sender.send([{ type: 'dance' }], told({ stream: 's1', length: 2 }))
    expect(answer.status).toBe(400)
    expect(await streamOf('s1')).toBeUndefined()
  })

  test('a loss as long as can be is counted, and listed in a few words', async () => {
    await sender.send([item(at('s1', 2 ** 31 - 1))], told({ stream: 's1', lost: [[0, 2 ** 31 - 2]], reason: 'expired' }))
    expect(await streamOf('s1')).toMatchObject({ missing: [{ from: 0, to: 2 ** 31 - 2, reason: 'expired' }], missingCount: 2 ** 31 - 1 })
  })
})
