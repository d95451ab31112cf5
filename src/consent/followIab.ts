// Listens to a CMP in the ways of the IAB: a function of the page, which may be a stub yet, or not there at all.
// Knows neither framework; installs no function, no stub and no frame.

import type { Tracker } from '../types.js'
import { whenThere } from './whenThere.js'

type Cmp = (command: string, ...parameters: readonly unknown[]) => void

/**
 * Calls `hear` with whatever the CMP tells, now and later. `version` are the parameters that its commands have in front of the
 * callback. Returns the undo.
 */
export function followIab<T extends { readonly listenerId?: number }>(
  tracker: Tracker,
  { name, version, hear }: { name: '__tcfapi' | '__gpp'; version: readonly unknown[]; hear(data: T): void },
): () => void {
  let listenerId: number | undefined
  const ask = (command: string, ...parameters: readonly unknown[]): boolean => {
    // Looked up each time, because the CMP takes the place of its stub; an element of that name is no CMP.
    const cmp = (window as unknown as { readonly [name: string]: Cmp | undefined })[name]
    if (typeof cmp !== 'function') return false
    cmp(command, ...version, ...parameters)
    return true
  }
  const listener = (data: T | null, isOk: boolean): void => {
    if (!isOk || !data) return
    listenerId = data.listenerId
    hear(data)
  }
  const stop = whenThere(tracker, () => ask('addEventListener', listener))
  return () => {
    stop()
    if (listenerId !== undefined) ask('removeEventListener', () => {}, listenerId)
  }
}
