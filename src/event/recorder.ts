// From a call to an event: takes the facts at once, then steps, gate, identity, place in the stream, outbox.
// Owns what is held back while the gate is not open; touches no global.

import type { DropReason, Event, EventType, Step } from '../types.js'
import type { EventIds } from './eventId.js'
import { runSteps } from './runSteps.js'
import { toJson } from './toJson.js'
import { type Facts, placeEvent, writeEvent } from './writeEvent.js'

/** Held in memory at most, while consent is pending or storage is still being read. */
const maxHeld = 1000
const maxName = 256

/** The neighbours of the recorder. */
export type RecorderPorts = {
  readonly ids: EventIds
  readonly steps: Set<Step>
  now(): number
  surroundings(): string
  gate(): 'store' | 'hold' | 'drop'
  append(text: string, n: number): void
  dropped(reason: DropReason, ids: readonly string[]): void
  failed(source: 'step', message: string, cause: unknown): void
}

/** What {@link createRecorder} returns. */
export type Recorder = {
  /** Takes the facts of a call now. */
  facts(type: EventType, name: string | undefined, said: unknown): Facts
  /** Runs `job` now, or once the gate opens, in the order of the calls; never, if it shuts. */
  when(id: string, job: () => void): void
  /** Stamps, places and stores an event. */
  store(facts: Facts, identity: string): void
  /** Runs what was held, if the gate is open; forgets it, if it is shut. */
  release(): void
}

const isRecord = (value: unknown): boolean => typeof value === 'object' && !Array.isArray(value)

function leaveOut(value: unknown, cut: string[]): undefined {
  cut.push(`value: ${Array.isArray(value) ? 'array' : typeof value}, where an object belongs`)
}

/** Creates the recorder of one page instance. */
export function createRecorder(ports: RecorderPorts): Recorder {
  const { ids } = ports
  let held: { id: string; job: () => void }[] = []
  let n = 0

  const stepped = (text: string): string | null => {
    const event = JSON.parse(`${text}}`) as Event
    const result = runSteps(event, ports.steps, (cause) => ports.failed('step', 'a step threw and was skipped', cause))
    // The id and the moment are the event's own: a step that could change them could also double or lose it.
    const kept = result && toJson({ ...result, id: event.id, time: event.time, identity: event.identity }, [])
    return kept ? kept.slice(0, -1) : null
  }

  return {
    facts(type, name, said) {
      const cut: string[] = []
      const time = ports.now()
      return {
        id: ids.next(time),
        type,
        time,
        name: name === undefined ? undefined : String(name).slice(0, maxName),
        said: said === undefined || said === null ? undefined : isRecord(said) ? toJson(said, cut) : leaveOut(said, cut),
        surroundings: ports.surroundings(),
        cut,
      }
    },
    when(id, job) {
      const gate = ports.gate()
      if (gate === 'store') return job()
      if (gate === 'drop') return ports.dropped('consent', [id])
      held.push({ id, job })
      const over = held.length > maxHeld && held.shift()
      if (over) ports.dropped('evicted', [over.id])
    },
    store(facts, identity) {
      let text: string | null = writeEvent(facts, identity)
      if (ports.steps.size) text = stepped(text)
      if (text === null) return ports.dropped('step', [facts.id])
      ports.append(placeEvent(text, ids.stream, n), n)
      n++
    },
    release() {
      const gate = ports.gate()
      if (gate === 'hold') return
      const waiting = held
      held = []
      if (gate === 'drop') {
        if (waiting.length) ports.dropped('consent', waiting.map((entry) => entry.id))
      } else for (const { job } of waiting) job()
    },
  }
}
