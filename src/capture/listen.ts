// One passive listener per event type for all captures of a tracker together.
// Listens in the capture phase of the window: before the page's own listeners, and before the tracker's when the page leaves.

import type { Tracker } from '../types.js'

/** The script tag and its second file are two bundles with one tracker: what they share is found on it. */
const key = Symbol.for('throughline')

type Listener = (event: never) => void
/** Who hears a type of event; is itself what the browser calls. */
export type Heard = Set<Listener> & { handleEvent(event: unknown): void }
/** By type of event; what begins with a colon is said by one capture to others, and the browser never says it. */
export type Hub = { [type: string]: Heard }

/** Everything that the captures of this tracker hear. */
export const hubOf = (tracker: Tracker): Hub => ((tracker as { [key]?: Hub })[key] ??= {})

/** Hears events of that type, from the first to hear it until the last one stops. Returns the undo. */
export function listen<E = Event>(tracker: Tracker, type: string, listener: (event: E) => void): () => void {
  const heard = (hubOf(tracker)[type] ??= Object.assign(new Set<Listener>(), {
    handleEvent(this: Set<Listener>, event: unknown) {
      for (const each of this) {
        try {
          each(event as never)
        } catch {
          // A page can give its elements properties in place of those that we read; nothing of ours throws into it.
        }
      }
    },
  }))
  if (!heard.size) addEventListener(type, heard, { capture: true, passive: true })
  heard.add(listener)
  return () => {
    heard.delete(listener)
    if (!heard.size) removeEventListener(type, heard, true)
  }
}

/** Hears several: by type, or by types with spaces between. Returns the undo of all of it and of what else is handed in. */
export function listenAll(tracker: Tracker, listeners: { readonly [types: string]: Listener }, ...undo: (() => unknown)[]): () => void {
  for (const types of Object.keys(listeners)) for (const type of types.split(' ')) undo.push(listen(tracker, type, listeners[types]!))
  return () => undo.forEach((stop) => stop())
}
