// The outbox: every event on disk within its tick, and gone only by its own key after a verdict.
// Owns what is not yet on disk and what this page has not yet seen accepted; schedules nothing but a microtask.

import type { Entry, Key, Store } from '../store/store.js'

/** How much of what is on disk is also kept in memory, in characters: what a page can send on its way out is less. */
const maxRecent = 64_000

/** One stored record: the events of one tick, as JSON texts. */
export type Batch = { readonly key: Key; readonly texts: readonly string[]; isStored: boolean }

/** What {@link createOutbox} returns. */
export type Outbox = {
  /** Adds an event. It is on disk when `saved()` resolves. */
  append(text: string, n: number): void
  /** Adds any record to the transaction of this tick. */
  put(key: Key, value: unknown): void
  /** Starts the transaction of this tick now instead of at its end: the page is leaving. */
  commit(): void
  saved(): Promise<void>
  /** What is not on disk yet, to be spilled elsewhere. */
  unsaved(): Entry[]
  /** This page's batches that nobody is known to have accepted, newest first and those not on disk before all others. */
  unaccepted(): Batch[]
  /** These records are accepted: by this tab, or by another that said so. */
  forget(keys: readonly Key[]): void
  /** Forgets everything that is in memory: consent was withdrawn. */
  clear(): void
}

/** Creates the outbox of one stream. `stored` is called after each transaction. */
export function createOutbox(store: Store, stream: string, stored: (events: number, isOnDisk: boolean) => void): Outbox {
  let texts: string[] = []
  let firstN = 0
  let others = new Map<string, Entry>()
  let isScheduled = false
  const writing = new Set<{ entries: Entry[]; done: Promise<void> }>()
  /** What only memory has, because storage is refused or broken. */
  const volatile = new Map<string, Entry>()
  const recent = new Map<string, Batch>()
  let recentLength = 0

  const commit = (): void => {
    isScheduled = false
    if (!texts.length && !others.size) return
    const entries = [...others.values()]
    const events = texts.length
    let batch: Batch | undefined
    if (events) {
      batch = { key: ['event', stream, firstN], texts, isStored: false }
      entries.push([batch.key, `[${texts.join()}]`])
      remember(batch)
    }
    texts = []
    others = new Map()
    const write = { entries, done: Promise.resolve() }
    writing.add(write)
    write.done = store.write(entries).then((isOnDisk) => {
      writing.delete(write)
      if (batch) batch.isStored = isOnDisk
      if (!isOnDisk) for (const entry of entries) volatile.set(String(entry[0]), entry)
      stored(events, isOnDisk)
    })
  }
  const remember = (batch: Batch): void => {
    recent.set(String(batch.key), batch)
    recentLength += lengthOf(batch)
    for (const [id, old] of recent) {
      if (recentLength <= maxRecent) break
      if (old.isStored) drop(id, old)
    }
  }
  const drop = (id: string, batch: Batch): void => {
    if (recent.delete(id)) recentLength -= lengthOf(batch)
  }
  const schedule = (): void => {
    if (isScheduled) return
    isScheduled = true
    queueMicrotask(commit)
  }
  return {
    append(text, n) {
      if (!texts.length) firstN = n
      texts.push(text)
      schedule()
    },
    put(key, value) {
      others.set(String(key), [key, value])
      schedule()
    },
    commit,
    async saved() {
      commit()
      await Promise.all([...writing].map((write) => write.done))
    },
    unsaved: () => [...volatile.values(), ...[...writing].flatMap((write) => write.entries)],
    unaccepted: () => [...recent.values()].reverse().sort((a, b) => Number(a.isStored) - Number(b.isStored)),
    forget(keys) {
      for (const key of keys) {
        volatile.delete(String(key))
        const batch = recent.get(String(key))
        if (batch) drop(String(key), batch)
      }
    },
    clear() {
      texts = []
      others.clear()
      recent.clear()
      volatile.clear()
      recentLength = 0
    },
  }
}

const lengthOf = (batch: Batch): number => batch.texts.reduce((sum, text) => sum + text.length, 0)
