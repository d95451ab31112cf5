// The wire format of Umami: its batch endpoint.
// Pure. Facts: text/plain needs no preflight; the batch is answered with 200 whatever becomes of its events.

import type { Event, Format } from '../types.js'
import { checkOptions, withPath } from './checkOptions.js'
import { forgotten, hostOf, sizeOf } from './describeEvent.js'
import { inBytes, refuse } from './oneRequest.js'
import { readAnswer } from './readAnswer.js'
import { readOrder } from './readOrder.js'

/** Options of {@link umami}. */
export type UmamiOptions = {
  /** Your Umami, such as `https://umami.example.com`; `/api/batch` is added if there is no path. */
  readonly url: string
  /** The id of the website in Umami, a UUID. */
  readonly website: string
  /** A tag on every event, of 50 characters at most. */
  readonly tag?: string
}

const system = 'Umami'
const maxName = 50

/**
 * Umami, in the versions that have `/api/batch` (3.1 is one). What arrives:
 *
 * - `page`: a page view with URL, referrer, and the name or the title. `track`: an event of that name with its properties.
 *   `Order Completed` has `revenue` and `currency`, `Order Refunded` the same below zero, as Umami counts revenue.
 * - `identify`: Umami's own, with the user id as distinct id and the traits. Every later event has that id; what the
 *   visitor did before it is another session to Umami. `forget`: an event `Person Forgotten`, for you to act upon.
 *
 * Before a login Umami knows a visitor by address and browser, so the anonymous id is not sent. Times are full seconds of the
 * visitor's clock. It has no id for an event: what is sent again because an answer was lost counts twice.
 *
 * What does not arrive: properties of a page; stream, number, channel, touchpoint and identifiers. Refused are `link`, `unlink`,
 * `merge` and `group`, which Umami does not know, and names of more than 50 characters.
 */
export function umami({ url, website, tag }: UmamiOptions): Format {
  checkOptions('umami', { url, website })
  return {
    maxEvents: 100,
    maxBytes: 300_000,
    encode: (events) => ({
      url: withPath(url, '/api/batch'),
      contentType: 'text/plain;charset=UTF-8',
      body: inBytes(system, `[${events.map((event) => JSON.stringify(toItem(event, website, tag)))}]`, 1_000_000),
    }),
    verdict: (response, events) =>
      readAnswer(response, (answer) => {
        if (response.status > 299) return
        if (answer.beep) return { batch: 'split', reason: 'Umami takes this browser for a bot' }
        const details: readonly { index?: number; response?: { error?: { message?: string; status?: number } } }[] = Array.isArray(answer.details) ? answer.details : []
        const errors = details.flatMap(({ index = -1, response: { error } = {} }) => (events[index] ? [{ id: events[index].id, error }] : []))
        const reason = `${errors[0]?.error?.message ?? 'no reason given'}`
        if (/website not found/i.test(reason)) return { batch: 'pause', reason }
        return { batch: 'accepted', events: Object.fromEntries(errors.map(({ id, error }) => [id, (error?.status ?? 400) < 500 ? 'rejected' : 'retry'])), reason }
      }),
  }
}

function toItem(event: Event, website: string, tag?: string): unknown {
  const { type, name = '', time, identity, context, properties, traits } = event
  const { page, screen, locale } = context
  if (type !== 'track' && type !== 'page' && type !== 'identify' && type !== 'forget') refuse(system, `knows no ${type}(): leave it out`)
  if (type === 'track' && name.length > maxName) refuse(system, `takes names of ${maxName} characters, and "${name}" has ${name.length}`)
  const { net, gross, currency } = readOrder(event)
  const sign = name === 'Order Refunded' ? -1 : 1
  const isOrder = type === 'track' && (name === 'Order Completed' || sign < 0)
  return {
    type: type === 'identify' ? type : 'event',
    payload: {
      website,
      hostname: hostOf(page.url)?.slice(0, 100),
      language: locale?.slice(0, 35),
      referrer: page.referrer ?? '',
      screen: sizeOf(screen),
      title: type === 'page' && name ? name : page.title,
      url: page.url,
      name: type === 'track' ? name : type === 'forget' ? forgotten : undefined,
      data: type === 'track' ? { ...properties, ...(isOrder && { revenue: sign * (net ?? gross ?? 0), currency }) } : type === 'identify' ? traits : undefined,
      id: identity.userId,
      tag,
      timestamp: Math.floor(time / 1000),
    },
  }
}
