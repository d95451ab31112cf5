// What a site writes down about its moments: when, where, to how many, how often. Plain JSON.
// Types only.

import type { Json } from '../../types.js'
import type { Condition } from './condition.js'

/** How often at most. */
export type Cap = {
  readonly most: number
  /** Within so long, in ms. Default: ever. */
  readonly withinMs?: number
  /** What is counted: this moment, everything in its slot, everything of its kind, or all that is ever shown. Default `moment`. */
  readonly of?: 'moment' | 'slot' | 'kind' | 'all'
}

/** One moment: something to show to somebody. */
export type MomentRule<Content = Json> = {
  readonly id: string
  /** The place in the site where it may appear. */
  readonly slot: string
  /** Such as `survey` or `offer`; caps can count by it. */
  readonly kind?: string
  /** Default: always. */
  readonly when?: Condition
  /** The highest goes first. Default 0. */
  readonly priority?: number
  readonly caps?: readonly Cap[]
  /** Not again once it was acted on, or also once it was closed. */
  readonly until?: 'acted' | 'closed'
  /** Of all people so many per cent, always the same ones. Default 100. */
  readonly percentage?: number
  /** Also while somebody types, pays or is cross. */
  readonly interrupts?: boolean
  /** Epoch ms. */
  readonly from?: number
  readonly to?: number
  readonly content?: Content
}

/** Why something was not shown. */
export type Suppression = 'cap' | 'until' | 'percentage' | 'holdout' | 'typing' | 'checkout' | 'frustration' | 'hidden' | 'storage'
