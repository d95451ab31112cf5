// What all tabs and the worker must know of the collector, as it is stored.
// Types and constants only.

import type { Key } from '../store/store.js'

/** How often it failed, when it did so last, and how long it is left alone since. */
export type DeliveryState = {
  readonly failures: number
  readonly failedAt: number
  readonly waitMs: number
  /** Of that, what the collector itself has asked for. */
  readonly askedMs: number
  readonly gzip: boolean
}

export const stateKey: Key = ['delivery']
export const noTrouble: DeliveryState = { failures: 0, failedAt: 0, waitMs: 0, askedMs: 0, gzip: false }
