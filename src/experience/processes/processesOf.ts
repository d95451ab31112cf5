// Processes as they stand: what a customer wants done, over visits, pages and channels, from the events of its steps.
// Pure; the same in a browser and on a server.

import type { Json } from '../../types.js'
import type { Interaction } from '../interaction.js'

/** A step, and how often it had to be done again. */
export type ProcessStep = { readonly step: string; readonly time: number; readonly channel: string; readonly repeats: number }

/** Having to go on elsewhere. Without `arrivedAt` nothing has come there yet. */
export type HandOff = { readonly from: string; readonly to: string; readonly time: number; readonly arrivedAt?: number }

/** One process of one customer. */
export type ProcessState = {
  readonly process: string
  readonly id: string
  /** Open; brought to its end; or given up, also if nothing has happened for too long. */
  readonly status: 'open' | 'completed' | 'abandoned'
  readonly startedAt: number
  readonly endedAt?: number
  /** From the start to the end, or to now. */
  readonly elapsedMs: number
  readonly steps: readonly ProcessStep[]
  readonly handOffs: readonly HandOff[]
  /** Steps that had to be done again. */
  readonly repeats: number
  /** Visits that it took. */
  readonly sessions: number
  readonly channels: readonly string[]
}

/** A process in which nothing happens for so long has been given up. */
export const abandonedAfterMs: number = 7 * 86_400_000

const text = (value: Json | undefined): string => (typeof value === 'string' || typeof value === 'number' ? `${value}` : '')

/** All processes in a history, in the order in which they began. */
export function processesOf(interactions: readonly Interaction[], now: number): ProcessState[] {
  const groups = new Map<string, Interaction[]>()
  for (const each of interactions) {
    if (!each.name.startsWith('Process ') || !each.properties?.['process']) continue
    const key = JSON.stringify([each.properties['process'], each.properties['process_id']])
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()].map((events) => toState(events, now))
}

function toState(events: readonly Interaction[], now: number): ProcessState {
  const first = events[0]!
  const last = events.at(-1)!
  const steps = new Map<string, ProcessStep>()
  const handOffs: HandOff[] = []
  let ended: Interaction | undefined
  for (const each of events) {
    const { name, time, channel, properties = {} } = each
    const open = handOffs.findIndex((handOff) => !handOff.arrivedAt && handOff.to === channel)
    if (open >= 0) handOffs[open] = { ...handOffs[open]!, arrivedAt: time }
    if (name === 'Process Handed Off') handOffs.push({ from: channel, to: text(properties['to']), time })
    if (name === 'Process Step Done') {
      const step = text(properties['step'])
      const before = steps.get(step)
      steps.set(step, before ? { ...before, repeats: before.repeats + 1 } : { step, time, channel, repeats: 0 })
    }
    // What happens after its end opens it again.
    ended = name === 'Process Completed' || name === 'Process Abandoned' ? each : undefined
  }
  const isForgotten = !ended && now - last.time >= abandonedAfterMs
  const endedAt = ended?.time ?? (isForgotten ? last.time + abandonedAfterMs : undefined)
  const all = [...steps.values()]
  return {
    process: text(first.properties?.['process']),
    id: text(first.properties?.['process_id']),
    status: ended?.name === 'Process Completed' ? 'completed' : endedAt === undefined ? 'open' : 'abandoned',
    startedAt: first.time,
    ...(endedAt !== undefined && { endedAt }),
    elapsedMs: (endedAt ?? now) - first.time,
    steps: all,
    handOffs,
    repeats: all.reduce((sum, { repeats }) => sum + repeats, 0),
    sessions: new Set(events.map(({ session }) => session)).size,
    channels: [...new Set(events.map(({ channel }) => channel))],
  }
}
