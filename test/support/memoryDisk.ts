// A disk in memory that keeps the rules of IndexedDB which the store leans on: one transaction after the other, all
// or nothing, keys in order. It can be told to fail. Must not know what is stored.
import type { UseDisk } from '../../src/store/idb.js'

type Part = string | number | readonly Part[]
type Range = { readonly lower: Part; readonly upper: Part }
type Request = { result?: unknown; onsuccess?: (() => void) | null }
type Operation = { readonly request: Request; readonly run: (table: Map<string, unknown>) => unknown }

/** What a disk can be told to do: work, refuse what would change it, or refuse everything. */
export type Health = 'fine' | 'readonly' | 'refused'

/** Who uses the disk. Once `ended`, what it has not completed is undone, or ends with what was asked of it until then. */
export type DiskOwner = { ended?: 'undone' | 'done' }

/** What {@link createMemoryDisk} returns. */
export type MemoryDisk = {
  readonly use: UseDisk
  /** The same disk for one of several who use it: they can end in the middle of a transaction. */
  useAs(owner: DiskOwner): UseDisk
  /** All keys with their values, in order. */
  entries(): [key: Part[], value: unknown][]
  /** The values of one kind. */
  values(kind: string): unknown[]
  setHealth(health: Health): void
  /** Transactions so far. */
  readonly counts: { readonly reads: number; readonly writes: number }
}

const rank = (part: Part): number => (typeof part === 'number' ? 0 : typeof part === 'string' ? 1 : 2)

/** The order of keys in IndexedDB: numbers, texts, arrays part by part. */
export function compareKeys(a: Part, b: Part): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b)
  if (!Array.isArray(a)) return a < b ? -1 : a > b ? 1 : 0
  const other = b as readonly Part[]
  for (let i = 0; i < Math.min(a.length, other.length); i++) {
    const order = compareKeys(a[i] as Part, other[i] as Part)
    if (order) return order
  }
  return a.length - other.length
}

/** Stands in for the global of that name. */
export const memoryKeyRange = { bound: (lower: Part, upper: Part): Range => ({ lower, upper }) }

/** Creates an empty disk. Several stores may use it at once, as the tabs of one site do. */
export function createMemoryDisk(): MemoryDisk {
  let table = new Map<string, unknown>()
  let health: Health = 'fine'
  let last: Promise<unknown> = Promise.resolve()
  const counts = { reads: 0, writes: 0 }

  const entriesOf = (of: Map<string, unknown>): [Part[], unknown][] =>
    [...of]
      .map(([key, value]): [Part[], unknown] => [JSON.parse(key) as Part[], value])
      .sort(([a], [b]) => compareKeys(a, b))
  const within = (of: Map<string, unknown>, range: Range, most: number): [Part[], unknown][] =>
    entriesOf(of)
      .filter(([key]) => compareKeys(key, range.lower) >= 0 && compareKeys(key, range.upper) <= 0)
      .slice(0, most)

  const useAs = (owner: DiskOwner) => (mode: IDBTransactionMode, ask: (table: IDBObjectStore) => () => unknown): Promise<unknown> => {
    counts[mode === 'readwrite' ? 'writes' : 'reads']++
    if (health === 'refused') return Promise.reject(new Error('refused'))
    const operations: Operation[] = []
    const add = (run: Operation['run']): Request => {
      const request: Request = {}
      if (!owner.ended) operations.push({ request, run })
      return request
    }
    const store = {
      put: (value: unknown, key: Part) => add((of) => void of.set(JSON.stringify(key), structuredClone(value))),
      delete: (key: Part) => add((of) => void of.delete(JSON.stringify(key))),
      clear: () => add((of) => of.clear()),
      get: (key: Part) => add((of) => structuredClone(of.get(JSON.stringify(key)))),
      getAll: (range: Range, most: number) =>
        add((of) => within(of, range, most).map(([, value]) => structuredClone(value))),
      getAllKeys: (range: Range, most: number) => add((of) => within(of, range, most).map(([key]) => key)),
    }
    let answer: () => unknown
    try {
      answer = ask(store as unknown as IDBObjectStore)
    } catch (cause) {
      return Promise.reject(cause) // as the connection does, which is never thrown through
    }
    // Only one at a time, and what one has begun the next does not see before its end.
    const done = last.then(async () => {
      const copy = new Map(table)
      for (let operation = operations.shift(); operation; operation = operations.shift()) {
        operation.request.result = operation.run(copy)
        operation.request.onsuccess?.()
        // As in a browser, the next one comes later.
        await undefined
      }
      const isRefused = health === 'refused' || (health === 'readonly' && mode === 'readwrite') || owner.ended === 'undone'
      if (isRefused) throw new Error('quota exceeded')
      table = copy
      return answer()
    })
    last = done.catch(() => {})
    return done
  }
  return {
    use: useAs({}) as UseDisk,
    useAs: (owner) => useAs(owner) as UseDisk,
    counts,
    entries: () => entriesOf(table),
    values: (kind) =>
      entriesOf(table)
        .filter(([[of]]) => of === kind)
        .map(([, value]) => value),
    setHealth(next) {
      health = next
    },
  }
}
