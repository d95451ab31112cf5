// IndexedDB in memory as far as the store uses it, with every fault that real ones have been seen with: one database of
// one table, one transaction after the other, versions, connections that are lost. Must not know what is stored.
import { compareKeys } from './memoryDisk.js'

type Part = string | number | readonly Part[]
type Range = { readonly lower: Part; readonly upper: Part }
type Handler = ((event: unknown) => void) | null
type Request = { result?: unknown; error?: unknown; onsuccess?: Handler; onerror?: Handler; onupgradeneeded?: Handler; transaction?: unknown }
type Operation = { readonly request: Request; readonly run: (table: Table) => unknown; readonly isPut?: boolean }
type Table = Map<string, unknown>

/**
 * What goes wrong: `denied` open throws; `refused` open fails; `late` open takes 7 s; `silent` open and transactions are
 * not answered until that is over; `closed` transaction() throws; `aborted` no transaction is done; `full` none that puts;
 * `unsure` they are done, and said not to be, because the connection was lost in between; `readonly` none that writes.
 */
export type Fault = 'none' | 'denied' | 'refused' | 'late' | 'silent' | 'closed' | 'aborted' | 'full' | 'unsure' | 'readonly'

/** What {@link createFaultyIndexedDb} returns. */
export type FaultyIndexedDb = {
  readonly factory: IDBFactory
  fault: Fault
  /** So many operations, opens and transactions, are well yet before the fault begins. */
  sparing: number
  entries(): [key: Part[], value: unknown][]
  values(kind: string): unknown[]
  put(key: Part, value: unknown): void
  /** The connections are lost, as when the storage process dies. */
  drop(isTold: boolean): void
  /** Somebody else deletes the database, as soon as every connection has let go. */
  deleteDatabase(): void
  /** A newer library upgrades the database. Answers whether the older let go. */
  upgrade(): boolean
  readonly opens: () => number
  readonly connections: () => number
}

type Connection = { isClosed: boolean; readonly db: { onclose?: Handler; onversionchange?: Handler } }

const failure = (name: string): DOMException => new DOMException(name, name)

/** Creates an IndexedDB without any database. Uses the global timers, so that time can be faked. */
export function createFaultyIndexedDb(): FaultyIndexedDb {
  let table: Table | undefined
  let last: Promise<unknown> = Promise.resolve()
  let connections: Connection[] = []
  let opens = 0
  const waiting: (() => void)[] = []
  let fault: Fault = 'none'
  const turn = async (count = 3): Promise<void> => {
    for (let i = 0; i < count; i++) await undefined
  }
  /** The fault that this operation meets. */
  const meet = (): Fault => (self.sparing > 0 && self.sparing-- ? 'none' : fault)
  const untilHeard = (): Promise<void> => new Promise((resolve) => waiting.push(resolve))

  const entries = (): [Part[], unknown][] =>
    [...(table ?? [])].map(([key, value]): [Part[], unknown] => [JSON.parse(key) as Part[], value]).sort(([a], [b]) => compareKeys(a, b))
  const within = (of: Table, { lower, upper }: Range, most?: number): [Part[], unknown][] =>
    [...of]
      .map(([key, value]): [Part[], unknown] => [JSON.parse(key) as Part[], value])
      .filter(([key]) => compareKeys(key, lower) >= 0 && compareKeys(key, upper) <= 0)
      .sort(([a], [b]) => compareKeys(a, b))
      .slice(0, most)

  const transact = (connection: Connection, mode: IDBTransactionMode): unknown => {
    const met = meet()
    if (connection.isClosed || met === 'closed') throw failure('InvalidStateError')
    const operations: Operation[] = []
    const add = (run: Operation['run'], isPut = false): Request => {
      const request: Request = {}
      operations.push({ request, run, isPut })
      return request
    }
    const store = {
      put: (value: unknown, key: Part) => add((of) => void of.set(JSON.stringify(key), structuredClone(value)), true),
      delete: (keys: Part | Range) =>
        add((of) => {
          const all = typeof keys === 'object' && 'lower' in keys ? within(of, keys).map(([key]) => key) : [keys]
          for (const key of all) of.delete(JSON.stringify(key))
        }),
      clear: () => add((of) => of.clear()),
      get: (key: Part) => add((of) => structuredClone(of.get(JSON.stringify(key)))),
      getAll: (range: Range, most?: number) => add((of) => within(of, range, most).map(([, value]) => structuredClone(value))),
      getAllKeys: (range: Range, most?: number) => add((of) => within(of, range, most).map(([key]) => key)),
    }
    const transaction: { error: unknown; oncomplete?: Handler; onabort?: Handler } & Record<string, unknown> = {
      error: null,
      objectStore: () => Object.assign(store, { transaction }),
      commit: () => {},
    }
    const run = async (): Promise<void> => {
      if (met === 'silent' && fault === 'silent') await untilHeard()
      if (!table) return transaction.onabort?.({})
      const copy: Table = new Map(table)
      let hasPut = false
      for (let operation = operations.shift(); operation; operation = operations.shift()) {
        hasPut ||= operation.isPut === true
        operation.request.result = operation.run(copy)
        operation.request.onsuccess?.({})
        await turn(5)
      }
      const isRefused = met === 'aborted' || (met === 'full' && hasPut) || (met === 'readonly' && mode === 'readwrite')
      if (!isRefused) table = copy
      if (!isRefused && met !== 'unsure') return transaction.oncomplete?.({})
      if (met === 'unsure') connection.isClosed = true
      // What a browser aborts by itself can have no cause.
      if (met !== 'aborted') transaction.error = failure(met === 'full' ? 'QuotaExceededError' : met === 'unsure' ? 'UnknownError' : 'AbortError')
      transaction.onabort?.({})
    }
    last = last.then(run)
    return transaction
  }

  const open = (request: Request): void => {
    const isNew = !table
    table ??= new Map()
    const connection: Connection = { isClosed: false, db: {} }
    Object.assign(connection.db, {
      close: () => (connection.isClosed = true),
      createObjectStore() {},
      transaction: (_: string, mode: IDBTransactionMode) => transact(connection, mode),
    })
    connections = [...connections.filter(({ isClosed }) => !isClosed), connection]
    request.result = connection.db
    let isAborted = false
    request.transaction = { abort: () => (isAborted = true) }
    if (isNew) request.onupgradeneeded?.({})
    if (!isAborted) return request.onsuccess?.({}) as undefined
    table = undefined
    connection.isClosed = true
    request.error = failure('AbortError')
    request.onerror?.({})
  }
  /** It answers, whatever else fails: in a real browser, too, it asks for no more than a list. */
  let name: string | undefined
  const factory = {
    databases: async () => (table ? [{ name }] : []),
    open(of: string): Request {
      name = of
      const met = meet()
      opens++
      if (met === 'denied') throw failure('SecurityError')
      const request: Request = {}
      const answer = async (): Promise<void> => {
        await turn()
        if (met === 'silent' && fault === 'silent') await untilHeard()
        if (met === 'late') await new Promise((resolve) => setTimeout(resolve, 7000))
        if (met !== 'refused') return open(request)
        request.error = failure('UnknownError')
        request.onerror?.({})
      }
      void answer()
      return request
    },
  }
  /** Everybody who has it open is asked to let go. */
  const askAll = (newVersion: number | null): boolean => {
    for (const one of connections) if (!one.isClosed) one.db.onversionchange?.({ newVersion })
    return connections.every(({ isClosed }) => isClosed)
  }
  const self: FaultyIndexedDb = {
    factory: factory as unknown as IDBFactory,
    sparing: 0,
    get fault() {
      return fault
    },
    set fault(next) {
      fault = next
      self.sparing = 0
      if (next === 'silent') return
      for (const go of waiting.splice(0)) go()
    },
    entries,
    values: (kind) => entries().filter(([[of]]) => of === kind).map(([, value]) => value),
    put: (key, value) => void (table ??= new Map()).set(JSON.stringify(key), value),
    drop(isTold) {
      for (const one of connections.filter(({ isClosed }) => !isClosed)) {
        one.isClosed = true
        if (isTold) one.db.onclose?.({})
      }
    },
    deleteDatabase() {
      if (askAll(null)) table = undefined
    },
    upgrade: () => askAll(2),
    opens: () => opens,
    connections: () => connections.filter(({ isClosed }) => !isClosed).length,
  }
  return self
}
