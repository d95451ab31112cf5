// The wire format of Plausible Analytics: one event per request.
// Pure. Facts: text/plain needs no preflight; there is no time on the wire, so an event counts when it arrives.

import type { Event, Format, Json } from '../types.js'
import { byteLength } from '../lib/byteLength.js'
import { checkOptions, withPath } from './checkOptions.js'
import { forgotten, toScalar } from './describeEvent.js'
import { checkAge, inBytes, refuse } from './oneRequest.js'
import { byStatus } from './readAnswer.js'
import { readOrder } from './readOrder.js'

/** Options of {@link plausible}. */
export type PlausibleOptions = {
  /** The site's domain as Plausible knows it. */
  readonly domain: string
  /** Default `https://plausible.io`; or your own, or a proxy; `/api/event` is added if there is no path. */
  readonly url?: string
  /** What is older is refused, because Plausible would count it as of now. Default 3,600,000 (an hour). */
  readonly maxAgeMs?: number
}

const system = 'Plausible'

/**
 * Plausible. What arrives:
 *
 * - `page`: a page view with URL and referrer. `track`: a custom event of that name, its properties as text, up to 30 of
 *   them. `forget` is one named `Person Forgotten`, without a person. `Order Completed` also has its revenue: the total with tax and shipping, and the currency.
 *
 * What does not arrive: who it was. Plausible knows no persons and has no place for an id, so `identify`, `link`, `unlink`,
 * `merge` and `group` are refused: leave them out, or they are reported each time. Nor do empty properties, which it leaves out,
 * the name `engagement`, titles, stream, number, channel and touchpoint arrive. What is older than `maxAgeMs` is refused, because it
 * has no place for a time; what was tracked offline counts as of when it arrives.
 *
 * It has no id for an event: what is sent again because an answer was lost counts twice. Its answer is yes also to
 * what it leaves out (bots, unknown domains), which only the header `x-plausible-dropped` of that answer tells. Each event is a request of
 * its own, so this is for sites with few events per visit.
 */
export function plausible({ domain, url = 'https://plausible.io', maxAgeMs = 3_600_000 }: PlausibleOptions): Format {
  checkOptions('plausible', { url, domain })
  return {
    maxEvents: 1,
    maxBytes: 400_000,
    encode(events, sentAt) {
      const [event, ...others] = events
      if (!event || others.length) refuse(system, 'takes one event per request')
      checkAge(system, event!, sentAt, maxAgeMs)
      return { url: withPath(url, '/api/event'), contentType: 'text/plain;charset=UTF-8', body: inBytes(system, JSON.stringify(toItem(event!, domain)), 1_000_000) }
    },
    verdict: byStatus,
  }
}

const isShort = (text: string, most: number, what: string): void => {
  const length = byteLength(text)
  if (length > most) refuse(system, `takes ${what} of ${most} bytes, and this has ${length}: ${text.slice(0, 40)}...`)
}

function toItem(event: Event, domain: string): unknown {
  const { type, name = '', properties = {}, context } = event
  if (type !== 'track' && type !== 'page' && type !== 'forget') refuse(system, `knows no persons and so no ${type}(): leave it out`)
  const entries = Object.entries({ ...properties, ...(type === 'page' && name && { name }) } as { [key: string]: Json }).filter(([, value]) => value !== null && value !== '')
  const props = entries.map(([key, value]) => [key, `${toScalar(value)}`] as const)
  if (name.length > 120) refuse(system, `takes names of 120 characters, and this has ${name.length}: ${name.slice(0, 40)}...`)
  // Its own word for how long a page was looked at; it would take it for that.
  if (name === 'engagement') refuse(system, `keeps the name "${name}" for itself`)
  for (const [key, value] of props) {
    isShort(key, 300, 'names of properties')
    isShort(value, 2000, 'properties')
  }
  if (props.length > 30) refuse(system, `takes 30 properties, and "${name}" has ${props.length}`)
  const { gross, currency } = readOrder(event)
  return {
    n: type === 'page' ? 'pageview' : type === 'forget' ? forgotten : name,
    u: context.page.url,
    d: domain,
    r: context.page.referrer ?? null,
    p: props.length ? Object.fromEntries(props) : undefined,
    $: type === 'track' && name === 'Order Completed' && gross !== undefined && currency ? { currency, amount: gross } : undefined,
  }
}
