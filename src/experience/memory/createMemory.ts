// What is remembered of the present person in this browser: their interactions, and what the parts of this room note beside them.
// Owns the room's database and who may see it; knows nothing of what it is good for.

import { openChannel } from '../../page/channel.js'
import { onLifecycle } from '../../page/lifecycle.js'
import { hasNoPage } from '../../page/signals.js'
import { connect } from '../../store/idb.js'
import { list } from '../../store/list.js'
import { createStore, type Entry, type Key } from '../../store/store.js'
import type { Tracker } from '../../types.js'
import { type Interaction, toInteraction } from '../interaction.js'
import { addTo, keyOf, surplusOf } from './ledger.js'
import { isSamePerson, type Owner, ownerOf } from './person.js'

/** Options of {@link createMemory}. */
export type MemoryOptions = {
  /** Name of the database. Default `throughline-experience`; two trackers on one origin need two names. */
  readonly name?: string
  /** Nothing is kept without this purpose, and without `analytics` granted in full. Default `personalization`. */
  readonly purpose?: string
  /** Whether that purpose counts as granted where neither the visitor nor the tracker's options say anything of it. Default `true`. */
  readonly isGranted?: boolean
  /** How many interactions are kept; page views and clicks go first. Default 500. */
  readonly maxInteractions?: number
  /** How long they are kept, in ms. Default 365 days. */
  readonly maxAgeMs?: number
}

/** What {@link createMemory} returns: what the other parts are made of. */
export type Memory = {
  readonly tracker: Tracker
  /** Resolves once what earlier pages kept has been read; at once for a person of whom nothing may be kept. */
  ready(): Promise<void>
  /** What happened, oldest first. Another person's is never in it. */
  interactions(): readonly Interaction[]
  /** The present person, if something may be kept of them. */
  owner(): Owner | undefined
  /** Adds what the site's server knows of the present person. */
  hydrate(interactions: readonly Interaction[]): void
  /** What was noted under this name, as far as this page knows. */
  note<T>(name: string): T | undefined
  /** Changes a note, with nobody in between over all tabs; answers with what is there then, with nothing if storage fails. */
  update<T>(name: string, by: (old: T | undefined) => T | undefined): Promise<T | undefined>
  /** The same for a note on this browser, whoever is here: it may say nothing of anybody that another should not know. */
  share<T>(name: string, by: (old: T | undefined) => T | undefined): Promise<T | undefined>
  /** Told of each new interaction before it is stored, also while earlier ones are being read; `isOurs`: it happened in this tab. */
  on(listener: (interaction: Interaction | undefined, isOurs: boolean) => void): () => void
  /** Ends it; what was kept stays for the next page. */
  stop(): void
}

type Note = { readonly owner: Owner; readonly value: unknown }
type Kept = { readonly owner: Owner; readonly interaction: Interaction }
type Message = { readonly owner?: Owner; readonly interactions?: readonly Interaction[]; readonly isForgotten?: boolean; readonly note?: readonly [string, unknown] }

const dayMs = 86_400_000

/**
 * Creates the memory of a tracker: right after it, and after the steps that redact. It follows the tracker: another
 * person finds it empty, and what was kept is deleted as soon as they are there; so it is when consent is withdrawn.
 */
export function createMemory(tracker: Tracker, options: MemoryOptions = {}): Memory {
  const { name = 'throughline-experience', purpose = 'personalization', isGranted = true } = options
  const bounds = { maxInteractions: options.maxInteractions ?? 500, maxAgeMs: options.maxAgeMs ?? 365 * dayMs }
  const listeners = new Set<(interaction: Interaction | undefined, isOurs: boolean) => void>()
  const ended = new AbortController()
  const { signal } = ended
  let owner = ownerOf(tracker.identity())
  let isAllowed = isGranted
  /** Begun once an event has said what is allowed, or somebody has asked: until then no database is made. */
  let reading: Promise<void> | undefined
  let interactions: readonly Interaction[] = []
  let notes: { [name: string]: unknown } = {}
  let waiting: Interaction[] | undefined

  const mayKeep = (): boolean => isAllowed && !!owner
  const use = hasNoPage() ? () => Promise.reject() : connect(name, mayKeep, { signal, emptied() {}, failed() {}, again: async () => {} })
  const store = createStore(use)
  const channel = hasNoPage() ? undefined : openChannel<Message>(name, (message) => {
    if (message.isForgotten) return forget(false)
    if (!mayKeep() || !isSamePerson(message.owner, owner)) return
    if (message.note) notes[message.note[0]] = message.note[1]
    add(message.interactions ?? [], false)
    if (message.note) tell()
  })

  const tell = (interaction?: Interaction, isOurs = false): void => {
    for (const listener of listeners) {
      try {
        listener(interaction, isOurs)
      } catch (cause) {
        reportError(cause)
      }
    }
  }
  const keyFor = (interaction: Interaction): Key => ['seen', keyOf(interaction)]
  const save = (): void => {
    const saved = waiting ?? []
    waiting = undefined
    if (!mayKeep() || !owner || !saved[0]) return
    const surplus = surplusOf(interactions, bounds, Date.now())
    const gone = new Set(surplus)
    interactions = interactions.filter((each) => !gone.has(each))
    const entries = saved.map((interaction): Entry => [keyFor(interaction), { owner, interaction } as Kept])
    void store.write([...entries, ...surplus.map((each): Entry => [keyFor(each), undefined])])
    channel?.post({ owner, interactions: saved })
  }
  const later = (more: readonly Interaction[]): void => {
    if (!waiting) queueMicrotask(save)
    waiting = [...(waiting ?? []), ...more]
  }
  const add = (more: readonly Interaction[], isOurs: boolean): void => {
    const { list: next, news } = addTo(interactions, more)
    interactions = next
    if (isOurs) {
      // Also what is not new: the server may know more of it.
      const keys = new Set(more.map(keyOf))
      later(interactions.filter((each) => keys.has(keyOf(each))))
    }
    for (const each of news) tell(each, isOurs)
  }
  const empty = (): void => {
    interactions = []
    notes = {}
    waiting = undefined
  }
  /** `isOurs`: the other tabs do not know yet. */
  const forget = (isOurs: boolean): void => {
    empty()
    if (isOurs) {
      void store.write([], true)
      channel?.post({ isForgotten: true })
    }
    tell()
  }
  const read = async (): Promise<void> => {
    const reader = owner
    if (!reader || !mayKeep()) return
    const [seen, noted] = await list(use, ['seen'], ['note'])
    if (!mayKeep() || !isSamePerson(reader, owner)) return
    const isTheirs = ([, value]: Entry): boolean => isSamePerson((value as Note).owner, owner)
    const strangers = [...seen, ...noted].filter((entry) => !isTheirs(entry))
    if (strangers[0]) void store.write(strangers.map(([key]): Entry => [key, undefined]))
    interactions = addTo(seen.filter(isTheirs).map(([, value]) => (value as Kept).interaction).sort((a, b) => a.time - b.time), interactions).list
    for (const [[, of], value] of noted.filter((entry) => isTheirs(entry))) notes[of as string] ??= (value as Note).value
    tell()
  }
  const begin = (): Promise<void> => (reading ??= read())
  /** What consent has come to, by purpose: less than before, and nothing stays. Counted only, or for a session only, is too little. */
  const allow = ({ analytics = true, [purpose]: own = isGranted }: { readonly [purpose: string]: boolean }): void => {
    const wasAllowed = isAllowed
    isAllowed = analytics && own
    if (wasAllowed && !isAllowed) forget(true)
    if (!wasAllowed) reading = undefined
  }
  /** Who is here now: what is kept stays theirs, or goes. */
  const become = (now: Owner | undefined): void => {
    const before = owner
    if (before?.anonymousId === now?.anonymousId && before?.userId === now?.userId) return
    const isStill = isSamePerson(before, now)
    owner = now
    // Nobody for the moment: consent is missing, or storage has not been read yet.
    if (!now) return empty()
    if (!isStill) empty() // and what is on disk goes as soon as it is read
    if (isStill && interactions[0]) {
      later(interactions) // theirs under the new name as well
    }
    reading &&= read()
    tell()
  }
  const undo = [
    tracker.use((event) => {
      // It carries whoever is to be forgotten; somebody else is here already.
      if (event.type === 'forget') return forget(true), event
      become(ownerOf(event.identity))
      allow(event.consent ?? {})
      void begin()
      if (mayKeep()) add([toInteraction(event)], true)
      return event
    }),
    tracker.on('identity', (identity) => become(ownerOf(identity))),
    tracker.on('consent', (choices) => allow(Object.fromEntries(Object.entries(choices).map(([of, state]) => [of, state === 'granted'])))),
  ]
  if (!hasNoPage()) {
    onLifecycle(signal, () => save(), () => channel?.pause(), (isRestored) => {
      channel?.resume()
      if (isRestored) reading &&= read()
    })
  }
  return {
    tracker,
    async ready() {
      if (!owner) await tracker.saved()
      return begin()
    },
    interactions: () => (mayKeep() ? interactions : []),
    owner: () => (mayKeep() ? owner : undefined),
    hydrate(more) {
      void begin()
      if (mayKeep()) add(more.map((each) => ({ ...each, source: 'server' as const })), true)
    },
    note: <T>(of: string) => (mayKeep() ? (notes[of] as T | undefined) : undefined),
    async update<T>(of: string, by: (old: T | undefined) => T | undefined) {
      const whose = owner
      if (!mayKeep() || !whose) return
      const kept = await store.exchange<Note>(['note', of], (old) => {
        const value = by(old && isSamePerson(old.owner, whose) ? (old.value as T) : undefined)
        return value === undefined ? undefined : { owner: whose, value }
      })
      if (!kept || !mayKeep() || !isSamePerson(whose, owner)) return
      notes[of] = kept.value
      channel?.post({ owner: whose, note: [of, kept.value] })
      tell()
      return kept.value as T
    },
    share: async (of, by) => (mayKeep() ? store.exchange(['shared', of], by) : undefined),
    on: (listener) => (listeners.add(listener), () => void listeners.delete(listener)),
    stop() {
      save()
      ended.abort()
      channel?.pause()
      for (const each of undo) each()
    },
  }
}
