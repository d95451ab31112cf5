// One flusher at a time, with Web Locks and with the lease, and none for ever.
import { beforeEach, describe, expect, test } from 'vitest'
import { createFlushLock, type FlushLock } from '../../../src/delivery/lock.js'
import { createStore, type Store } from '../../../src/store/store.js'
import { createMemoryDisk } from '../../support/memoryDisk.js'
import { createFakeLocks } from './fakeLocks.js'
import { settle } from './stage.js'

describe.each([
  ['Web Locks', createFakeLocks],
  ['the lease', () => undefined],
])('with %s', (_, createLocks) => {
  let time: number
  let store: Store
  let a: FlushLock
  let b: FlushLock

  /** A task that goes on until it is told to end. */
  const createTask = () => {
    let end = (): void => {}
    const ended = new Promise<void>((resolve) => (end = resolve))
    const task = Object.assign(
      async () => {
        task.runs++
        await ended
      },
      { runs: 0, end: () => end() },
    )
    return task
  }

  beforeEach(() => {
    time = 1_700_000_000_000
    store = createStore(createMemoryDisk().use)
    const locks = createLocks()
    const [one, two] = ['a', 'b'].map((owner) => createFlushLock('shop', owner, store, () => time, 30_000, locks))
    a = one as FlushLock
    b = two as FlushLock
  })

  test('who is alone runs, and says so when the task has ended', async () => {
    const task = createTask()
    let ran: boolean | undefined
    void a.run(task).then((answer) => (ran = answer))
    await settle()
    expect([task.runs, ran]).toEqual([1, undefined])
    task.end()
    await settle()
    expect(ran).toBe(true)
  })

  test('while one runs, another does not, and may afterwards', async () => {
    const task = createTask()
    const running = a.run(async () => {
      await store.write(a.beat())
      await task()
    })
    await settle()
    expect(await b.run(async () => expect.fail('both at once'))).toBe(false)
    task.end()
    await running
    expect(await b.run(async () => {})).toBe(true)
  })

  test('of two who ask at once only one runs', async () => {
    const tasks = [createTask(), createTask()]
    const answers = Promise.all([a.run(tasks[0] as () => Promise<void>), b.run(tasks[1] as () => Promise<void>)])
    await settle()
    expect(tasks.map(({ runs }) => runs).toSorted()).toEqual([0, 1])
    for (const task of tasks) task.end()
    expect((await answers).toSorted()).toEqual([false, true])
  })

  test('one who has not been heard of for half a minute is taken for gone', async () => {
    const frozen = createTask()
    void a.run(async () => {
      await store.write(a.beat())
      await frozen()
    })
    await settle()
    time += 29_000
    expect(await b.run(async () => {})).toBe(false)
    time += 2000
    expect(await b.run(async () => {})).toBe(true)
    frozen.end()
  })

  test('who does not hold it has no heartbeat: what is acknowledged afterwards keeps nobody else out', async () => {
    await a.run(async () => expect(a.beat()).toHaveLength(1))
    expect(a.beat()).toEqual([])
  })

  test('a task that fails has no heartbeat any more, and keeps nobody out for long', async () => {
    await a.run(() => Promise.reject(new Error('failed'))).catch(() => {})
    expect(a.beat()).toEqual([])
    time += 31_000
    expect(await b.run(async () => {})).toBe(true)
  })

  test('who has it says so at once, before anything is acknowledged', async () => {
    const slow = createTask()
    await store.write([[['lease'], { owner: 'gone', until: time - 1 }]])
    void a.run(slow)
    await settle()
    expect(await store.exchange(['lease'])).toEqual({ owner: 'a', until: time + 30_000 })
    expect(await b.run(async () => expect.fail('both at once'))).toBe(false)
    slow.end()
    await settle()
  })

  test('a heartbeat keeps the lock, however long it takes', async () => {
    const slow = createTask()
    void a.run(slow)
    await settle()
    for (let i = 0; i < 5; i++) {
      time += 20_000
      await store.write(a.beat())
      expect(await b.run(async () => {})).toBe(false)
    }
    slow.end()
  })

  test('a clock that was set back locks nobody out', async () => {
    const frozen = createTask()
    void a.run(async () => {
      await store.write(a.beat())
      await frozen()
    })
    await settle()
    time -= 3_600_000
    expect(await b.run(async () => {})).toBe(true)
    frozen.end()
  })
})
