// Owns who is compared, and what is known of each: title, settings, protocol.
// Must not import any of them: they are installed by the command, and run in the browser only.
import { amplitude } from './peers/amplitude.js'
import { bare } from './peers/bare.js'
import { jitsu } from './peers/jitsu.js'
import { mixpanel } from './peers/mixpanel.js'
import { posthog } from './peers/posthog.js'
import { rudderstack } from './peers/rudderstack.js'
import { segment } from './peers/segment.js'
import { snowplow } from './peers/snowplow.js'
import { throughline } from './peers/throughline.js'

/**
 * An event as a vendor's server would understand it.
 * @typedef {object} SentEvent
 * @property {string} [id]
 * @property {string} [anonymousId]
 * @property {string} [userId]
 * @property {string} [name]
 * @property {any} [properties]
 */

/**
 * @typedef {object} Contender
 * @property {string} title
 * @property {string} [packageName]
 * @property {boolean} [isControl] no tracker: it shows what the browser itself costs
 * @property {boolean} [hasCapture] captures clicks by itself
 * @property {string} [capturePage] another page script for that
 * @property {string} [actsPage] and another for fields and scrolling too
 * @property {[setting: string, reason: string, doc: string][]} settings
 * @property {string[]} caveats
 * @property {(path: string) => boolean} isEvents whether a request carries events
 * @property {(url: string) => { type?: string, body: string }} answer what its own server would say
 * @property {(text: string) => any[]} itemsOf the events in a body, as they are
 * @property {(item: any) => SentEvent} read
 */

/** @type {Record<string, Contender>} */
export const contenders = { throughline, segment, rudderstack, snowplow, posthog, amplitude, mixpanel, jitsu, bare }
