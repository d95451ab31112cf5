// What all tabs and the worker must know of the collector, as it is stored.
// Types and constants only.

import type { Key } from '../store/store.js'

/** How often it failed, and when it may be asked again. */
export type DeliveryState = {
  readonly failures: number
  readonly retryAt: number
  /** How long that was: more than this is left only if the clock was set back. */
  readonly waitMs: number
  /** Of that, what the collector itself has asked for. */
  readonly askedMs: number
  readonly gzip?: boolean
}

export const stateKey: Key = ['delivery']
export const noTrouble: DeliveryState = { failures: 0, retryAt: 0, waitMs: 0, askedMs: 0 }
