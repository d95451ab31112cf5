// The wire format of Amplitude: HTTP API v2.
// Pure. Facts: one bad event fails the whole request, and the answer says which; `insert_id` tells a repeat apart for 7 days.

import type { Event, EventType, Format } from '../types.js'
import { checkOptions } from './checkOptions.js'
import { extraOf, forgotten, hostOf, timeOf, utmOf } from './describeEvent.js'
import { inBytes, refuse, toIso } from './oneRequest.js'
import { type Answer, readAnswer } from './readAnswer.js'
import { readOrder, readProduct } from './readOrder.js'

/** Options of {@link amplitude}. */
export type AmplitudeOptions = {
  /** The API key of the project; it is public. */
  readonly apiKey: string
  /** Default `https://api2.amplitude.com/2/httpapi`; in the EU `https://api.eu.amplitude.com/2/httpapi`. */
  readonly url?: string
  /** The type of the groups of `group()`. Default `company`. */
  readonly groupType?: string
}

const system = 'Amplitude'

/**
 * Amplitude. What arrives:
 *
 * - `page`: `[Amplitude] Page Viewed`; `track`: an event of that name with its properties; both with the page and the
 *   campaign in Amplitude's names.
 * - `identify`: `$identify` with the traits as `$set`. The anonymous id is the device id, so this first event with
 *   both ids is the link, and the history of the device goes to that user.
 * - `link`, `unlink`: `$set` and `$unset` of a user property, named after the namespace. `group`: `$groupidentify` with what the group is,
 *   and `$identify`, by which the person belongs to it.
 * - `forget`: an event `Person Forgotten`, for your server, because to delete takes a secret.
 * - `Order Completed` has `revenue` (without tax and shipping) and `currency`, `Order Refunded` the same below zero; an event
 *   about one product also `price`, `quantity` and `productId`.
 *
 * The id of the event is its `insert_id`: a repeat is told apart for 7 days, later it would count twice. Stream, number,
 * channel, touchpoint and identifiers are in the event property `throughline`. What an answer names as wrong or silenced
 * is refused, the rest is offered again.
 *
 * What does not arrive: `merge` is refused, because Amplitude never merges two user ids. Amplitude itself cuts texts after
 * 1,024 characters. Its endpoint wants `application/json`, so a preflight cannot be avoided.
 */
export function amplitude({ apiKey, url = 'https://api2.amplitude.com/2/httpapi', groupType = 'company' }: AmplitudeOptions): Format {
  checkOptions('amplitude', { url, apiKey })
  return {
    maxEvents: 200,
    maxBytes: 400_000,
    encode: (events, sentAt) => ({
      url,
      contentType: 'application/json',
      // Ids of less than 5 characters are refused otherwise.
      body: inBytes(system, `{"api_key":${JSON.stringify(apiKey)},"client_upload_time":"${toIso(sentAt)}","options":{"min_id_length":1},"events":[${events.flatMap((event) => toItems(event, groupType)).map((item) => JSON.stringify(item))}]}`, 1_000_000),
    }),
    verdict: (response, events) => readAnswer(response, (answer) => (response.status === 400 ? judge(answer, events) : undefined)),
  }
}

const kinds: { readonly [type in EventType]?: string } = { page: '[Amplitude] Page Viewed', group: '$groupidentify', identify: '$identify', link: '$identify', unlink: '$identify', forget: forgotten }

/** Who belongs to a group and what the group is are two things to Amplitude, each with an id of its own. */
function toItems(event: Event, groupType: string): readonly object[] {
  const item = toItem(event, groupType)
  const { type, id, name } = event
  return type === 'group'
    ? [item, { ...item, event_type: '$identify', insert_id: `${id}-member`, user_properties: { $set: { [groupType]: name } }, group_properties: undefined }]
    : [item]
}

function toItem(event: Event, groupType: string): object {
  const { id, type, name = '', time, properties = {}, traits, identity, context } = event
  const { page, screen, locale, library } = context
  if (type === 'merge') refuse(system, 'never merges two user ids: leave merge() out')
  const isAct = type === 'track' || type === 'page'
  const { net, currency, products } = readOrder(event)
  const sign = name === 'Order Refunded' ? -1 : 1
  const isOrder = type === 'track' && (name === 'Order Completed' || sign < 0)
  const product = type === 'track' && products.length === 1 ? readProduct(products[0]!) : undefined
  return {
    event_type: kinds[type] ?? name,
    user_id: identity.userId,
    // It has to have one: without a visitor it is the event's own.
    device_id: identity.anonymousId ?? id,
    insert_id: id,
    time: Math.round(time),
    session_id: timeOf(identity.sessionId),
    platform: 'Web',
    language: locale,
    library: `${library.name}/${library.version}`,
    ip: '$remote',
    revenue: isOrder && net !== undefined ? sign * net : undefined,
    currency: isOrder ? currency : undefined,
    price: isOrder ? product?.price : undefined,
    quantity: isOrder ? product?.quantity : undefined,
    productId: isOrder ? product?.id : undefined,
    event_properties: isAct
      ? {
          '[Amplitude] Page Location': page.url,
          '[Amplitude] Page Domain': hostOf(page.url),
          '[Amplitude] Page Path': page.path,
          '[Amplitude] Page Title': page.title,
          referrer: page.referrer,
          ...utmOf(event),
          screen,
          // What the site says of the event itself counts more than what the page says of itself.
          ...properties,
          ...(type === 'page' && name && { name }),
          throughline: extraOf(event),
        }
      : undefined,
    user_properties: type === 'identify' ? { $set: traits ?? {} } : type === 'link' ? { $set: { [name]: properties.value } } : type === 'unlink' ? { $unset: { [name]: '-' } } : undefined,
    groups: type === 'group' ? { [groupType]: name } : undefined,
    group_properties: type === 'group' ? { $set: traits ?? {} } : undefined,
  }
}

/** Nothing of a refused request was taken: what it names goes, and the rest is offered again. */
function judge(answer: Answer, events: readonly Event[]): ReturnType<NonNullable<Format['verdict']>> {
  const { error, missing_field: missing } = answer
  if (missing || /api.?key/i.test(`${error}`)) return { batch: 'pause', reason: `${error ?? missing}` }
  const lists = [answer.events_with_invalid_fields, answer.events_with_missing_fields, answer.events_with_invalid_id_lengths]
  // By their places in the request, where a group has two.
  const ids = events.flatMap(({ id, type }) => (type === 'group' ? [id, id] : [id]))
  const wrong = new Set([lists.map((list) => Object.values(list ?? {})), answer.silenced_events].flat(4).map((place) => ids[place]))
  if (!ids.some((id) => wrong.has(id))) return
  return { batch: 'accepted', events: Object.fromEntries(ids.map((id) => [id, wrong.has(id) ? 'rejected' : 'retry'])), reason: `${error}` }
}
