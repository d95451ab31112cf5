// From what `analytics.load` is given to the options of the tracker.
// Throws what createTracker throws, and nothing else.

import { takeOver } from '../migrate/takeOver.js'
import type { Options } from '../types.js'
import { segmentFormat } from './format.js'

/** The first argument of `load`: a write key, or an object with it. */
export type LoadSettings = string | { readonly writeKey: string }

/** The second argument of `load`: options of analytics.js that mean something here, and those of `createTracker`. */
export type LoadOptions = Omit<Partial<Options>, 'writeKey'> & {
  /** Where events go, without `https://` and `/b`: `integrations: { 'Segment.io': { apiHost: 'cdp.example.com/v1' } }`. */
  readonly integrations?: { readonly [name: string]: unknown }
  /** Whether the ids that analytics.js has left in this browser are taken over. Default `true`. */
  readonly takeOver?: boolean
  /** Records a page view at the start. Default `false`. */
  readonly initialPageview?: boolean
  /** Nothing is loaded, stored or sent. */
  readonly disable?: boolean
}

const segmentHost = 'api.segment.io/v1'

/** The options of the tracker; `anonymousId`: one that the site has set before. */
export function readSettings(settings: LoadSettings, loadOptions: LoadOptions, anonymousId: string | undefined): Options {
  const { takeOver: isTaken = true, integrations, initialPageview: _view, disable: _disable, ...options } = loadOptions
  const { writeKey } = typeof settings === 'string' ? { writeKey: settings } : settings
  const { apiHost = segmentHost, protocol = 'https' } = (integrations?.['Segment.io'] ?? {}) as { readonly apiHost?: string; readonly protocol?: string }
  const { collector = `${/^https?:/.test(apiHost) ? '' : `${protocol}://`}${apiHost}/b`, name, cookie } = options
  const ids = { writeKey, ...(name && { name }), ...(cookie !== undefined && { cookie }) }
  return {
    ...options,
    writeKey,
    collector: typeof collector === 'string' && writeKey ? segmentFormat(collector, writeKey) : collector,
    capture: [...(isTaken || anonymousId ? [takeOver({ from: isTaken ? ['segment'] : [], anonymousId, userId: true, ...ids })] : []), ...(options.capture ?? [])],
  }
}
