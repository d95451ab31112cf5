// The outbox: every event on disk within its tick, as one record in one transaction.
// Owns what is not on disk, and tries it again when told to; what is on disk is delivery's to delete.

import type { Entry, Key, Store } from '../store/store.js'

const resolved = Promise.resolve()

/** What {@link createOutbox} returns. */
export type Outbox = {
  /** Adds an event. It is on disk when `saved()` resolves. */
  append(text: string, n: number): void
  /** Adds any record to the transaction of this tick. */
  put(key: Key, value: unknown): void
  /** Writes now what is not on disk, also what was refused, and how long the stream is: the page is leaving. */
  commit(): void
  /** The same; resolves once the disk has answered, with whether everything is on it now. */
  saved(): Promise<boolean>
  /** What is not on disk, to be spilled elsewhere. */
  unsaved(): Entry[]
  /** These need no disk any more; without keys, nothing does: consent was withdrawn. */
  forget(keys?: readonly Key[]): void
}

/**
 * Creates the outbox of one stream. `written` hears of the end of each transaction: how many new events it had, and which
 * records of events are on disk by it, also late ones.
 */
export function createOutbox(
  store: Store,
  stream: string,
  written: (events: number, records: readonly Entry[]) => void,
): Outbox {
  let texts: string[] = []
  /** How many places have been given out, and how many of them the ledger knows of. */
  let length = 0
  let told = 0
  /** What is not known to be on disk: of each key the last word, because an older one may fail after a newer one. */
  const unsaved = new Map<string, Entry>()
  /** Of that, what this tick has brought, and what the disk is asked to take. */
  let fresh: Entry[] = []
  const writing = new Set<Entry>()
  let isScheduled = false
  let done: Promise<unknown> | undefined

  const schedule = (): void => {
    // A tenth of the cost of queueMicrotask, which is a call into the browser.
    if (!isScheduled) void resolved.then(write)
    isScheduled = true
  }
  const put = (key: Key, value: unknown): void => {
    const entry: Entry = [key, value]
    unsaved.set(`${key}`, entry)
    fresh.push(entry)
    schedule()
  }
  const isLast = (entry: Entry): boolean => unsaved.get(`${entry[0]}`) === entry
  const write = (): void => {
    isScheduled = false
    const events = texts.length
    if (events) put(['event', stream, length - events], `[${texts}]`)
    const entries = fresh.filter(isLast)
    texts = []
    fresh = []
    if (!entries.length) return
    for (const entry of entries) writing.add(entry)
    const answered = store.write(entries).then((isOnDisk) => {
      const stored = entries.filter((entry) => {
        writing.delete(entry)
        // What was said anew meanwhile is not on disk yet; what was forgotten has been delivered without it.
        return isOnDisk && isLast(entry) && unsaved.delete(`${entry[0]}`) && entry[0][0] === 'event'
      })
      written(events, stored)
    })
    done = Promise.all([done, answered])
  }
  const commit = (): void => {
    fresh = [...unsaved.values()].filter((entry) => !writing.has(entry))
    write()
  }
  return {
    append(text, n) {
      length = n + 1
      texts.push(text)
      schedule()
    },
    put,
    commit() {
      // Under a key that is never written with anything else, so that whoever has delivered it can delete it.
      if (told < length) put(['ledger', stream, (told = length)], { stream, length })
      commit()
    },
    async saved() {
      commit()
      const asked = [...unsaved.values()]
      await done
      return !asked.some(isLast)
    },
    unsaved: () => [...unsaved.values()],
    forget(keys) {
      if (!keys) {
        texts = []
        unsaved.clear()
      } else for (const key of keys) unsaved.delete(`${key}`)
    },
  }
}
