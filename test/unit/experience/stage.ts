// A browser with tabs, and a tracker in each, as this room sees them: calls pass the steps, who is here and what they allow can change.
// Must not judge anything.
import { afterEach, beforeEach, vi } from 'vitest'
import { createMemory, type Memory, type MemoryOptions } from '../../../src/experience/memory/createMemory.js'
import type { Interaction } from '../../../src/experience/interaction.js'
import type { ConsentState, Event, EventIdentity, Identity, Step, Tracker, TrackerEvents } from '../../../src/types.js'
import { createFaultyIndexedDb, type FaultyIndexedDb } from '../../support/faultyIndexedDb.js'
import { memoryKeyRange } from '../../support/memoryDisk.js'

export const startTime = Date.UTC(2026, 0, 5, 12)
export const dayMs = 86_400_000

export type Tab = {
  readonly tracker: Tracker
  readonly memory: Memory
  /** Everything tracked in this tab, as it left the steps. */
  readonly events: Event[]
  named(name: string): Event[]
  become(identity: Partial<EventIdentity>): void
  consent(choices: { [purpose: string]: ConsentState }): void
}

export type Stage = {
  db: FaultyIndexedDb
  open(identity?: Partial<EventIdentity>, options?: MemoryOptions): Tab
  /** Everything that is under way has been done. */
  settle(): Promise<void>
  pass(ms: number): Promise<void>
}

/** Sets up time, storage and the channel between tabs around the tests of a file. */
export function useStage(): Stage {
  const stage = {} as Stage
  let tabs: Tab[] = []
  let ids = 0
  /** What events carry of consent, in all tabs. */
  let said: { [purpose: string]: boolean }

  beforeEach(() => {
    vi.useFakeTimers({ now: startTime })
    stage.db = createFaultyIndexedDb()
    vi.stubGlobal('indexedDB', stage.db.factory)
    vi.stubGlobal('IDBKeyRange', memoryKeyRange)
    vi.stubGlobal('BroadcastChannel', fakeChannels())
    localStorage.clear()
    tabs = []
    ids = 0
    said = { analytics: true }
  })
  afterEach(() => {
    for (const { memory } of tabs) memory.stop()
    vi.useRealTimers()
  })

  return Object.assign(stage, {
    async settle() {
      await vi.advanceTimersByTimeAsync(20)
    },
    pass: async (ms: number) => void (await vi.advanceTimersByTimeAsync(ms)),
    open(first: Partial<EventIdentity> = { anonymousId: 'v1', sessionId: 's1' }, options?: MemoryOptions): Tab {
      const steps = new Set<Step>()
      const listeners = new Map<string, Set<(detail: never) => void>>()
      const events: Event[] = []
      let identity: Identity = { identifiers: {}, traits: {}, ...first }
      const emit = <K extends keyof TrackerEvents>(type: K, detail: TrackerEvents[K]): void =>
        listeners.get(type)?.forEach((listener) => listener(detail as never))
      const say = (type: Event['type'], name: string | undefined, about: object = {}): string => {
        const { identifiers: _, traits: __, ...who } = identity
        let event: Event | null = {
          id: `e${++ids}`, type, ...(name && { name }), [type === 'identify' ? 'traits' : 'properties']: about as never,
          time: Date.now(), identity: who as EventIdentity, consent: { ...said }, channel: 'website', stream: 'st', n: ids,
          context: { page: { url: 'https://shop.example/', path: '/' }, library: { name: 'throughline', version: '0' } },
        }
        if (!who.anonymousId) return event.id
        for (const step of steps) event = event && step(event)
        if (event) events.push(event)
        return event?.id ?? ''
      }
      const tracker = {
        track: (name: string, properties?: object) => say('track', name, JSON.parse(JSON.stringify(properties ?? {}))),
        page: (name?: string) => say('page', name),
        saved: async () => true,
        forget() {
          // As the tracker does: who is forgotten is in the event, and somebody new is here already.
          const { identifiers: _, traits: __, ...before } = identity
          tab.become({ anonymousId: `v${++ids}x`, sessionId: `s${ids}x` })
          let event = { id: `e${++ids}`, type: 'forget', time: Date.now(), identity: before } as unknown as Event | null
          for (const step of steps) event = event && step(event)
          return ''
        },
        identify(userId: string, traits: object = {}) {
          tab.become({ ...identity, userId })
          return say('identify', undefined, traits)
        },
        identity: () => identity,
        use: (step: Step) => (steps.add(step), () => void steps.delete(step)),
        on(type: string, listener: (detail: never) => void) {
          const all = listeners.get(type) ?? new Set()
          listeners.set(type, all.add(listener))
          return () => void all.delete(listener)
        },
      } as unknown as Tracker
      const tab: Tab = {
        tracker,
        events,
        memory: createMemory(tracker, options),
        named: (name) => events.filter((event) => event.name === name),
        become(next) {
          identity = { identifiers: {}, traits: {}, ...next }
          emit('identity', identity)
        },
        consent(choices) {
          for (const [purpose, state] of Object.entries(choices)) said[purpose] = state === 'granted'
          emit('consent', choices)
          if (choices['analytics'] === 'denied') tab.become({})
        },
      }
      tabs.push(tab)
      return tab
    },
  })
}

/** Channels that deliver in a microtask: those of Node are not ruled by the fake clock. */
function fakeChannels() {
  const all = new Set<{ name: string; onmessage?: (event: { data: unknown }) => void }>()
  return class {
    onmessage?: (event: { data: unknown }) => void
    constructor(readonly name: string) {
      all.add(this)
    }
    postMessage(data: unknown) {
      const copy = structuredClone(data)
      for (const other of all) if (other !== this && other.name === this.name) queueMicrotask(() => other.onmessage?.({ data: copy }))
    }
    close() {
      all.delete(this)
    }
  }
}

/** Interactions of a list of rows: what happened, how many days after the start, and what was said. */
export const story = (...rows: (readonly [name: string, day: number, properties?: Interaction['properties'], more?: Partial<Interaction>])[]): Interaction[] =>
  rows.map(([name, day, properties, more], i) => ({ id: `i${i}`, name, time: startTime + day * dayMs, channel: 'website', session: 's1', ...(properties && { properties }), ...more }))
