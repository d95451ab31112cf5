// @vitest-environment happy-dom
// Processes over visits and channels, and promises that are kept or missed.
import { describe, expect, test } from 'vitest'
import { createProcesses } from '../../../src/experience/processes/createProcesses.js'
import { createPromises } from '../../../src/experience/processes/createPromises.js'
import { processesOf } from '../../../src/experience/processes/processesOf.js'
import { promisesOf } from '../../../src/experience/processes/promisesOf.js'
import { dayMs, startTime, story, useStage } from './stage.js'

const stage = useStage()
const alice = { anonymousId: 'v1', sessionId: 's1', userId: 'alice' }

describe('a process', () => {
  const about = { process: 'return', process_id: '7' }
  const history = story(
    ['Process Started', 0, about],
    ['Process Step Done', 0, { ...about, step: 'reason' }],
    ['Process Step Done', 1, { ...about, step: 'reason' }, { session: 's2' }],
    ['Process Handed Off', 1, { ...about, to: 'store' }, { session: 's2' }],
    ['Process Started', 1, { process: 'claim', process_id: '1' }],
    ['Process Step Done', 3, { ...about, step: 'drop off' }, { channel: 'store', session: 't1' }],
    ['Process Completed', 4, about, { channel: 'store', session: 't1' }],
  )

  test('is what its events come to: steps, repeats, hand-offs, channels, time', () => {
    expect(processesOf(history, startTime + 5 * dayMs)).toEqual([
      {
        process: 'return', id: '7', status: 'completed', startedAt: startTime, endedAt: startTime + 4 * dayMs, elapsedMs: 4 * dayMs, repeats: 1, sessions: 3,
        channels: ['website', 'store'],
        steps: [{ step: 'reason', time: startTime, channel: 'website', repeats: 1 }, { step: 'drop off', time: startTime + 3 * dayMs, channel: 'store', repeats: 0 }],
        handOffs: [{ from: 'website', to: 'store', time: startTime + dayMs, arrivedAt: startTime + 3 * dayMs }],
      },
      { process: 'claim', id: '1', status: 'open', startedAt: startTime + dayMs, elapsedMs: 4 * dayMs, steps: [], handOffs: [], repeats: 0, sessions: 1, channels: ['website'] },
    ])
  })

  test('in which nothing happens for a week has been given up, and goes on if something does', () => {
    const begun = story(['Process Started', 0, about])
    const status = (days: number, more: typeof begun = []) => processesOf([...begun, ...more], startTime + days * dayMs)[0]?.status
    expect([status(6.9), status(7)]).toEqual(['open', 'abandoned'])
    expect(status(9, [{ ...begun[0]!, id: 'x', name: 'Process Resumed', time: startTime + 8 * dayMs }])).toBe('open')
  })

  test('records each step, notices what has to be done again, and goes on in another visit', async () => {
    const tab = stage.open(alice)
    const first = createProcesses(tab.memory).process('return', '7')
    first.start()
    first.step('reason', { reason: 'broken' })
    await stage.settle()
    await stage.pass(dayMs)
    const later = stage.open({ ...alice, sessionId: 's2' })
    await later.memory.ready()
    const again = createProcesses(later.memory).process('return', '7')
    expect(again.progress()).toMatchObject({ status: 'open', steps: [{ step: 'reason' }] })
    again.start()
    again.step('reason')
    again.step('label')
    again.handOff('store')
    again.complete()
    expect(later.events.map(({ name, properties }) => [name, properties?.['step'] ?? properties?.['to'], properties?.['repeated']])).toEqual([
      ['Process Resumed', undefined, undefined],
      ['Process Step Done', 'reason', true],
      ['Process Step Done', 'label', undefined],
      ['Process Handed Off', 'store', undefined],
      ['Process Completed', undefined, undefined],
    ])
    expect(later.events.at(-1)?.properties).toEqual({ elapsed_ms: dayMs + 20, repeats: 1, ...about })
    expect(again.progress()?.status).toBe('completed')
  })

  test('can be given up, for a reason', () => {
    const tab = stage.open(alice)
    const process = createProcesses(tab.memory).process('signup', 'x')
    process.start()
    process.abandon('too long')
    expect(tab.events.at(-1)?.properties).toMatchObject({ reason: 'too long', elapsed_ms: 0 })
    expect(createProcesses(tab.memory).list()).toMatchObject([{ process: 'signup', status: 'abandoned' }])
  })

  test('of another person is not known', () => {
    const tab = stage.open(alice)
    const process = createProcesses(tab.memory).process('return', '7')
    process.start()
    tab.become({ anonymousId: 'v2', sessionId: 's2' })
    expect(process.progress()).toBeUndefined()
  })
})

describe('a promise', () => {
  const made = { promise: 'p', what: 'arrives', by: startTime + 2 * dayMs, kept_by: 'Order Delivered', order_id: '7' }
  test.each<[string, Parameters<typeof story>, number, object]>([
    ['open', [], 1, { status: 'open', lateMs: 0 }],
    ['kept', [['Promise Kept', 1, { promise: 'p' }]], 9, { status: 'kept', keptAt: startTime + dayMs, lateMs: 0 }],
    ['kept by the event', [['Order Delivered', 2, { order_id: '7' }]], 9, { status: 'kept', lateMs: 0 }],
    ['not kept by another order', [['Order Delivered', 1, { order_id: '8' }]], 1, { status: 'open' }],
    ['missed, and late still', [], 5, { status: 'missed', lateMs: 3 * dayMs }],
    ['missed, and kept too late', [['Order Delivered', 3, { order_id: '7' }]], 9, { status: 'missed', keptAt: startTime + 3 * dayMs, lateMs: dayMs }],
    ['missed before its time', [['Promise Missed', 1, { promise: 'p' }]], 1, { status: 'missed', lateMs: 0 }],
  ])('is %s', (_, rows, day, expected) => {
    expect(promisesOf(story(['Promise Made', 0, made], ...rows), startTime + day * dayMs)).toMatchObject([{ id: 'p', what: 'arrives', orderId: '7', ...expected }])
  })

  test('that is missed is told, once over all tabs and pages', async () => {
    const tabs = [stage.open(alice), stage.open(alice)]
    const [one, two] = tabs.map(({ memory }) => createPromises(memory))
    await stage.settle()
    expect(one!.promise({ what: 'answer', by: startTime + dayMs })).toBe(one!.promise({ what: 'answer', by: new Date(startTime + dayMs) }))
    await stage.pass(2 * dayMs)
    for (const tab of tabs) tab.tracker.page()
    await stage.settle()
    const next = stage.open({ ...alice, sessionId: 's2' })
    createPromises(next.memory)
    await stage.settle()
    next.tracker.page()
    await stage.settle()
    expect([...tabs, next].flatMap((tab) => tab.named('Promise Missed')).map(({ properties }) => properties?.['promise'])).toEqual([two!.list()[0]?.id])
    expect([...tabs, next].flatMap((tab) => tab.named('Promise Made'))).toHaveLength(1)
  })

  test('that an event keeps is told too', async () => {
    const tab = stage.open(alice)
    const promises = createPromises(tab.memory)
    await stage.settle()
    promises.promise({ what: 'arrives', by: startTime + dayMs, keptBy: 'Order Delivered', orderId: '7', id: 'p' })
    tab.tracker.track('Order Delivered', { order_id: '7' })
    await stage.settle()
    expect(tab.named('Promise Kept').map(({ properties }) => properties)).toEqual([{ promise: 'p', order_id: '7' }])
    promises.stop()
  })

  test('is told once, whoever says it again, and however late', async () => {
    const tab = stage.open(alice)
    const promises = createPromises(tab.memory)
    await stage.settle()
    const [late, kept] = ['late', 'kept'].map((id) => promises.promise({ what: 'answer', by: startTime + dayMs, id }))
    promises.kept(kept!)
    promises.kept(kept!)
    await stage.pass(2 * dayMs)
    tab.tracker.page()
    await stage.settle()
    promises.kept(late!)
    promises.missed(late!)
    expect(['Promise Kept', 'Promise Missed'].map((name) => tab.named(name).map(({ properties }) => properties?.['promise']))).toEqual([['kept'], ['late']])
  })

  test('can be kept or missed by word', async () => {
    const tab = stage.open(alice)
    const promises = createPromises(tab.memory)
    await stage.settle()
    const [kept, missed] = ['a', 'b'].map((id) => promises.promise({ what: 'x', by: startTime + dayMs, id }))
    promises.kept(kept!)
    promises.missed(missed!)
    await stage.settle()
    expect(promises.list().map(({ status }) => status)).toEqual(['kept', 'missed'])
    expect([tab.named('Promise Kept').length, tab.named('Promise Missed').length]).toEqual([1, 1])
  })
})
