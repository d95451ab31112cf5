// What one request may hold. Who throws here while several events are encoded gets the halves; of a single event it is
// the last word: it goes into quarantine, and the site is told why.
// Pure.

import { byteLength } from '../lib/byteLength.js'
import type { Event } from '../types.js'

/** Refuses the event, for a reason that people can act on. */
export function refuse(system: string, what: string): never {
  throw new Error(`${system} ${what}`)
}

/** The body, unless it is longer than the system takes. */
export function inBytes(system: string, body: string, maxBytes: number): string {
  const bytes = byteLength(body)
  return bytes > maxBytes ? refuse(system, `takes ${maxBytes} bytes at once, not ${bytes}`) : body
}

/** Refuses what the system would not take, or would count at a wrong time, because it is too old. */
export function checkAge(system: string, { time }: Event, sentAt: number, maxAgeMs: number): void {
  if (sentAt - time > maxAgeMs) refuse(system, `takes nothing older than ${maxAgeMs / 3_600_000} h`)
}

/** As every system writes a time that is for people too. */
export const toIso = (time: number): string => new Date(time).toISOString()
