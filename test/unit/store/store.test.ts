// Transactions as the rest of the library sees them.
import { beforeEach, expect, test, vi } from 'vitest'
import { list } from '../../../src/store/list.js'
import { createStore, type Key } from '../../../src/store/store.js'
import { createMemoryDisk, memoryKeyRange } from '../../support/memoryDisk.js'

let disk: ReturnType<typeof createMemoryDisk>
let store: ReturnType<typeof createStore>

beforeEach(() => {
  vi.stubGlobal('IDBKeyRange', memoryKeyRange)
  disk = createMemoryDisk()
  store = createStore(disk.use)
})

test('a write puts and deletes in one transaction', async () => {
  await store.write([
    [['a'], 1],
    [['b'], 2],
  ])
  expect(
    await store.write([
      [['a'], undefined],
      [['c'], 3],
    ]),
  ).toBe(true)
  expect(disk.entries()).toEqual([
    [['b'], 2],
    [['c'], 3],
  ])
  expect(disk.counts.writes).toBe(2)
})

test('with replace all else goes', async () => {
  await store.write([
    [['a'], 1],
    [['b'], 2],
  ])
  await store.write([[['c'], 3]], true)
  expect(disk.entries()).toEqual([[['c'], 3]])
})

test('a write that fails is all or nothing, and says so', async () => {
  await store.write([[['a'], 1]])
  disk.setHealth('readonly')
  expect(
    await store.write([
      [['a'], undefined],
      [['b'], 2],
    ]),
  ).toBe(false)
  expect(disk.entries()).toEqual([[['a'], 1]])
  disk.setHealth('refused')
  expect(await store.write([[['c'], 3]])).toBe(false)
  disk.setHealth('fine')
  expect(await store.write([[['b'], 2]])).toBe(true)
})

test('exchange reads, and puts what is decided', async () => {
  expect(await store.exchange(['a'])).toBeUndefined()
  expect(await store.exchange<number>(['a'], (old) => (old ?? 0) + 1)).toBe(1)
  expect(await store.exchange<number>(['a'], (old) => (old ?? 0) + 1)).toBe(2)
  expect(await store.exchange<number>(['a'], () => undefined)).toBe(2)
  expect(disk.entries()).toEqual([[['a'], 2]])
})

test('nobody gets in between: of many who mint at once only one does', async () => {
  const other = createStore(disk.use)
  const minted = await Promise.all(
    [store, other, store, other].map((one, i) => one.exchange<number>(['id'], (old) => old ?? i + 1)),
  )
  expect(new Set(minted).size).toBe(1)
})

test('on a refused disk exchange has no answer, so that nobody takes what was decided for what is there', async () => {
  disk.setHealth('refused')
  expect(await store.exchange<number>(['a'], (old) => (old ?? 0) + 1)).toBeUndefined()
  expect(await store.exchange(['a'])).toBeUndefined()
})

test('list gives the first records of one kind, in the order of their keys', async () => {
  const keys: Key[] = [['event', 's2', 0], ['event', 's1', 10], ['event', 's1', 9], ['events'], ['even'], ['event']]
  await store.write(keys.map((key) => [key, `${key}`]))
  const [found] = await list(disk.use, ['event', 100])
  expect(found.map(([key]) => key)).toEqual([['event'], ['event', 's1', 9], ['event', 's1', 10], ['event', 's2', 0]])
  expect(found.every(([key, value]) => `${key}` === value)).toBe(true)
  expect((await list(disk.use, ['event', 2]))[0]).toHaveLength(2)
})

test('list of a refused disk is empty', async () => {
  disk.setHealth('refused')
  expect(await list(disk.use, ['event', 100], ['ledger'])).toEqual([[], []])
})

test('a disk that throws while it answers ends the transaction, and throws nothing into the page', async () => {
  const request: { result: number; onsuccess?: () => void } = { result: 1 }
  const abort = vi.fn<() => void>()
  const put = () => {
    throw new DOMException('Internal error', 'UnknownError')
  }
  const table = { get: () => request, put, transaction: { abort } } as unknown as IDBObjectStore
  const broken = createStore(async (_mode, ask) => {
    ask(table)
    expect(() => request.onsuccess?.()).not.toThrow()
    throw new Error('aborted')
  })
  expect(await broken.exchange(['a'], () => 2)).toBeUndefined()
  expect(abort).toHaveBeenCalledTimes(1)
})
