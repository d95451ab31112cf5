// What is not on disk yet: one write per tick, in order, and again if it fails.
import { beforeEach, expect, test } from 'vitest'
import { createOutbox } from '../../../src/outbox/outbox.js'
import type { Entry, Store } from '../../../src/store/store.js'

let writes: Entry[][]
let answers: ((isOnDisk: boolean) => void)[]
let heard: [events: number, stored: string[]][]
let outbox: ReturnType<typeof createOutbox>

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
/** The disk answers the oldest open write. */
const answer = async (isOnDisk: boolean): Promise<void> => {
  answers.shift()?.(isOnDisk)
  await tick()
}
const keysOf = (entries: readonly Entry[] = [], kind = 'event'): string[] =>
  entries.filter(([key]) => key[0] === kind).map(([key]) => key.join('/'))

beforeEach(() => {
  writes = []
  answers = []
  heard = []
  const store: Store = {
    write(entries) {
      writes.push([...entries])
      return new Promise((resolve) => answers.push(resolve))
    },
    exchange: async () => undefined,
  }
  outbox = createOutbox(store, 's', (events, records) => heard.push([events, records.map(([key]) => key.join('/'))]))
})

test('everything of one tick is one write: the events as one record under the place of the first', async () => {
  outbox.append('{"a":1}', 4)
  outbox.put(['identity'], { userId: 'alice' })
  outbox.append('{"a":2}', 5)
  expect(writes).toEqual([])
  await tick()
  expect(writes).toHaveLength(1)
  expect(Object.fromEntries((writes[0] as Entry[]).map(([key, value]) => [key.join('/'), value]))).toEqual({
    'event/s/4': '[{"a":1},{"a":2}]',
    identity: { userId: 'alice' },
  })
})

test('each tick is its own record, and events keep their order', async () => {
  outbox.append('0', 0)
  await tick()
  outbox.append('1', 1)
  outbox.append('2', 2)
  await tick()
  expect(writes.map((entries) => entries.map(([key, value]) => [key.join('/'), value]))).toEqual([
    [['event/s/0', '[0]']],
    [['event/s/1', '[1,2]']],
  ])
})

test('a tick without anything writes nothing', async () => {
  outbox.commit()
  await outbox.saved()
  expect(writes).toEqual([])
})

test('commit writes at once, and only once', async () => {
  outbox.append('0', 0)
  outbox.commit()
  expect(writes).toHaveLength(1)
  await tick()
  expect(writes).toHaveLength(1)
})

test('the end of each write is told, with how many events are new and which records of events are on disk by it, also late', async () => {
  outbox.append('0', 0)
  outbox.append('1', 1)
  outbox.put(['identity'], 'alice')
  outbox.commit()
  expect(heard).toEqual([])
  await answer(true)
  outbox.append('2', 2)
  outbox.commit()
  await answer(false)
  outbox.append('3', 3)
  outbox.commit()
  await answer(false)
  outbox.commit()
  await answer(true)
  expect(heard).toEqual([
    [2, ['event/s/0']],
    [1, []],
    [1, []],
    [0, ['event/s/2', 'event/s/3']],
  ])
})

test('what was delivered while it was being written is not told to be on disk', async () => {
  outbox.append('0', 0)
  outbox.commit()
  outbox.forget([['event', 's', 0]])
  await answer(true)
  expect(heard.flatMap(([, stored]) => stored)).toEqual([])
})

test('unsaved is what is written but not answered for, and what has failed', async () => {
  outbox.append('0', 0)
  outbox.commit()
  outbox.append('1', 1)
  outbox.commit()
  expect(keysOf(outbox.unsaved())).toEqual(['event/s/0', 'event/s/1'])
  await answer(true)
  expect(keysOf(outbox.unsaved())).toEqual(['event/s/1'])
  await answer(false)
  expect(keysOf(outbox.unsaved())).toEqual(['event/s/1'])
})

test('what failed waits for commit or saved, and then goes before what is new', async () => {
  outbox.append('0', 0)
  await tick()
  await answer(false)
  outbox.append('1', 1)
  await tick()
  // A tick has no more to do for a disk that fails: it would write everything again each time.
  expect(keysOf(writes[1])).toEqual(['event/s/1'])
  await answer(false)
  outbox.append('2', 2)
  outbox.commit()
  expect(keysOf(writes[2])).toEqual(['event/s/0', 'event/s/1', 'event/s/2'])
  await answer(true)
  expect(outbox.unsaved()).toEqual([])
})

test('what is being written is not written twice at once', async () => {
  outbox.append('0', 0)
  outbox.commit()
  outbox.commit()
  void outbox.saved()
  expect(writes).toHaveLength(1)
})

test('of each key the last word counts: an older one that fails does not come back over a newer one', async () => {
  outbox.put(['identity'], 'alice')
  outbox.commit()
  outbox.put(['identity'], 'nobody')
  outbox.commit()
  await answer(false)
  await answer(true)
  expect(outbox.unsaved()).toEqual([])
  outbox.commit()
  expect(writes).toHaveLength(2)
})

test('what was delivered while it was being written does not come back when that fails', async () => {
  outbox.append('0', 0)
  await tick()
  outbox.forget([['event', 's', 0]])
  await answer(false)
  expect(outbox.unsaved()).toEqual([])
  outbox.commit()
  expect(writes.slice(1).flatMap((entries) => keysOf(entries))).not.toContain('event/s/0')
})

test('saved starts the write of this tick and resolves when the last write has ended', async () => {
  outbox.append('0', 0)
  outbox.commit()
  outbox.append('1', 1)
  let isSaved = false
  const saved = outbox.saved().then(() => (isSaved = true))
  expect(writes).toHaveLength(2)
  await answer(true)
  expect(isSaved).toBe(false)
  await answer(true)
  expect(isSaved).toBe(true)
  await saved
})

test('saved says whether what was tracked so far is on disk, and offers again what failed before', async () => {
  outbox.append('0', 0)
  outbox.commit()
  await answer(false)
  const saved = outbox.saved()
  expect(keysOf(writes[1])).toEqual(['event/s/0'])
  await answer(false)
  expect(await saved).toBe(false)
  const again = outbox.saved()
  outbox.append('1', 1)
  await answer(true)
  // What came after the question is not part of it.
  expect(await again).toBe(true)
  expect(keysOf(outbox.unsaved())).toEqual(['event/s/1'])
})

test('what another way has delivered is not tried again', async () => {
  for (const n of [0, 1]) {
    outbox.append(`${n}`, n)
    outbox.commit()
  }
  await answer(false)
  await answer(false)
  outbox.forget([['event', 's', 0]])
  expect(keysOf(outbox.unsaved())).toEqual(['event/s/1'])
})

test('forget without keys drops what has failed and what this tick has collected', async () => {
  outbox.append('0', 0)
  outbox.commit()
  await answer(false)
  outbox.append('1', 1)
  outbox.put(['identity'], {})
  outbox.forget()
  await tick()
  expect(writes).toHaveLength(1)
  expect(outbox.unsaved()).toEqual([])
})

test('a page that leaves says how long its stream is, in the write of its last events, and again only once it is longer', async () => {
  outbox.append('0', 0)
  outbox.append('1', 1)
  await tick()
  expect(writes.flat().map(([key]) => key[0]), 'not with every tick').toEqual(['event'])
  outbox.append('2', 2)
  outbox.commit()
  expect(writes).toHaveLength(2)
  expect(writes[1]?.map(([key, value]) => [key.join('/'), value])).toEqual([
    ['ledger/s/3', { stream: 's', length: 3 }],
    ['event/s/2', '[2]'],
  ])
  outbox.commit()
  expect(writes, 'hidden twice').toHaveLength(2)
  outbox.append('3', 3)
  await tick()
  outbox.commit()
  expect(writes.slice(3).map((entries) => keysOf(entries, 'ledger'))).toEqual([['ledger/s/4']])
})

test('a page that has tracked nothing says nothing of its stream', async () => {
  outbox.commit()
  await tick()
  expect(writes).toEqual([])
})
