// The outbox: every event on disk within its tick, as one record in one transaction.
// Owns what is not on disk, and tries it again with the next tick; what is on disk is delivery's to delete.

import type { Entry, Key, Store } from '../store/store.js'

/** One record of this page: its key, and its events as JSON text. */
export type OutboxRecord = { readonly key: Key; readonly text: string }

/** What {@link createOutbox} returns. */
export type Outbox = {
  /** Adds an event. It is on disk when `saved()` resolves. */
  append(text: string, n: number): void
  /** Adds any record to the transaction of this tick. */
  put(key: Key, value: unknown): void
  /** Starts the transaction of this tick now instead of at its end, with how long the stream is: the page is leaving. */
  commit(): void
  saved(): Promise<unknown>
  /** What is not on disk, to be spilled elsewhere. */
  unsaved(): Entry[]
  /** These need no disk any more; without keys, nothing does: consent was withdrawn. */
  forget(keys?: readonly Key[]): void
}

/**
 * Creates the outbox of one stream. `written` hears of the end of each transaction: how many events it had, their
 * record, and whether that is on disk.
 */
export function createOutbox(
  store: Store,
  stream: string,
  written: (events: number, record: OutboxRecord, isOnDisk: boolean) => void,
): Outbox {
  let texts: string[] = []
  /** How many places have been given out, and how many of them the ledger knows of. */
  let length = 0
  let told = 0
  let others: Entry[] = []
  /** What the disk has refused, in its order. */
  let refused: Entry[] = []
  let isScheduled = false
  let done: Promise<unknown> | undefined
  const writing = new Set<Entry[]>()

  const commit = (): void => {
    isScheduled = false
    const entries = [...refused, ...others]
    const events = texts.length
    const record: OutboxRecord = { key: ['event', stream, length - events], text: `[${texts}]` }
    texts = []
    others = []
    refused = []
    if (events) entries.push([record.key, record.text])
    if (!entries.length) return
    writing.add(entries)
    // Transactions end in the order in which they began, so the last one stands for all.
    done = store.write(entries).then((isOnDisk) => {
      // What was forgotten meanwhile does not come back.
      if (writing.delete(entries) && !isOnDisk) refused.push(...entries)
      written(events, record, isOnDisk)
    })
  }
  const schedule = (): void => {
    if (!isScheduled) queueMicrotask(commit)
    isScheduled = true
  }
  return {
    append(text, n) {
      length = n + 1
      texts.push(text)
      schedule()
    },
    put(key, value) {
      others.push([key, value])
      schedule()
    },
    commit() {
      // Under a key that is never written with anything else, so that whoever has delivered it can delete it.
      if (told < length) others.push([['ledger', stream, (told = length)], { stream, length }])
      commit()
    },
    async saved() {
      commit()
      await done
    },
    unsaved: () => [...writing, refused, others].flat(),
    forget(keys) {
      refused = refused.filter(([key]) => keys?.every((gone) => `${gone}` !== `${key}`))
      if (keys) return
      texts = []
      others = []
      writing.clear()
    },
  }
}
