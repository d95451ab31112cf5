// One event as JSON text, put together from parts that are text already.
// Pure: everything was taken at the call; nothing is read from live state.

import type { EventType } from '../types.js'

/** What is known of an event at the call, before anybody has been asked who it belongs to. */
export type Facts = {
  readonly id: string
  readonly type: EventType
  readonly time: number
  readonly name: string | undefined
  /** JSON text of what the caller said. */
  readonly said: string | undefined
  /** JSON text of channel, touchpoint and context: members without the braces. */
  readonly surroundings: string
  readonly cut: readonly string[]
}

const { stringify } = JSON

/** The JSON text of the event, but for its place in the stream: {@link placeEvent} ends it. */
export function writeEvent(facts: Facts, identity: string): string {
  const { id, type, name, said, time, surroundings, cut } = facts
  const saidAs = type === 'identify' || type === 'group' ? 'traits' : 'properties'
  return (
    `{"id":"${id}","type":"${type}",` +
    (name === undefined ? '' : `"name":${stringify(name)},`) +
    (said === undefined ? '' : `"${saidAs}":${said},`) +
    `"time":${time},"identity":${identity},${surroundings}` +
    (cut.length ? `,"cut":${stringify(cut)}` : '')
  )
}

/** Ends the text with its place: the stream and the position in it, given only to events that are stored. */
export const placeEvent = (text: string, stream: string, n: number): string => `${text},"stream":"${stream}","n":${n}}`
