// What each kind of interaction does to the observed score, as data: the published table of version 1.
// Pure. A change of any number here is a new version: scores of two versions are not compared.

import type { Json } from '../../types.js'

/** The effect of one interaction, from -1 (as bad as it gets) to 1. */
export type Effect = {
  readonly name: string
  /** Only where this property has this value. */
  readonly where?: readonly [property: string, value: Json]
  readonly effect: number
  /** What kind of evidence it is. */
  readonly kind: 'frustration' | 'effort' | 'speed' | 'progress'
  /** In plain words, for `explain()`: after "because of". */
  readonly words: string
}

/** The version of formula and table. */
export const scoreVersion = 'throughline-1'

/** The table. Of several rows that fit the first counts; what is in none has no effect of its own. */
export const defaultEffects: readonly Effect[] = [
  { name: 'Rage Click', effect: -0.6, kind: 'frustration', words: 'clicking the same place again and again' },
  { name: 'Dead Click', effect: -0.3, kind: 'frustration', words: 'a click that did nothing' },
  { name: 'Error Click', effect: -0.6, kind: 'frustration', words: 'a click that ended in an error' },
  { name: 'Cursor Thrashed', effect: -0.2, kind: 'frustration', words: 'a pointer moved to and fro' },
  { name: 'Form Abandoned', effect: -0.4, kind: 'effort', words: 'a form left half done' },
  { name: 'Error Occurred', effect: -0.3, kind: 'frustration', words: 'an error on the page' },
  { name: 'Form Error Shown', effect: -0.2, kind: 'effort', words: 'a form that was not taken' },
  { name: 'Request Slow', effect: -0.2, kind: 'speed', words: 'a slow answer' },
  { name: 'Media Stalled', effect: -0.2, kind: 'speed', words: 'a film that stopped' },
  { name: 'Request Failed', effect: -0.3, kind: 'frustration', words: 'a request that failed' },
  { name: 'Products Searched', effect: -0.3, kind: 'effort', words: 'a search that found nothing', where: ['results', 0] },
  { name: 'Web Vital', effect: -0.3, kind: 'speed', words: 'a slow page', where: ['rating', 'poor'] },
  { name: 'Web Vital', effect: -0.1, kind: 'speed', words: 'a page that could be quicker', where: ['rating', 'needs-improvement'] },
  { name: 'Web Vital', effect: 0.1, kind: 'speed', words: 'a quick page', where: ['rating', 'good'] },
  { name: 'Payment Failed', effect: -0.7, kind: 'frustration', words: 'a payment that failed' },
  { name: 'Coupon Denied', effect: -0.3, kind: 'frustration', words: 'a coupon that was refused' },
  { name: 'Order Completed', effect: 0.6, kind: 'progress', words: 'a purchase' },
  { name: 'Order Cancelled', effect: -0.4, kind: 'progress', words: 'an order taken back' },
  { name: 'Order Delivered', effect: 0.4, kind: 'progress', words: 'a delivery' },
  { name: 'Order Refunded', effect: 0.1, kind: 'progress', words: 'money given back' },
  { name: 'Reward Redeemed', effect: 0.4, kind: 'progress', words: 'a reward' },
  { name: 'Product Shared', effect: 0.4, kind: 'progress', words: 'telling others' },
  { name: 'Process Completed', effect: 0.5, kind: 'progress', words: 'something brought to its end' },
  { name: 'Process Abandoned', effect: -0.6, kind: 'effort', words: 'something given up' },
  { name: 'Process Handed Off', effect: -0.1, kind: 'effort', words: 'having to go on elsewhere' },
  { name: 'Process Step Done', effect: -0.2, kind: 'effort', words: 'having to do a step again', where: ['repeated', true] },
  { name: 'Promise Kept', effect: 0.5, kind: 'progress', words: 'a promise kept' },
  { name: 'Promise Missed', effect: -0.8, kind: 'progress', words: 'a promise missed' },
]
